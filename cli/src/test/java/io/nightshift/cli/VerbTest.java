package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every verb, as a person or a script uses it, against a real server. */
class VerbTest {

    private static final String UNKNOWN_ID = "019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11";
    private static final String FAR = "2999-01-01T00:00Z";
    private static final Semaphore GATE = new Semaphore(0);

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static NightshiftServer server;

    @BeforeAll
    static void start() {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        Map<String, String> flags = Map.of(
                "--data", data.toString(),
                "--http-port", "0",
                "--database-url", database.jdbcUrl(),
                "--database-user", database.user(),
                "--database-password", database.password());
        server = NightshiftServer.start(Configuration.read(flags, Map.of()), VerbTest::handlers);
    }

    private static void handlers(AsyncService service) {
        service.handle("gate", context -> {
            while (!GATE.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                context.saveCheckpoint("here", 50, "half way", null);
            }
            return Outcome.succeeded();
        });
        service.handle("fails", context -> {
            throw new ServiceFault(ErrorCode.OBJECT_DOES_NOT_EXIST.code(), "gone\u001b[31m\nfor good");
        });
        service.handle("asks", context -> Outcome.suspended(ErrorCode.INVALID_ARGUMENT, "look at me"));
        service.handle("tries", context -> Outcome.retry(ErrorCode.SERVER_BUSY, "busy"));
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    /** What a command did. */
    private record Ran(int exitCode, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The only line, which for an enqueue is the id. */
        String line() {
            assertThat(exitCode).as(err).isZero();
            return out.strip();
        }
    }

    private static Ran run(String... arguments) {
        return runIn(Map.of("NIGHTSHIFT_DATA", data.toString()), arguments);
    }

    private static Ran runIn(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Surroundings(environment, false),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static void awaitShown(String id, String text) {
        await().until(() -> run("show", id).out().contains(text));
    }

    @Test
    void anOperationIsEnqueuedWaitedForAndShown() {
        Ran waited = run("enqueue", "noop", "--data", "{\"a\":1}", "--display-name", "Tidy up", "--wait");
        assertThat(waited.exitCode()).isZero();
        assertThat(waited.out()).contains("Succeeded", "{\"a\":1}");
        String id = waited.out().substring(0, 36);

        assertThat(run("show", id).out())
                .contains(id, "Tidy up", "State          Succeeded", "Data\n  {\"a\":1}", "Result");
        assertThat(run("show", id.substring(26)).out()).contains(id);
        assertThat(run("show", "--json", id).json().path("statuscode").asInt()).isEqualTo(30);
    }

    @Test
    void waitingTellsHowItEnded() {
        Ran failed = run("enqueue", "fails", "--wait");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).contains("Failed").doesNotContain("\u001b");
        Ran suspended = run("enqueue", "asks", "--wait", "--json");
        assertThat(suspended.exitCode()).isEqualTo(1);
        assertThat(suspended.json().path("cause").asString()).isEqualTo("Person");
        assertThat(suspended.json().path("waitsforperson").asBoolean()).isTrue();
    }

    @Test
    void dataComesFromAFileToo() throws IOException {
        Path file = data.resolve("payload.txt");
        Files.writeString(file, "any text, ü");
        Ran waited = run("enqueue", "noop", "--data", "@" + file, "--wait");
        assertThat(waited.out()).contains("any text, ü");
        assertThat(run("enqueue", "noop", "--data", "@/no/such/file").exitCode())
                .isEqualTo(2);
        Ran notJson = run("enqueue", "noop", "--data", data.toString());
        assertThat(notJson.exitCode()).isEqualTo(2);
        assertThat(notJson.err()).contains("--data-folder");
    }

    @Test
    void listsAreFilteredAndPaged() {
        for (int i = 0; i < 3; i++) {
            run("enqueue", "listed", "--dependency-token", "lane");
        }
        Ran page = run("list", "--message", "listed", "--limit", "2");
        assertThat(page.out()).startsWith("ID ").hasLineCount(4).contains("Ready", "More: --after ");
        String after = page.out().replaceAll("(?s).*--after (\\S+).*", "$1");
        assertThat(run("list", "--message", "listed", "--limit", "2", "--after", after)
                        .out())
                .hasLineCount(2)
                .doesNotContain("More");
        assertThat(run("list", "--dependency-token", "lane", "--state", "ready", "--json")
                        .json()
                        .path("value"))
                .hasSize(3);
        assertThat(run("list", "--name", "no such name").out()).contains("No operation matches");
        assertThat(run("list", "--state", "asleep").exitCode()).isEqualTo(1);
        assertThat(run("list", "--limit", "many").exitCode()).isEqualTo(2);
    }

    @Test
    void anEmptyListSaysWhatToDo() throws Exception {
        server.service().queue().organizations().create("empty");
        assertThat(run("list", "--organization", "empty").exitCode()).isZero();
        assertThat(run("stats", "--organization", "empty").out()).contains("no operations yet", "enqueue noop");
        assertThat(run("list", "--organization", "nobody").exitCode()).isEqualTo(4);
    }

    @Test
    void explainSpeaksInSentences() {
        String unhandled = run("enqueue", "nobody").line();
        assertThat(run("explain", unhandled).out()).contains("nobody is Ready.", "handler");
        String postponed = run("enqueue", "noop", "--postpone-until", FAR).line();
        assertThat(run("explain", postponed).out()).contains("noop is Suspended (Postponed).", "2999-01-01");
        assertThat(run("explain", "--json", postponed)
                        .json()
                        .path("explanations")
                        .get(0)
                        .path("kind")
                        .asString())
                .isEqualTo("POSTPONED");
    }

    @Test
    void aRunningOperationIsPausedAndResumed() {
        String id = run("enqueue", "gate").line();
        awaitShown(id, "In Progress");
        assertThat(run("pause", id, "--reason", "lunch").exitCode()).isZero();
        awaitShown(id, "State          Suspended (Paused)");
        assertThat(run("pause", id).out()).contains("nothing to do");
        assertThat(run("resume", id).out()).contains("resumed: now ");
        GATE.release();
        awaitShown(id, "State          Succeeded");
        assertThat(run("show", id).out()).contains("Progress       50% half way", "Attempts before this one", "lunch");
    }

    @Test
    void severalAreCanceledAndEachIsAnswered() {
        String one = run("enqueue", "noop", "--postpone-until", FAR).line();
        String other = run("enqueue", "noop", "--postpone-until", FAR).line();
        assertThat(run("cancel", one, other).exitCode()).isZero();
        Ran mixed = run("delete", one, UNKNOWN_ID);
        assertThat(mixed.exitCode()).isEqualTo(4);
        assertThat(mixed.out()).contains(one + "  deleted", UNKNOWN_ID + "  refused", "0x80040217");
        Ran refused = run("resume", other);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.out()).contains("0x80044166");
        assertThat(run("show", one).exitCode()).isEqualTo(4);
    }

