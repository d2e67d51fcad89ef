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
    void aSeriesIsEditedPreviewedAndRunNow() throws Exception {
        String id = server.enqueue("""
                {"messagename":"nobody","recurrencepattern":"FREQ=DAILY;","recurrencestarttime":"2999-01-01T00:00:00Z"}""");
        String ids = "\"ids\":[\"" + id + "\",\"" + UNKNOWN_ID + "\"]";
        JsonNode edited = server.post(
                        "/api/operations/recurrence",
                        "{" + ids
                                + ",\"recurrencepattern\":\"FREQ=MONTHLY\",\"timezone\":\"Europe/Berlin\",\"overlap\":\"queue\"}")
                .body()
                .path("results");
        assertThat(edited.get(0).path("outcome").asString()).isEqualTo("moved");
        assertThat(edited.get(1).path("error").path("code").asString()).isEqualTo("0x80040217");
        JsonNode preview =
                server.get("/api/operations/" + id + "/preview?most=2").body();
        assertThat(preview.path("dates").toString()).isEqualTo("[\"2999-01-01T00:00:00Z\",\"2999-02-01T00:00:00Z\"]");
        JsonNode made = move("run-now", id).get(0);
        assertThat(show(made.path("newasyncoperationid").asString())
                        .path("parentid")
                        .asString())
                .isEqualTo(id);
        assertThat(show(id).path("log").toString()).contains("edit recurrence, pattern FREQ=DAILY; to FREQ=MONTHLY");

        for (String bad : List.of(
                "{" + ids + "}",
                "{" + ids + ",\"overlap\":\"sometimes\"}",
                "{" + ids + ",\"timezone\":\"Mars/Olympus\"}",
                "{" + ids + ",\"recurrencepattern\":\"FREQ=DALY\"}",
                "{" + ids + ",\"pattern\":\"FREQ=DAILY\"}",
                "{\"ids\":[],\"overlap\":\"skip\"}")) {
            assertThat(server.post("/api/operations/recurrence", bad).status())
                    .as(bad)
                    .isEqualTo(400);
        }
        assertThat(server.get("/api/operations/" + id + "/preview?most=0").status())
                .isEqualTo(400);
        assertThat(server.get("/api/recurrence").status()).isEqualTo(400);
        assertThat(server.get("/api/recurrence?recurrencepattern=FREQ%3DDAILY&most=3")
                        .body()
                        .path("dates"))
                .hasSize(3);
        move("cancel", id);
    }

    @Test
    void aForecastHasEachKindWithItsGauges() throws Exception {
        server.enqueue("{\"messagename\":\"forecasted\"}");
        JsonNode forecast = server.get("/api/forecast").body();
        assertThat(forecast.path("value").toString()).contains("\"messagename\":\"forecasted\"", "\"ready\":1");
        assertThat(server.get("/metrics").raw().body())
                .contains("nightshift_bucket_ready{class=", "message=\"forecasted\"");
    }

    @Test
    void liftingAPauseOfAllWorkflowsOffersToResumeWhatItSuspended() throws Exception {
        String pause = server.post("/api/holds", "{\"operationtype\":10,\"reason\":\"test\"}")
                .body()
                .path("hold")
                .toString();
        JsonNode lifted = server.post("/api/holds/" + pause + "/lift", "{\"resume\":true}")
                .body();
        assertThat(lifted.path("suspended").asInt(-1)).isZero();
        assertThat(lifted.path("resumedby").isArray()).isTrue();
        String other = server.post("/api/holds", "{\"messagename\":\"nothing\"}")
                .body()
                .path("hold")
                .toString();
        assertThat(server.post("/api/holds/" + other + "/lift", "{\"resume\":true}")
                        .status())
                .isEqualTo(400);
        assertThat(server.post("/api/holds/" + other + "/lift", "{}").status()).isEqualTo(200);
        assertThat(server.get("/api/operations?error=0x80045017").body().path("value"))
                .isEmpty();
        assertThat(server.get("/api/operations?error=nonsense").status()).isEqualTo(400);
    }

    @Test
    void theSameKeyReturnsTheFirst() throws Exception {
        String body = "{\"messagename\":\"noop\",\"key\":\"only-once\"}";
        assertThat(server.enqueue(body)).isEqualTo(server.enqueue(body));
        Reply refused = server.post("/api/operations", body.replace("}", ",\"onduplicate\":\"refuse\"}"));
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.errorCode()).isEqualTo("0x80040237");
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
