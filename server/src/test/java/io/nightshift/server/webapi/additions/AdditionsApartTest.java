package io.nightshift.server.webapi.additions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import io.nightshift.server.webapi.metadata.OperationSignature;
import io.nightshift.server.webapi.metadata.OperationSignature.Kind;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reaches what by our additions: nobody another organization's jobs, and nobody but operators the service itself. */
class AdditionsApartTest {

    private static final String API = "/api/data/v9.2/";
    private static final String SECRET = "a secret of contoso";
    private static final String HEADER = Additions.ORGANIZATION;

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;
    private static String job;
    private static String stranger;
    private static String reader;
    private static String basic;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(database, data, Map.of(), service -> {});
        job = server.enqueue("{\"messagename\":\"nobody\",\"name\":\"" + SECRET + "\",\"data\":\"" + SECRET
                + "\",\"recurrencepattern\":\"FREQ=DAILY\",\"recurrencestarttime\":\"2999-01-01T00:00:00Z\"}");
        server.service().queue().organizations().create("fabrikam");
        server.server().platform().service("fabrikam", Organization.administratorId("fabrikam"));
        // The administrator of another organization, with every privilege there is in it.
        stranger = token("Administrator", HEADER, "fabrikam");
        server.user("rita", "Reader");
        reader = token("rita");
        server.user("bob", "Basic User");
        basic = token("bob");
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static String token(String user, String... headers) throws Exception {
        HttpRequest.Builder request = server.request(API + "Nightshift.MakeToken")
                .POST(BodyPublishers.ofString("{\"UserName\":\"" + user + "\",\"Name\":\"test\"}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        Reply made = server.send(request);
        assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
        return made.body().path("Token").asString();
    }

    private static Reply as(String token, String address, String body, String... headers) throws Exception {
        HttpRequest.Builder request = server.stranger(API + address).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(body == null ? request.GET() : request.POST(BodyPublishers.ofString(body)));
    }

    /** An address of each of ours, and the body of those that have one. */
    private static Map<String, String> tries() {
        Map<String, String> bodies = new TreeMap<>(Map.of(
                "Move", "{\"Move\":\"cancel\",\"Ids\":[\"" + job + "\"]}",
                "MoveAll", "{\"Move\":\"cancel\",\"Everything\":true}",
                "EditRecurrence", "{\"RecurrencePattern\":\"FREQ=HOURLY\"}",
                "Enqueue", "{\"Operation\":{\"messagename\":\"noop\"}}",
                "PlaceHold", "{\"AllOrganizations\":true}",
                "LiftHold", "{\"Hold\":1}",
                "SetLimit", "{\"Most\":1}",
                "RemoveLimit", "{\"Limit\":1}",
                "SetWeight", "{\"Name\":\"contoso\",\"Weight\":1000}"));
        bodies.put("PauseService", "{\"AllOrganizations\":true}");
        bodies.put("DrainNode", "{\"Node\":\"" + server.service().nodeName() + "\"}");
        bodies.put("ResumeNode", "{\"Node\":\"" + server.service().nodeName() + "\"}");
        bodies.put("MakeToken", "{\"UserName\":\"rita\",\"Name\":\"taken\"}");
        bodies.put("MakeApplication", "{\"UserName\":\"rita\",\"Name\":\"taken\"}");
        bodies.put("RevokeToken", "{\"Id\":\"" + job + "\"}");
        bodies.put("SetPassword", "{\"UserName\":\"rita\",\"Password\":\"long enough for all\"}");
        return bodies;
    }

    private static Set<OperationSignature> ours() {
        Set<String> names = new TreeSet<>(new Additions(server.service(), null).names());
        Set<OperationSignature> ours = OperationSignature.all().values().stream()
                .filter(each -> each.name().startsWith(Additions.NAMESPACE) && names.contains(each.message()))
                .collect(Collectors.toSet());
        assertThat(ours.stream().map(OperationSignature::message))
                .as("each has its signature")
                .containsExactlyInAnyOrderElementsOf(names);
        return ours;
    }

    private static Reply tried(OperationSignature signature, String token, String... headers) throws Exception {
        boolean function = signature.kind() == Kind.FUNCTION;
        String address = (signature.boundTo() == null ? "" : "asyncoperations(" + job + ")/") + signature.name();
        return as(
                token,
                address + (function ? "()" : ""),
                function ? null : tries().getOrDefault(signature.message(), "{}"),
                headers);
    }

    @Test
    void noneOfOursReachesAnotherOrganizationOrTheService() throws Exception {
        String before = server.details(job).toString();
        for (OperationSignature signature : ours()) {
            Reply answer = tried(signature, stranger);
            assertThat(answer.raw().body()).as(signature.name()).doesNotContain(SECRET);
            if (signature.boundTo() != null) {
                assertThat(answer.status()).as(signature.name()).isEqualTo(404);
            }
            Reply led = tried(signature, stranger, HEADER, "contoso");
            assertThat(led.status()).as(signature.name()).isEqualTo(403);
            assertThat(tried(signature, stranger, HEADER, "no such").raw().body())
                    .as("nobody learns which organizations there are")
                    .isEqualTo(led.raw().body());
        }
        assertThat(server.details(job).toString().replaceAll("\"Now\":\"[^\"]*\"", ""))
                .isEqualTo(before.replaceAll("\"Now\":\"[^\"]*\"", ""));
        // Moving all of its own organization holds that one meanwhile.
        assertThat(server.call("Nightshift.Holds()").body().path("value"))
                .allSatisfy(hold ->
                        assertThat(hold.path("Organization").asString("")).isEqualTo("fabrikam"));
        assertThat(server.call("Nightshift.Limits()").body().path("value")).isEmpty();
        assertThat(server.call("Nightshift.Nodes()")
                        .body()
                        .path("value")
                        .get(0)
                        .path("Draining")
                        .booleanValue())
                .isFalse();
    }

    /** Reading is for who may read, moving for who may write, commanding for operators. */
    @Test
    void rolesDecideWithinAnOrganization() throws Exception {
        assertThat(as(reader, "asyncoperations(" + job + ")/Nightshift.Details()", null)
                        .raw()
                        .body())
                .contains(SECRET);
        assertThat(as(reader, "Nightshift.Find()", null).raw().body()).contains(SECRET);
        assertThat(as(reader, "Nightshift.Statistics()", null).status()).isEqualTo(200);
        assertThat(as(reader, "Nightshift.Nodes()", null).status()).isEqualTo(403);
        assertThat(as(reader, "asyncoperations(" + job + ")/Nightshift.RunNow", "{}")
                        .status())
                .isEqualTo(403);
        Reply refused = as(reader, "Nightshift.Move", "{\"Move\":\"cancel\",\"Ids\":[\"" + job + "\"]}");
        assertThat(refused.body()
                        .path("value")
                        .get(0)
                        .path("error")
                        .path("code")
                        .asString())
                .isEqualTo("0x80040220");
        assertThat(as(reader, "Nightshift.MoveAll", "{\"Move\":\"cancel\",\"Everything\":true}")
                        .status())
                .isEqualTo(403);
        String found = "{\"Move\":\"cancel\",\"Filter\":\"messagename eq 'nobody'\"}";
        assertThat(moved(reader, found))
                .as("seen, and not to be moved")
                .startsWith("0 moved, 0 unchanged, 1 refused (0x80040220");
        assertThat(moved(basic, found)).as("not seen").isEqualTo("0 moved, 0 unchanged, 0 refused, 0 vanished.");
        Reply forged = server.send(server.request(API + "asyncoperations")
                .POST(BodyPublishers.ofString(
                        "{\"messagename\":\"nightshift.BulkMove\",\"data\":\"move=cancel&author=nobody\"}")));
        assertThat(forged.errorCode()).as(forged.raw().body()).isEqualTo("0x80040203");
        assertThat(as(basic, "Nightshift.MoveAll", "{\"Move\":\"cancel\",\"Conditions\":{\"type\":10}}")
                        .status())
                .as("nobody holds a type who may not move all of it")
                .isEqualTo(403);
        assertThat(as(basic, "Nightshift.Find()", null).raw().body()).doesNotContain(SECRET);
        assertThat(as(basic, "Nightshift.Statistics()", null).status()).isEqualTo(403);
        assertThat(as(basic, "asyncoperations(" + job + ")/Nightshift.Details()", null)
                        .status())
                .isIn(403, 404);
    }

    /** What the operation has come to that somebody's move of all has become, as who may see everything sees it. */
    private static String moved(String token, String body) throws Exception {
        Reply asked = as(token, "Nightshift.MoveAll", body);
        String details =
                "asyncoperations(" + asked.body().path("AsyncOperationId").asString() + ")/Nightshift.Details()";
        await().until(() ->
                server.call(details).body().path("Operation").path("statecode").asInt() == 3);
        return server.call(details).body().path("Result").asString();
    }

    @Test
    void anOperatorWorksInAnotherOrganization() throws Exception {
        HttpRequest.Builder request = server.request(API + "Nightshift.Enqueue")
                .header(HEADER, "fabrikam")
                .POST(BodyPublishers.ofString("{\"Operation\":{\"messagename\":\"nobody\"}}"));
        String there = server.send(request).body().path("AsyncOperationId").asString();
        assertThat(as(stranger, "asyncoperations(" + there + ")/Nightshift.Details()", null)
                        .body()
                        .path("Operation")
                        .path("organization")
                        .asString())
                .isEqualTo("fabrikam");
        assertThat(server.call("asyncoperations(" + there + ")/Nightshift.Details()")
                        .status())
                .as("from the first organization")
                .isEqualTo(404);
        assertThat(server.send(server.request(API + "accounts").header(HEADER, "nowhere"))
                        .errorCode())
                .isEqualTo("0x80040217");
    }
}
