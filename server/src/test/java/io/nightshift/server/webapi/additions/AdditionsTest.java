package io.nightshift.server.webapi.additions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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

/** What we add to the Web API, over real HTTP on a real database. */
class AdditionsTest {

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
        return server.operation(id);
    }

    private static void awaitStatus(String id, int status) {
        await().until(() -> show(id).path("statuscode").asInt() == status);
    }

    private static JsonNode move(String move, String... ids) throws IOException, InterruptedException {
        String list = "\"" + String.join("\",\"", ids) + "\"";
        return server.act("Nightshift.Move", "{\"Move\":\"" + move + "\",\"Ids\":[" + list + "],\"Reason\":\"test\"}")
                .body()
                .path("value");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Reply find(String conditions, String more) throws IOException, InterruptedException {
        return server.call("Nightshift.Find(Conditions=@c" + more + ")?@c=" + encoded(conditions));
    }

    private static JsonNode found(String conditions) throws IOException, InterruptedException {
        return find(conditions, "").body().path("value");
    }

    private static Reply bound(String id, String call) throws IOException, InterruptedException {
        return server.call("asyncoperations(" + id + ")/Nightshift." + call);
    }

    private static Reply act(String id, String action, String body) throws IOException, InterruptedException {
        return server.act("asyncoperations(" + id + ")/Nightshift." + action, body);
    }

    @Test
    void anOperationIsEnqueuedRunAndShown() throws Exception {
        Reply enqueued = server.act(
                "Nightshift.Enqueue", "{\"Operation\":{\"messagename\":\"noop\",\"name\":\"n\",\"data\":{\"a\":[1]}}}");
        assertThat(enqueued.status()).as(enqueued.raw().body()).isEqualTo(200);
        String id = enqueued.body().path("AsyncOperationId").asString();
        awaitStatus(id, 30);

        JsonNode shown = show(id);
        assertThat(shown.path("name").asString()).isEqualTo("n");
        assertThat(server.details(id).path("Data").asString()).isEqualTo("{\"a\":[1]}");
        assertThat(server.details(id).path("Result").asString()).isEqualTo("{\"a\":[1]}");
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

        assertThat(show(id).path("progress").asInt()).isEqualTo(50);
        assertThat(bound(id, "Attempts()").body().path("value")).isNotEmpty();
        // Either attempt has logged it; what handlers log is written a moment later.
        await().until(() -> bound(id, "Log()").raw().body().split("at the gate", -1).length == 3);
        JsonNode log = bound(id, "Log()").body().path("value");
        assertThat(log.toString()).contains("at the gate", "administrator (command line)", "test");
        long last = log.get(log.size() - 1).path("Line").longValue();
        assertThat(bound(id, "Log(AfterLine=" + (last - 1) + ")").body().path("value"))
                .hasSize(1);
        assertThat(server.details(id).path("Result").asString()).isEqualTo("{\"through\":true}");
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
        assertThat(bound(waiting, "Details()").status()).isEqualTo(404);
    }

    @Test
    void aCompletedOperationIsRunAgainAsANewOne() throws Exception {
        String id = server.enqueue("{\"messagename\":\"noop\",\"data\":\"text\"}");
        awaitStatus(id, 30);
        String again = act(id, "Rerun", "{\"Reason\":\"once more\"}")
                .body()
                .path("AsyncOperationId")
                .asString();
        awaitStatus(again, 30);
        assertThat(show(again).path("parentid").asString()).isEqualTo(id);
        assertThat(server.details(again).path("Result").asString()).isEqualTo("text");
        Reply unknown = act(UNKNOWN_ID, "Rerun", "{}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.errorCode()).isEqualTo("0x80040217");
    }

    @Test
    void postponingTakesATimeOrALength() throws Exception {
        String id = server.enqueue("{\"messagename\":\"nobody\"}");
        String body = "{\"Move\":\"postpone\",\"Ids\":[\"" + id + "\"],";
        assertThat(server.act("Nightshift.Move", body + "\"For\":\"PT2H\"}").status())
                .isEqualTo(200);
        assertThat(show(id).path("cause").asString()).isEqualTo("Postponed");
        server.act("Nightshift.Move", body + "\"Until\":\"2999-01-01T01:00:00+01:00\"}");
        assertThat(show(id).path("postponeuntil").asString()).isEqualTo("2999-01-01T00:00:00Z");
        Reply past = server.act("Nightshift.Move", body + "\"Until\":\"1999-01-01T00:00:00Z\"}");
        assertThat(past.raw().body()).contains("0x80040203");
        assertThat(show(id).path("postponeuntil").asString()).isEqualTo("2999-01-01T00:00:00Z");
    }

    @Test
    void whatNobodyHandlesExplainsItself() throws Exception {
        String id = server.enqueue("{\"messagename\":\"nobody\"}");
        JsonNode reason = bound(id, "Explain()").body().path("value").get(0);
        assertThat(reason.path("Kind").asString()).isEqualTo("NO_HANDLER");
        assertThat(reason.path("Sentence").asString()).contains("nobody");
        assertThat(reason.path("Facts").isObject()).isTrue();
    }

    @Test
    void whatIsFoundIsPagedByKey() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(server.enqueue("{\"messagename\":\"paged\",\"dependencytoken\":\"lane\"}"));
        }
        List<String> listed = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = find("{\"message\":\"paged\"}", ",Most=3" + after).body();
            page.path("value")
                    .forEach(one -> listed.add(one.path("asyncoperationid").asString()));
            after = page.path("Next").isNull()
                    ? ""
                    : ",After='" + page.path("Next").asString() + "'";
        } while (!after.isEmpty());
        assertThat(listed).isEqualTo(made);
        assertThat(found("{\"token\":\"lane\",\"state\":[\"ready\",\"suspended\"],\"name\":\"AGE\"}"))
                .hasSize(7);
        assertThat(found("{\"token\":\"lane\",\"status\":\"failed\"}")).isEmpty();
    }

    @Test
    void allThatMatchAreCountedAndThenMoved() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.enqueue("{\"messagename\":\"nobody\",\"dependencytoken\":\"swept\"}");
        }
        String cancel = "{\"Move\":\"cancel\",\"Conditions\":{\"token\":\"swept\"},\"Reason\":\"swept\"";
        JsonNode dry =
                server.act("Nightshift.MoveAll", cancel + ",\"DryRun\":true}").body();
        assertThat(dry.path("Matching").asInt()).isEqualTo(3);
        assertThat(dry.path("Sample")).hasSize(3);
        String id = server.act("Nightshift.MoveAll", cancel + "}")
                .body()
                .path("AsyncOperationId")
                .asString();
        awaitStatus(id, 30);
        assertThat(found("{\"token\":\"swept\",\"status\":\"canceled\"}")).hasSize(3);
        assertThat(server.act("Nightshift.MoveAll", "{\"Move\":\"cancel\"}").status())
                .isEqualTo(400);
        assertThat(server.act("Nightshift.MoveAll", "{\"Move\":\"cancel\",\"Conditions\":{\"tokn\":\"swept\"}}")
                        .raw()
                        .body())
                .contains("did you mean 'token'");
    }

    @Test
    void aSeriesIsEditedPreviewedAndRunNow() throws Exception {
        String id = server.enqueue("""
                {"messagename":"nobody","recurrencepattern":"FREQ=DAILY;","recurrencestarttime":"2999-01-01T00:00:00Z"}""");
        assertThat(show(id).path("cause").asString()).isEqualTo("Series");
        assertThat(found("{\"series\":true}").toString()).contains(id);
        Reply edited = act(
                id,
                "EditRecurrence",
                "{\"RecurrencePattern\":\"FREQ=MONTHLY\",\"TimeZone\":\"Europe/Berlin\",\"Overlap\":\"queue\"}");
        assertThat(edited.body().path("Result").path("outcome").asString()).isEqualTo("moved");
        assertThat(bound(id, "NextDates(Most=2)").body().path("value").toString())
                .isEqualTo("[\"2999-01-01T00:00:00Z\",\"2999-02-01T00:00:00Z\"]");
        act(id, "EditRecurrence", "{\"Skip\":[\"2999-02-01T01:00:00+01:00\",\"2999-03-01T00:00:00Z\"]}");
        act(id, "EditRecurrence", "{\"Restore\":[\"2999-03-01T00:00:00Z\"],\"Reason\":\"needed after all\"}");
        JsonNode dates = bound(id, "NextDates(Most=2)").body();
        assertThat(dates.path("value").toString()).isEqualTo("[\"2999-01-01T00:00:00Z\",\"2999-03-01T00:00:00Z\"]");
        assertThat(dates.path("Skipped").toString()).isEqualTo("[\"2999-02-01T00:00:00Z\"]");
        String made = act(id, "RunNow", "{}").body().path("AsyncOperationId").asString();
        assertThat(show(made).path("parentid").asString()).isEqualTo(id);
        assertThat(bound(id, "Log()").raw().body())
                .contains(
                        "edit recurrence, pattern FREQ=DAILY; to FREQ=MONTHLY",
                        "edit recurrence, restore 2999-03-01T00:00:00Z: needed after all");

        for (String bad : List.of(
                "{}",
                "{\"Overlap\":\"sometimes\"}",
                "{\"TimeZone\":\"Mars/Olympus\"}",
                "{\"RecurrencePattern\":\"FREQ=DALY\"}",
                "{\"Skip\":[\"2999-02-02T00:00:00Z\"]}",
                "{\"Skip\":[\"tomorrow\"]}",
                "{\"Skip\":\"2999-03-01T00:00:00Z\"}",
                "{\"Skip\":[\"2999-03-01T00:00:00Z\"],\"Restore\":[\"2999-03-01T00:00:00Z\"]}",
                "{\"Pattern\":\"FREQ=DAILY\"}")) {
            assertThat(act(id, "EditRecurrence", bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(act(UNKNOWN_ID, "EditRecurrence", "{\"Overlap\":\"skip\"}").status())
                .isEqualTo(404);
        assertThat(bound(id, "NextDates(Most=0)").status()).isEqualTo(400);
        assertThat(server.call("Nightshift.PreviewRecurrence()").status()).isEqualTo(400);
        assertThat(server.call("Nightshift.PreviewRecurrence(RecurrencePattern=@p,Most=3)?@p="
                                + encoded("'FREQ=DAILY'"))
                        .body()
                        .path("value"))
                .hasSize(3);
        move("cancel", id);
    }

    @Test
    void theSameKeyReturnsTheFirst() throws Exception {
        String operation = "{\"messagename\":\"noop\",\"key\":\"only-once\"}";
        assertThat(server.enqueue(operation)).isEqualTo(server.enqueue(operation));
        Reply refused = server.act(
                "Nightshift.Enqueue", "{\"Operation\":" + operation.replace("}", ",\"onduplicate\":\"refuse\"}") + "}");
        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.errorCode()).isEqualTo("0x80040237");
    }
}
