package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Credentials;
import io.nightshift.server.signin.Credentials.Credential;
import io.nightshift.server.signin.Credentials.Kind;
import io.nightshift.server.signin.Identity;
import io.nightshift.server.signin.SignIn;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The users of the caller's organization and what they prove to be themselves with.
 *
 * <pre>
 * GET    /api/users                       all, with their roles
 * POST   /api/users                       {"username", "lastname", "firstname", "roles": ["Basic User"]}
 * POST   /api/users/{username}/roles      {"role": "Reader"}
 * POST   /api/users/{username}/password   {"password"}: an administrator any, everybody the own
 * GET    /api/tokens                      tokens and applications, without their secrets
 * POST   /api/tokens                      {"username", "name", "expireson"}: the token is shown once
 * POST   /api/applications                {"username", "name", "expireson"}: client id and secret, shown once
 * POST   /api/tokens/{id}/revoke          revokes a token or application, as does DELETE /api/tokens/{id}
 * </pre>
 *
 * <p>Users and roles are records: what the caller may do with them is what the caller's roles say. Tokens and applications
 * are for System Administrators.
 */
public final class PeopleApi extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(PeopleApi.class);
    private static final String API = "/api/";
    private static final Set<String> SUBJECTS = Set.of("users", "tokens", "applications");
    private static final Relationship ROLES = new Relationship("systemuserroles_association");

    private final SignIn signIn;
    private final Identity identity;
    private final Platform platform;

    /** The people of these organizations. */
    public PeopleApi(SignIn signIn, Identity identity, Platform platform) {
        this.signIn = signIn;
        this.identity = identity;
        this.platform = platform;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        List<String> segments =
                path.startsWith(API) ? List.of(path.substring(API.length()).split("/")) : List.of("");
        if (!SUBJECTS.contains(segments.getFirst())) {
            return false;
        }
        FrontDoor.send(answer(request, segments), request, response, callback);
        return true;
    }

    private Answer answer(Request request, List<String> path) {
        Optional<Caller> caller = signIn.caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (caller.isEmpty()) {
            return FrontDoor.notSignedIn(request);
        }
        try {
            ApiCall call = new ApiCall(
                    request.getMethod(), path, FrontDoor.query(request), FrontDoor.body(request), caller.get());
            return answer(call);
        } catch (ServiceFault fault) {
            return Answer.error(FrontDoor.status(fault), fault.hexCode(), fault.getMessage());
        } catch (OrganizationServiceFault fault) {
            if (fault.errorCode() == FaultCode.PRIVILEGE_DENIED.code()) {
                LOG.warn(
                        "Refused {} {} to {}.",
                        request.getMethod(),
                        String.join("/", path),
                        caller.get().name());
            }
            return Answer.error(status(fault.errorCode()), fault.hexCode(), fault.getMessage());
        } catch (HttpException.RuntimeException e) {
            return Answer.error(e.getCode(), ErrorCode.INVALID_ARGUMENT.hex(), e.getReason());
        } catch (SQLException | IOException e) {
            LOG.warn("{} /api/{} failed: {}", request.getMethod(), path.getFirst(), e.toString());
            return Answer.error(
                    503, ErrorCode.SQL_ERROR.hex(), "The database does not answer as it should; try again.");
        }
    }

    private static int status(int code) {
        if (code == FaultCode.PRIVILEGE_DENIED.code() || code == FaultCode.USER_DISABLED.code()) {
            return 403;
        }
        return code == FaultCode.OBJECT_DOES_NOT_EXIST.code() ? 404 : 400;
    }

    private Answer answer(ApiCall call) throws SQLException {
        String what =
                call.method() + " " + call.path().getFirst() + " " + call.path().size();
        return switch (what) {
            case "GET users 1" -> Answer.json(200, users(call.caller()));
            case "POST users 1" -> Answer.json(201, add(call));
            case "POST users 3" -> Answer.json(200, change(call));
            case "GET tokens 1" -> Answer.json(200, tokens(call.caller()));
            case "POST tokens 1" -> Answer.json(201, make(call, Kind.TOKEN));
            case "POST applications 1" -> Answer.json(201, make(call, Kind.APPLICATION));
            case "DELETE tokens 2", "POST tokens 3" -> Answer.json(200, revoke(call));
            default ->
                throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is nothing to " + call.method() + " at /api/" + String.join("/", call.path()) + ".");
        };
    }

    private OrganizationService service(Caller caller) {
        return platform.service(caller.organization(), caller.userId());
    }

    private ObjectNode users(Caller caller) {
        OrganizationService service = service(caller);
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        QueryExpression query = new QueryExpression("systemuser", "fullname", "domainname", "isdisabled")
                .orderBy("fullname", OrderType.ASCENDING);
        for (Entity user : service.retrieveMultiple(query).entities()) {
            value.addObject()
                    .put("id", String.valueOf(user.id()))
                    .put("username", user.get("domainname", String.class))
                    .put("name", user.get("fullname", String.class))
                    .put("disabled", Boolean.TRUE.equals(user.get("isdisabled", Boolean.class)));
        }
        return answer;
    }

    private ObjectNode add(ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("username", "lastname", "firstname", "roles"));
        OrganizationService service = service(call.caller());
        Organization organization = platform.organization(call.caller().organization());
        UUID id = service.create(new Entity("systemuser")
                .set("domainname", required(body, "username"))
                .set("lastname", required(body, "lastname"))
                .set("firstname", Json.text(body, "firstname"))
                .set("businessunitid", new EntityReference("businessunit", organization.rootBusinessUnitId())));
        for (JsonNode role : body.path("roles")) {
            give(service, id, role.asString(""));
        }
        return Json.object().put("id", id.toString());
    }

    private static void give(OrganizationService service, UUID user, String name) {
        List<Entity> roles = service.retrieveMultiple(
                        new QueryExpression("role").where("name", ConditionOperator.EQUAL, name))
                .entities();
        if (roles.size() != 1) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no role of that name; there are System Administrator,"
                    + " System Customizer, Basic User, Salesperson, Reader, and those of your own.");
        }
        service.associate("systemuser", user, ROLES, List.of(roles.getFirst().toEntityReference()));
    }

    private ObjectNode change(ApiCall call) throws SQLException {
        Caller user = user(call, call.path().get(1));
        ObjectNode body = call.object();
        switch (call.path().get(2)) {
            case "roles" -> give(service(call.caller()), user.userId(), required(body, "role"));
            case "password" -> {
                if (!user.userId().equals(call.caller().userId())) {
                    requireAdministrator(call.caller());
                }
                identity.passwords().set(user, required(body, "password"));
                LOG.info(
                        "{} has set the password of the user {}.", call.caller().name(), user.userId());
            }
            default -> throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("A user has roles and a password.");
        }
        return Json.object().put("id", user.userId().toString());
    }

    private Caller user(ApiCall call, String name) throws SQLException {
        return identity.user(call.caller().organization(), name)
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no user of that name who is not disabled; 'users list' shows all."));
    }

    private void requireAdministrator(Caller caller) throws SQLException {
        if (!identity.access(caller).isUnrestricted()) {
            throw FaultCode.PRIVILEGE_DENIED.fault("Only a System Administrator does this.");
        }
    }

    private ObjectNode tokens(Caller caller) throws SQLException {
        requireAdministrator(caller);
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        for (Credential credential : identity.credentials().list(caller.organization())) {
            value.addObject()
                    .put("id", credential.id().toString())
                    .put("kind", credential.kind().name().toLowerCase(Locale.ROOT))
                    .put("name", credential.name())
                    .put("userid", credential.userId().toString())
                    .put("createdon", credential.madeOn().toString())
                    .put("expireson", text(credential.expiresOn()))
                    .put("revokedon", text(credential.revokedOn()));
        }
        return answer;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private ObjectNode make(ApiCall call, Kind kind) throws SQLException {
        requireAdministrator(call.caller());
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("username", "name", "expireson"));
        Caller user = user(call, required(body, "username"));
        Instant expires = Json.time(body, "expireson");
        Caller named = new Caller(required(body, "name"), user.organization(), user.userId());
        Credentials.Made made = identity.credentials().make(kind, named, expires);
        LOG.info("{} has made the {} {} of the user {}.", call.caller().name(), kind, made.id(), user.userId());
        ObjectNode answer = Json.object();
        return kind == Kind.TOKEN
                ? answer.put("id", made.id().toString()).put("token", made.secret())
                : answer.put("client_id", made.id().toString()).put("client_secret", made.secret());
    }

    private ObjectNode revoke(ApiCall call) throws SQLException {
        requireAdministrator(call.caller());
        if (call.path().size() == 3 && !call.path().get(2).equals("revoke")) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("A token can be revoked, nothing else.");
        }
        UUID id = ApiCall.id(call.path().get(1));
        if (!identity.credentials().revoke(call.caller().organization(), id)) {
            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no token or application " + id + " that is still good.");
        }
        LOG.info("{} has revoked {}.", call.caller().name(), id);
        return Json.object().put("id", id.toString());
    }

    private static String required(ObjectNode body, String name) {
        String text = Json.text(body, name);
        if (text == null || text.isBlank()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Give '" + name + "'.");
        }
        return text;
    }
}
