package io.nightshift.server.systemjobs;

import io.nightshift.platform.Platform;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.queue.Organizations;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Failures;
import io.nightshift.server.signin.Identity;
import io.nightshift.server.signin.Sessions;
import io.nightshift.server.signin.SignIn;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is signed in at a browser, and as whom in which organization. Thread-safe. */
final class Visits {

    private final SignIn signIn;
    private final Identity identity;
    private final Platform platform;
    private final Organizations organizations;
    private final Notices notices = new Notices();

    Visits(SignIn signIn, Identity identity, Platform platform, Organizations organizations) {
        this.signIn = signIn;
        this.identity = identity;
        this.platform = platform;
        this.organizations = organizations;
    }

    /**
     * The visit that the cookies of a browser belong to.
     *
     * @param organization the one that the visitor has gone to; only who commands the service goes to others
     */
    Optional<Visit> find(@Nullable String cookies, @Nullable String organization) throws SQLException {
        Optional<Sessions.Session> session = identity.sessions().current(cookies);
        if (session.isEmpty()) {
            return Optional.empty();
        }
        Caller own = session.get().caller();
        boolean operator = signIn.mayOperate(own);
        Caller caller = operator && organization != null ? in(organization, own) : own;
        return Optional.of(new Visit(session.get(), caller, rights(operator, caller), notices));
    }

    private Rights rights(boolean operator, Caller caller) throws SQLException {
        if (operator) {
            return Rights.OPERATES;
        }
        EntityMetadata jobs =
                platform.organization(caller.organization()).metadata().entity("asyncoperation");
        Reach reach = platform.access(caller.organization(), caller.userId()).reach(AccessRight.READ, jobs);
        return reach.equals(Reach.ALL) ? Rights.WATCHES : Rights.RECORDS;
    }

    private Caller in(String organization, Caller own) throws SQLException {
        return organization.equals(own.organization()) || !organizations.exists(organization)
                ? own
                : new Caller(own.name(), organization, Organization.administratorId(organization));
    }

    /** By name and password; the organization is the first one when none is named. */
    Sessions.Attempt byPassword(Parameters form, String address) throws SQLException {
        return identity.sessions()
                .signIn(
                        form.one("organization", organizations.defaultName()),
                        form.one("name", ""),
                        form.one("password", ""),
                        address);
    }

    /** By a token, as often as by a password may be tried. */
    Sessions.Attempt byToken(String token, String address) throws SQLException {
        Failures failures = identity.failures();
        String key = "token from " + address;
        var wait = failures.wait(key, address);
        if (wait.isPresent()) {
            return new Sessions.Attempt.TooMany(wait.get());
        }
        Optional<Caller> caller = signIn.token(token);
        if (caller.isEmpty()) {
            failures.failed(key, address);
            return new Sessions.Attempt.Refused();
        }
        failures.succeeded(key);
        return new Sessions.Attempt.SignedIn(identity.sessions().begin(caller.get()));
    }

    void end(Visit visit) throws SQLException {
        identity.sessions().signOut(visit.session());
    }
}
