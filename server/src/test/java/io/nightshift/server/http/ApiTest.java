package io.nightshift.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The API behind the command line, over real HTTP on a real database. */
class ApiTest {

    private static final String UNKNOWN_ID = "019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11";
    private static final Semaphore GATE = new Semaphore(0);

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(
                database,
                data,
                Map.of(),
                service -> service.handle("gate", context -> {
                    context.log("at the gate");
                    while (!GATE.tryAcquire(10, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                        context.saveCheckpoint("here", 50, "half way", null);
                    }
                    return Outcome.succeeded("{\"through\":true}");
                }));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static JsonNode show(String id) throws IOException, InterruptedException {
        return server.get("/api/operations/" + id).body();
    }

    private static void awaitStatus(String id, int status) {
        await().until(() -> show(id).path("statuscode").asInt() == status);
    }

    private static JsonNode move(String move, String... ids) throws IOException, InterruptedException {
        String list = "\"" + String.join("\",\"", ids) + "\"";
        return server.post(
                        "/api/operations/move",
                        "{\"move\":\"" + move + "\",\"ids\":[" + list + "],\"reason\":\"test\"}")
                .body()
                .path("results");
    }

    @Test
    void anOperationIsEnqueuedRunAndShown() throws Exception {
        Reply enqueued =
                server.post("/api/operations", "{\"messagename\":\"noop\",\"name\":\"n\",\"data\":{\"a\":[1]}}");
        assertThat(enqueued.status()).isEqualTo(201);
        String id = enqueued.body().path("asyncoperationid").asString();
        awaitStatus(id, 30);

        JsonNode shown = show(id);
        assertThat(shown.path("name").asString()).isEqualTo("n");
        assertThat(shown.path("data").asString()).isEqualTo("{\"a\":[1]}");
        assertThat(shown.path("result").asString()).isEqualTo("{\"a\":[1]}");
        assertThat(shown.path("statecode").asInt()).isEqualTo(3);
        assertThat(shown.path("state").asString()).isEqualTo("Completed");
        assertThat(shown.path("organization").asString()).isEqualTo("contoso");
    }

    @Test
    void aRunningOperationIsPausedResumedAndFinished() throws Exception {
        String id = server.enqueue("{\"messagename\":\"gate\"}");
        awaitStatus(id, 20);
        assertThat(move("pause", id).get(0).path("outcome").asString()).isEqualTo("moved");
        await().until(() -> show(id).path("cause").asString("").equals("Paused")
                && show(id).path("statuscode").asInt() == 10);
        assertThat(move("pause", id).get(0).path("outcome").asString()).isEqualTo("unchanged");
        assertThat(move("resume", id).get(0).path("outcome").asString()).isEqualTo("moved");
        awaitStatus(id, 20);
        GATE.release();
        awaitStatus(id, 30);

        JsonNode shown = show(id);
        assertThat(shown.path("progress").asInt()).isEqualTo(50);
        assertThat(shown.path("attempts")).isNotEmpty();
        assertThat(shown.path("log").toString()).contains("at the gate", "administrator (command line)", "test");
        assertThat(shown.path("result").asString()).isEqualTo("{\"through\":true}");
    }

    @Test
    void movesAnswerForEachId() throws Exception {
        String waiting = server.enqueue("{\"messagename\":\"noop\",\"postponeuntil\":\"2999-01-01T00:00:00Z\"}");
        String done = server.enqueue("{\"messagename\":\"noop\"}");
        awaitStatus(done, 30);

        JsonNode results = move("cancel", waiting, done, UNKNOWN_ID);
        assertThat(results.get(0).path("outcome").asString()).isEqualTo("moved");
        assertThat(results.get(0).path("statuscode").asInt()).isEqualTo(32);
        assertThat(results.get(1).path("error").path("code").asString()).isEqualTo("0x80044165");
        assertThat(results.get(2).path("error").path("code").asString()).isEqualTo("0x80040217");
        assertThat(move("delete", waiting).get(0).path("outcome").asString()).isEqualTo("deleted");
        assertThat(server.get("/api/operations/" + waiting).status()).isEqualTo(404);
    }

    @Test
    void aCompletedOperationIsRunAgainAsANewOne() throws Exception {
        String id = server.enqueue("{\"messagename\":\"noop\",\"data\":\"text\"}");
        awaitStatus(id, 30);
        String again = move("rerun", id).get(0).path("newasyncoperationid").asString();
        awaitStatus(again, 30);
        assertThat(show(again).path("parentid").asString()).isEqualTo(id);
        assertThat(show(again).path("result").asString()).isEqualTo("text");
        assertThat(move("rerun", UNKNOWN_ID).get(0).path("error").path("code").asString())
                .isEqualTo("0x80040217");
    }

    @Test
    void postponingTakesATimeOrALength() throws Exception {
        String id = server.enqueue("{\"messagename\":\"nobody\"}");
        String ids = "\"ids\":[\"" + id + "\"]";
        String path = "/api/operations/move";
        assertThat(server.post(path, "{\"move\":\"postpone\"," + ids + ",\"for\":\"PT2H\"}")
                        .status())
                .isEqualTo(200);
        assertThat(show(id).path("cause").asString()).isEqualTo("Postponed");
        server.post(path, "{\"move\":\"postpone\"," + ids + ",\"until\":\"2999-01-01T01:00:00+01:00\"}");
        assertThat(show(id).path("postponeuntil").asString()).isEqualTo("2999-01-01T00:00:00Z");
        Reply past = server.post(path, "{\"move\":\"postpone\"," + ids + ",\"until\":\"1999-01-01T00:00:00Z\"}");
        assertThat(past.raw().body()).contains("0x80040203");
        assertThat(show(id).path("postponeuntil").asString()).isEqualTo("2999-01-01T00:00:00Z");
    }

    @Test
    void whatNobodyHandlesExplainsItself() throws Exception {
        String id = server.enqueue("{\"messagename\":\"nobody\"}");
        JsonNode explained = server.get("/api/operations/" + id + "/explain").body();
        assertThat(explained.path("explanations").get(0).path("kind").asString())
                .isEqualTo("NO_HANDLER");
        assertThat(explained.path("explanations").get(0).path("sentence").asString())
                .contains("nobody");
    }

    @Test
    void listsArePagedByKey() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(server.enqueue("{\"messagename\":\"paged\",\"dependencytoken\":\"lane\"}"));
        }
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonNode page =
                    server.get("/api/operations?message=paged&limit=3" + after).body();
            page.path("value")
                    .forEach(one -> listed.add(one.path("asyncoperationid").asString()));
            after = page.path("next").isNull()
                    ? ""
                    : "&after=" + page.path("next").asString();
        } while (!after.isEmpty());
        assertThat(listed).isEqualTo(made);
        assertThat(server.get("/api/operations?token=lane&state=ready,suspended&name=AGE")
                        .body()
                        .path("value"))
                .hasSize(7);
        assertThat(server.get("/api/operations?token=lane&status=failed").body().path("value"))
                .isEmpty();
    }

    @Test
    void aSeriesIsListedAsOne() throws Exception {
        String id = server.enqueue("""
                {"messagename":"nobody","recurrencepattern":"FREQ=DAILY;","timezone":"Europe/Berlin",
                 "recurrencestarttime":"2999-01-01T00:00:00Z"}""");
        assertThat(show(id).path("cause").asString()).isEqualTo("Series");
        assertThat(server.get("/api/operations?series=true").body().toString()).contains(id);
    }

    @Test
    void theSameKeyReturnsTheFirst() throws Exception {
        String body = "{\"messagename\":\"noop\",\"key\":\"only-once\"}";
        assertThat(server.enqueue(body)).isEqualTo(server.enqueue(body));
        Reply refused = server.post("/api/operations", body.replace("}", ",\"onduplicate\":\"refuse\"}"));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.errorCode()).isEqualTo("0x80040237");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 400 | 0x80040203",
                "[]                                                        | 400 | 0x80040203",
                "{\"messagename\":                                         | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"messagename\":\"other\"}      | 400 | 0x80040203",
                "{\"mesagename\":\"noop\"}                                 | 400 | 0x80040203",
                "{\"messagename\":7}                                       | 400 | 0x80040203",
                "{\"operationtype\":4711}                                  | 400 | 0x80044303",
                "{\"operationtype\":\"10\"}                                | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"postponeuntil\":\"soon\"}     | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"recurrencepattern\":\"FREQ\"} | 400 | 0x8004E100",
                "{\"messagename\":\"noop\",\"timezone\":\"UTC\"}           | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"kept\":\"sometimes\"}         | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"organization\":\"nobody\"}    | 404 | 0x80040217",
                "{\"messagename\":\"noop\",\"asyncoperationid\":\"7\"}     | 400 | 0x80040203"
            })
    void badInputGetsItsCode(String body, int status, String code) throws Exception {
        Reply reply = server.post("/api/operations", body);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().path("error").path("message").asString()).isNotBlank();
    }

    @Test
    void aTokenThatIsTooLongIsRefused() throws Exception {
        Reply reply = server.post(
                "/api/operations", "{\"messagename\":\"noop\",\"dependencytoken\":\"" + "x".repeat(257) + "\"}");
        assertThat(reply.errorCode()).isEqualTo("0x80040203");
    }

    @Test
    void dataAndBodiesHaveTheirLimits() throws Exception {
        String tooMuchData = "{\"messagename\":\"noop\",\"data\":\"" + "x".repeat(16 * 1024 * 1024 + 1) + "\"}";
        Reply refused = server.post("/api/operations", tooMuchData);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("0x80040203");
        Reply tooLarge = server.post("/api/operations", " ".repeat(FrontDoor.MAX_BODY_BYTES + 1));
        assertThat(tooLarge.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/operations/7, 400",
        "/api/operations/" + UNKNOWN_ID + ", 404",
        "/api/operations/" + UNKNOWN_ID + "/explain, 404",
        "/api/operations?state=asleep, 400",
        "/api/operations?type=4711, 400",
        "/api/operations?limit=0, 400",
        "/api/operations?limit=many, 400",
        "/api/operations?after=7, 400",
        "/api/operations?created-from=yesterday, 400",
        "/api/operations?organization=nobody, 404",
        "/api/stats?organization=nobody, 404",
        "/api/elsewhere, 404",
        "/elsewhere, 404"
    })
    void badQuestionsAreAnsweredInTheSameShape(String path, int status) throws Exception {
        Reply reply = server.get(path);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.errorCode()).startsWith("0x8004");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"move\":\"explode\",\"ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"move\":\"cancel\"}",
                "{\"move\":\"cancel\",\"ids\":[]}",
                "{\"move\":\"cancel\",\"ids\":[7]}",
                "{\"move\":\"postpone\",\"ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"move\":\"postpone\",\"ids\":[\"" + UNKNOWN_ID + "\"],\"for\":\"2 hours\"}",
                "{\"move\":\"cancel\",\"ids\":[\"" + UNKNOWN_ID + "\"],\"for\":\"PT2H\"}"
            })
    void badMovesAreRefusedWhole(String body) throws Exception {
        Reply reply = server.post("/api/operations/move", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("0x80040203");
    }

    @Test
    void statsAndNodesTellOfThisNode() throws Exception {
        server.enqueue("{\"messagename\":\"nobody\"}");
        JsonNode stats = server.get("/api/stats").body();
        assertThat(stats.path("counts").toString()).contains("\"status\":\"Waiting For Resources\"");
        assertThat(stats.path("node").path("ready").asBoolean()).isTrue();
        JsonNode nodes = server.get("/api/nodes").body();
        assertThat(nodes.path("value").get(0).path("handlers").toString())
                .contains("message:gate", "message:http", "message:noop");
    }
}
