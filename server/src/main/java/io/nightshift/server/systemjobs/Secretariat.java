package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Author;
import io.nightshift.sdk.FaultCode;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Credentials.Kind;
import io.nightshift.server.signin.Credentials.Made;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * Gives and ends what users prove to be themselves with: passwords, tokens, applications. For System Administrators; each act
 * stands in the log of the service, and no secret does.
 */
final class Secretariat {

    private final Site site;

    Secretariat(Site site) {
        this.site = site;
    }

    /** Whether the visitor may do any of this. */
    boolean mayGive(PageCall call) throws SQLException {
        return site.identity().access(call.visitor().caller()).isUnrestricted();
    }

    private void require(PageCall call) throws SQLException {
        if (!mayGive(call)) {
            throw FaultCode.PRIVILEGE_DENIED.fault("Only a System Administrator gives tokens and passwords.");
        }
    }

    /** Makes a token or an application of a user; its secret is told once, on the next page. */
    Reply make(PageCall call) throws SQLException {
        require(call);
        Kind kind = call.form().has("kind", "application") ? Kind.APPLICATION : Kind.TOKEN;
        Caller user = user(call);
        String name = call.form().one("name");
        if (name == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Give it a name, by which it is known when it is to be revoked.");
        }
        String until = call.form().one("until");
        Instant expires =
                until == null ? null : GridQuery.time(until, call.visitor().zone());
        Made made =
                site.identity().credentials().make(kind, new Caller(name, user.organization(), user.userId()), expires);
        log(
                call,
                "made the " + kind.name().toLowerCase(java.util.Locale.ROOT) + " '" + name + "' of the user '"
                        + call.form().one("username", "") + "'");
        return call.done(
                Notice.done(
                        kind == Kind.TOKEN
                                ? Texts.ENGLISH.of("people.token.made", made.secret())
                                : Texts.ENGLISH.of("people.application.made", made.id(), made.secret())),
                "/administration");
    }

    /** Ends a token or an application for good. */
    Reply revoke(PageCall call) throws SQLException {
        require(call);
        UUID id = PageCall.id(call.form().one("credential", ""));
        String name = site.identity().credentials().list(call.organization()).stream()
                .filter(credential -> credential.id().equals(id))
                .map(credential -> credential.name())
                .findFirst()
                .orElse(id.toString());
        if (!site.identity().credentials().revoke(call.organization(), id)) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                    "'" + name + "' is not good any more: somebody may have revoked it already.");
        }
        log(call, "revoked the token or application '" + name + "'");
        return call.done(Notice.done(Texts.ENGLISH.of("people.revoked", name)), "/administration");
    }

    /** Gives a user another password, which ends the user's sessions. */
    Reply password(PageCall call) throws SQLException {
        require(call);
        Caller user = user(call);
        site.identity().passwords().set(user, call.form().one("password", ""));
        String name = call.form().one("username", "");
        log(call, "set the password of the user '" + name + "'");
        return call.done(Notice.done(Texts.ENGLISH.of("people.password.set", name)), "/administration");
    }

    private Caller user(PageCall call) throws SQLException {
        return site.identity()
                .user(call.organization(), call.form().one("username", ""))
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no user of that name in " + call.organization() + " who is not disabled."));
    }

    private void log(PageCall call, String message) throws SQLException {
        site.service()
                .queue()
                .serviceLog()
                .add(
                        call.organization(),
                        new Author(call.visitor().name(), call.form().one("reason")),
                        message);
    }
}
