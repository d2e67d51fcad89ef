package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.ServiceLog;
import io.nightshift.sdk.FaultCode;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Credentials;
import io.nightshift.server.signin.Credentials.Credential;
import io.nightshift.server.signin.Credentials.Kind;
import io.nightshift.server.signin.Identity;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the users of the caller's organization prove to be themselves with; the users are records. Tokens and applications
 * are for System Administrators.
 */
final class SignInAdditions {

    private static final Logger LOG = LoggerFactory.getLogger(SignInAdditions.class);

    private final Identity identity;
    private final ServiceLog log;

    private SignInAdditions(Identity identity, ServiceLog log) {
        this.identity = identity;
        this.log = log;
    }

    static Map<String, Addition> of(Identity identity, ServiceLog log) {
        SignInAdditions additions = new SignInAdditions(identity, log);
        Map<String, Addition> all = new LinkedHashMap<>();
        all.put("Tokens", additions::tokens);
        all.put("MakeToken", asked -> additions.make(asked, Kind.TOKEN));
        all.put("MakeApplication", asked -> additions.make(asked, Kind.APPLICATION));
        all.put("RevokeToken", additions::revoke);
        all.put("SetPassword", additions::setPassword);
        return all;
    }

    private static void requireAdministrator(Asked asked) {
        if (!asked.asker().access().get().isUnrestricted()) {
            throw FaultCode.PRIVILEGE_DENIED.fault("Only a System Administrator does this.");
        }
    }

    /** Tokens and applications, without their secrets. */
    private ObjectNode tokens(Asked asked) throws SQLException {
        requireAdministrator(asked);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (Credential credential : identity.credentials().list(asked.organization())) {
            value.addObject()
                    .put("Id", credential.id().toString())
                    .put("Kind", Words.word(credential.kind()))
                    .put("Name", credential.name())
                    .put("UserId", credential.userId().toString())
                    .put("CreatedOn", OperationJson.text(credential.madeOn()))
                    .put("ExpiresOn", OperationJson.text(credential.expiresOn()))
                    .put("RevokedOn", OperationJson.text(credential.revokedOn()));
        }
        return answer;
    }

    private Caller user(Asked asked) throws SQLException {
        return identity.user(asked.organization(), asked.required("UserName"))
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no user of that name who is not disabled; systemusers has all."));
    }

    /** The secret is shown this once. */
    private ObjectNode make(Asked asked, Kind kind) throws SQLException {
        requireAdministrator(asked);
        Caller user = user(asked);
        Caller named = new Caller(asked.required("Name"), user.organization(), user.userId());
        Credentials.Made made = identity.credentials().make(kind, named, asked.time("ExpiresOn"));
        LOG.info("{} has made the {} {} of the user {}.", name(asked), kind, made.id(), user.userId());
        log.add(
                asked.organization(),
                asked.author(),
                "made the " + Words.word(kind) + " '" + named.name() + "' of the user '" + asked.required("UserName")
                        + "'");
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        return kind == Kind.TOKEN
                ? answer.put("Id", made.id().toString()).put("Token", made.secret())
                : answer.put("ClientId", made.id().toString()).put("ClientSecret", made.secret());
    }

    private static String name(Asked asked) {
        return asked.asker().caller().name();
    }

    private ObjectNode revoke(Asked asked) throws SQLException {
        requireAdministrator(asked);
        UUID id = asked.request().get("Id", UUID.class);
        if (id == null) {
            throw Asked.missing("Id");
        }
        if (!identity.credentials().revoke(asked.organization(), id)) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no token or application " + id + " that is still good.");
        }
        LOG.info("{} has revoked {}.", name(asked), id);
        log.add(asked.organization(), asked.author(), "revoked the token or application " + id);
        return JsonNodeFactory.instance.objectNode().put("Id", id.toString());
    }

    /** An administrator sets any password, everybody the own. */
    private ObjectNode setPassword(Asked asked) throws SQLException {
        Caller user = user(asked);
        // On behalf of another nobody changes that one's password as if it were the own.
        if (!user.userId().equals(asked.asker().caller().userId())) {
            requireAdministrator(asked);
        }
        identity.passwords().set(user, asked.required("Password"));
        LOG.info("{} has set the password of the user {}.", name(asked), user.userId());
        log.add(
                asked.organization(),
                asked.author(),
                "set the password of the user '" + asked.required("UserName") + "'");
        return JsonNodeFactory.instance.objectNode().put("Id", user.userId().toString());
    }
}