    @Test
    void postponingTakesATimeOrALength() {
        String id = run("enqueue", "nobody").line();
        assertThat(run("postpone", id, "--until", "2999-06-01T08:00+02:00").exitCode())
                .isZero();
        assertThat(run("show", id, "--utc").out()).contains("Until          2999-06-01 06:00:00Z");
        assertThat(run("postpone", id, "--for", "1d2h").exitCode()).isZero();
        assertThat(run("postpone", id).exitCode()).isEqualTo(2);
        assertThat(run("postpone", id, "--for", "2h", "--until", FAR).exitCode())
                .isEqualTo(2);
        assertThat(run("postpone", id, "--for", "soon").exitCode()).isEqualTo(2);
        assertThat(run("postpone", id, "--until", "1999-01-01T00:00Z").exitCode())
                .isEqualTo(1);
    }

    @Test
    void aCompletedOneIsRunAgain() {
        String id = run("enqueue", "noop", "--data", "[1]", "--wait").out().substring(0, 36);
        Ran again = run("rerun", id);
        assertThat(again.line()).startsWith(id + "  runs again as ");
        awaitShown(again.line().substring(again.line().length() - 36), "Parent         " + id);
    }

    @Test
    void aRetryIsSeenInTheList() {
        String id = run("enqueue", "tries").line();
        awaitShown(id, "Suspended (Retry)");
        assertThat(run("list", "--cause", "retry").out()).contains(id, "Suspended (Retry)", "busy");
        assertThat(run("show", id).out()).contains("0x8004A001 busy");
    }

    @Test
    void aSeriesIsEnqueued() {
        String id = run("enqueue", "nobody", "--recurrence", "FREQ=DAILY;", "--time-zone", "Europe/Berlin")
                .line();
        assertThat(run("list", "--series").out()).contains(id, "Suspended (Series)");
        assertThat(run("enqueue", "nobody", "--recurrence", "NEVER").err()).contains("0x8004E100");
        run("cancel", id);
    }

