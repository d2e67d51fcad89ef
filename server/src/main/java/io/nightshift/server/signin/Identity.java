package io.nightshift.server.signin;

import com.nimbusds.jwt.SignedJWT;
import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import io.nightshift.platform.Platform;
import io.nightshift.platform.security.Access;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Everything by which callers prove who they are, on one database. Thread-safe. */
public final class Identity {

    private final Platform platform;
    private final Users users;
    private final Credentials credentials;
    private final AccessTokens accessTokens;
    private final Passwords passwords;
    private final Failures failures;
    private final Sessions sessions;
    private @Nullable ExternalIssuer external;

    /** On the database of this platform; its tables are made when they are not there. */
    public Identity(DataSource dataSource, Platform platform, ServiceClock clock) throws SQLException {
        Database database = new Database(dataSource);
        SignInTables.make(database);
        this.platform = platform;
        this.users = new Users(platform);
        this.credentials = new Credentials(database, clock);
        this.accessTokens = new AccessTokens(database, credentials, clock);
        this.passwords = new Passwords(database, clock);
        this.failures = new Failures(clock::nanos);
        this.sessions = new Sessions(database, clock, users, passwords, failures);
    }

    /**
     * Trusts an issuer of OpenID Connect for the users of an organization; before the first request.
     *
     * @param claim the claim that names the user: {@code oid} the object id, any other the user name
     */
    public void trust(String issuer, String audience, URI keys, String claim, String organization) {
        this.external =
                new ExternalIssuer(new ExternalIssuer.Trust(issuer, audience, keys, claim, organization), users);
    }

    /** Bearer tokens and applications. */
    public Credentials credentials() {
        return credentials;
    }

    /** The tokens that applications get for their secret. */
    public AccessTokens accessTokens() {
        return accessTokens;
    }

    /** The passwords of people. */
    public Passwords passwords() {
        return passwords;
    }

    /** People who have signed in. */
    public Sessions sessions() {
        return sessions;
    }

    /** Failed attempts. */
    public Failures failures() {
        return failures;
    }

    /** The user of this name, if there is one who is not disabled. */
    public Optional<Caller> user(String organization, String name) throws SQLException {
        return users.by(organization, "domainname", name);
    }

    /** What a caller may do. */
    public Access access(Caller caller) throws SQLException {
        return platform.access(caller.organization(), caller.userId());
    }

    Optional<Caller> external(SignedJWT token) throws SQLException {
        return external == null ? Optional.empty() : external.caller(token);
    }
}
