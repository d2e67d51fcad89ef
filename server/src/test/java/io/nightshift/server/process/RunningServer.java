package io.nightshift.server.process;

import io.nightshift.execution.AsyncService;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.configuration.Configuration;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole server in the process of the test, on a database of its own, and a client that is signed in. */
public final class RunningServer implements AutoCloseable {

    private static final String ORGANIZATION = "contoso";
    private static final String API = "/api/data/v9.2/";

    private final NightshiftServer server;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningServer(NightshiftServer server, String token) {
        this.server = server;
        this.token = token;
    }

    public static RunningServer start(
            TestDatabase database, Path data, Map<String, String> flags, Consumer<AsyncService> handlers)
            throws IOException {
        Map<String, String> all = new HashMap<>(flags(database, data));
        all.putAll(flags);
        NightshiftServer server = NightshiftServer.start(
                Configuration.read(all, Map.of()), (service, platform) -> handlers.accept(service));
        return new RunningServer(
                server, Files.readString(data.resolve("cli.token")).strip());
    }

    /** The flags of a server on this database and folder, on any port, with a lease that no pause of the machine outlasts. */
    public static Map<String, String> flags(TestDatabase database, Path data) {
        return Map.of(
                "--data", data.toString(),
                "--http-port", "0",
                "--database-url", database.jdbcUrl(),
                "--database-user", database.user(),
                "--database-password", database.password(),
                "--lease", "1m",
                "--drain", "1s");
    }

    public NightshiftServer server() {
        return server;
    }

    public AsyncService service() {
        return server.service();
    }

    public URI uri() {
        return server.uri();
    }

    public String token() {
        return token;
    }

    /** An answer with its body as JSON. */
    public record Reply(int status, JsonNode body, HttpResponse<String> raw) {

        /** The code in the error of the answer. */
        public String errorCode() {
            return body.path("error").path("code").asString("");
        }
    }

    public Reply get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    public Reply post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request without a token. */
    public HttpRequest.Builder stranger(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path));
    }

    public HttpRequest.Builder request(String path) {
        return stranger(path).header("Authorization", "Bearer " + token);
    }

    public Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json = answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
        JsonNode body = json && !answer.body().isEmpty()
                ? JsonMapper.shared().readTree(answer.body())
                : JsonMapper.shared().missingNode();
        return new Reply(answer.statusCode(), body, answer);
    }

    /** Answers a function of ours, or one of Dynamics. */
    public Reply call(String function) throws IOException, InterruptedException {
        return get(API + function);
    }

    /** Answers an action. */
    public Reply act(String action, String body) throws IOException, InterruptedException {
        return post(API + action, body);
    }

    /** Enqueues and returns the id. */
    public String enqueue(String operation) throws IOException, InterruptedException {
        return act("Nightshift.Enqueue", "{\"Operation\":" + operation + "}")
                .body()
                .path("AsyncOperationId")
                .asString();
    }

    /** What the service tells of an operation: itself, its data and its result. */
    public JsonNode details(String id) throws IOException, InterruptedException {
        return call("asyncoperations(" + id + ")/Nightshift.Details()").body();
    }

    /** Makes a user with a role of the standard ones. */
    public void user(String name, String role) {
        OrganizationService service =
                server.platform().service(ORGANIZATION, Organization.administratorId(ORGANIZATION));
        EntityReference unit = service.retrieveMultiple(new QueryExpression("businessunit"))
                .entities()
                .getFirst()
                .toEntityReference();
        UUID user = service.create(new Entity("systemuser")
                .set("domainname", name)
                .set("lastname", name)
                .set("businessunitid", unit));
        EntityReference found = service.retrieveMultiple(
                        new QueryExpression("role").where("name", ConditionOperator.EQUAL, role))
                .entities()
                .getFirst()
                .toEntityReference();
        service.associate("systemuser", user, new Relationship("systemuserroles_association"), List.of(found));
    }

    /** The operation as it stands. */
    public JsonNode operation(String id) throws IOException, InterruptedException {
        return details(id).path("Operation");
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