    @Test
    void statsAndNodesAreTables() {
        run("enqueue", "noop", "--wait");
        assertThat(run("stats").out()).contains("Operations of contoso", "STATE", "Succeeded", "ready");
        assertThat(run("stats", "--json").json().path("node").path("ready").asBoolean())
                .isTrue();
        assertThat(run("nodes").out()).contains("NODE", "alive", " noop");
        assertThat(run("nodes", "--json").json().path("value")).isNotEmpty();
    }

    @Test
    void refusalsAreJsonWhereJsonIsAskedFor() {
        Ran refused = run("show", UNKNOWN_ID, "--json");
        assertThat(refused.exitCode()).isEqualTo(4);
        assertThat(refused.out()).isEmpty();
        assertThat(JsonMapper.shared()
                        .readTree(refused.err())
                        .path("error")
                        .path("code")
                        .asString())
                .isEqualTo("0x80040217");
    }

    @Test
    void idsThatAreNotOnesAreRefused() {
        assertThat(run("show", "ffffffffffff").exitCode()).isEqualTo(4);
        assertThat(run("show", "not an id").exitCode()).isEqualTo(1);
        assertThat(run("cancel", "../stats").exitCode()).isEqualTo(1);
        assertThat(run("cancel").exitCode()).isEqualTo(2);
    }

    @Test
    void aTailThatFitsSeveralIsRefused() {
        String id = run("enqueue", "nobody").line();
        String all = id.substring(32);
        // Any single character fits one id in sixteen: the shortest tail is four long for that reason.
        assertThat(run("show", all.substring(1)).exitCode()).isEqualTo(1);
        assertThat(run("show", all).exitCode()).isIn(0, 2);
    }

    @Test
    void anotherServerIsNamedByAddressAndToken() throws IOException {
        String url = server.uri().toString();
        String token = Files.readString(data.resolve("cli.token")).strip();
        assertThat(runIn(Map.of(), "stats", "--url", url, "--token", token).exitCode())
                .isZero();
        assertThat(runIn(Map.of("NIGHTSHIFT_URL", url + "/", "NIGHTSHIFT_TOKEN", token), "stats")
                        .exitCode())
                .isZero();
        assertThat(runIn(Map.of(), "stats", "--data", data.toString()).exitCode())
                .isZero();
        assertThat(runIn(Map.of(), "stats", "--data-folder", data.toString()).exitCode())
                .isZero();

        Ran wrong = runIn(Map.of(), "stats", "--url", url, "--token", "open-sesame");
        assertThat(wrong.exitCode()).isEqualTo(5);
        assertThat(wrong.err()).doesNotContain("open-sesame");
        assertThat(runIn(Map.of(), "stats", "--url", url).exitCode()).isEqualTo(5);
        assertThat(runIn(Map.of(), "stats", "--url", "nonsense", "--token", "t").exitCode())
                .isEqualTo(2);
    }

    @Test
    void whereNoServerAnswersOneSentenceSaysWhatToDo() throws IOException {
        Ran none = runIn(Map.of(), "list", "--data", data.resolve("nowhere").toString());
        assertThat(none.exitCode()).isEqualTo(3);
        assertThat(none.err()).hasLineCount(1).contains("./run serve", "--url");

        Path stale = Files.createDirectory(data.resolve("stale"));
        Files.writeString(stale.resolve("server.json"), "{\"url\": \"http://127.0.0.1:1\", \"pid\": 1}");
        Files.writeString(stale.resolve("cli.token"), "t");
        Ran dead = run("list", "--data", stale.toString());
        assertThat(dead.exitCode()).isEqualTo(3);
        assertThat(dead.err()).contains("http://127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "list",
                "show",
                "explain",
                "enqueue",
                "cancel",
                "pause",
                "resume",
                "postpone",
                "rerun",
                "delete",
                "stats",
                "nodes",
                "version"
            })
    void everyVerbHasHelp(String verb) {
        Ran help = run(verb, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: nightshift " + verb);
        assertThat(run("help").out()).contains("  " + verb + " ");
    }

    @Test
    void aWrongCommandIsNamed() {
        assertThat(run("lst").exitCode()).isEqualTo(2);
        assertThat(run("lst").err()).contains("list");
        assertThat(run("list", "--sate", "ready").exitCode()).isEqualTo(2);
        assertThat(run().out()).contains("Exit codes");
        assertThat(run("version").out()).startsWith("nightshift ");
    }

    @Test
    void coloursComeOnlyInATerminal() {
        run("enqueue", "noop", "--postpone-until", FAR);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.run(
                new Surroundings(Map.of("NIGHTSHIFT_DATA", data.toString()), true),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                System.err,
                "list");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\u001b[33m");
        assertThat(run("list").out()).doesNotContain("\u001b");
    }
}
