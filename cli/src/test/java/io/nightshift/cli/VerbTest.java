package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The verbs that enqueue and look. */
class VerbTest extends AgainstServer {

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
        assertThat(run("list", "--organization", "empty", "--type", "0").out()).contains("No operation matches");
        assertThat(run("stats", "--organization", "empty").out()).contains("Operations of empty");
        assertThat(run("records", "query", "accounts", "--organization", "empty")
                        .out())
                .contains("No record of accounts matches.");
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
    void aSeriesIsPreviewedEditedAndRunNow() {
        assertThat(run(
                                "preview",
                                "--recurrence",
                                "FREQ=DAILY",
                                "--time-zone",
                                "Europe/Berlin",
                                "--recurrence-start",
                                "2999-03-30T00:30Z",
                                "--most",
                                "3",
                                "--utc")
                        .out()
                        .lines())
                .containsExactly("2999-03-30 00:30:00Z", "2999-03-31 00:30:00Z", "2999-03-31 23:30:00Z");
        String id = run(
                        "enqueue",
                        "nobody",
                        "--recurrence",
                        "FREQ=DAILY;",
                        "--recurrence-start",
                        "2999-01-01T06:00Z",
                        "--overlap",
                        "allow",
                        "--missed",
                        "skip")
                .line();
        Ran edited = run("edit-recurrence", id, "--recurrence", "FREQ=WEEKLY", "--reason", "too often");
        assertThat(edited.line()).isEqualTo(id + "  has another rule: now Suspended (Series)");
        assertThat(run("edit-recurrence", id, "--recurrence", "FREQ=WEEKLY").out())
                .contains("nothing to do");
        assertThat(run("preview", id, "--most", "2", "--utc").out())
                .contains(
                        "nobody is Suspended (Series). Its next dates:",
                        "2999-01-01 06:00:00Z",
                        "2999-01-08 06:00:00Z");
        Ran skipped =
                run("edit-recurrence", id, "--skip", "2999-01-01T06:00Z,2999-01-15T06:00Z", "--reason", "holiday");
        assertThat(skipped.line()).isEqualTo(id + "  has other dates: now Suspended (Series)");
        run("edit-recurrence", id, "--restore", "2999-01-15T06:00Z");
        assertThat(run("preview", id, "--most", "2", "--utc").out().lines().skip(1))
                .containsExactly("2999-01-08 06:00:00Z", "2999-01-15 06:00:00Z", "Skipped:", "2999-01-01 06:00:00Z");
        assertThat(run("edit-recurrence", id, "--skip", "2999-01-09T06:00Z").out())
                .contains("refused: ", "no date 2999-01-09T06:00:00Z", "0x80040203");
        Ran now = run("run-now", id);
        assertThat(now.line()).startsWith(id + "  runs now as ");
        assertThat(run("show", now.line().substring(now.line().length() - 36)).out())
                .contains("Parent         " + id);
        assertThat(run("show", id).out())
                .contains("edit recurrence, pattern FREQ=DAILY; to FREQ=WEEKLY: too often", "run now as ");

        assertThat(run("preview").exitCode()).isEqualTo(2);
        assertThat(run("edit-recurrence", id).err()).contains("Say what is to change");
        String plain = run("enqueue", "nobody").line();
        assertThat(run("run-now", plain).out()).contains("refused: ", "it does not recur", "0x80044168");
        assertThat(run("preview", plain).err()).contains("does not recur", "0x80044168");
        run("cancel", id);
    }

    @Test
    void aForecastSaysHowMuchIsReady() {
        run("enqueue", "forecasted");
        assertThat(run("forecast").out()).contains("KIND", "DONE IN", "forecasted", "none ended of late");
        assertThat(run("forecast", "--json").json().path("value").toString())
                .contains("\"messagename\":\"forecasted\"");
    }

    @Test
    void statsAndNodesAreTables() {
        run("enqueue", "noop", "--wait");
        assertThat(run("stats").out()).contains("Operations of contoso", "STATE", "Succeeded", "ready");
        assertThat(run("stats", "--json").json().path("node").path("ready").asBoolean())
                .isTrue();
        assertThat(run("nodes").out()).contains("NODE", "alive", "HANDLERS");
        // The table is cut to a screen; a script gets all of them.
        assertThat(run("nodes", "--json").out()).contains("\"message:noop\"");
    }

    @Test
    void theWeightOfAnOrganizationIsShownAndSet() {
        assertThat(run("organizations").out()).contains("ORGANIZATION", "WEIGHT", "contoso");
        assertThat(run("organizations", "contoso", "--weight", "3").out())
                .contains("The organization contoso has the weight 3 now.");
        assertThat(run("organizations", "--json")
                        .json()
                        .path("value")
                        .get(0)
                        .path("weight")
                        .asInt())
                .isEqualTo(3);
        assertThat(run("organizations", "nowhere", "--weight", "3").err()).contains("no organization 'nowhere'");
        assertThat(run("organizations", "contoso", "--weight", "0").err()).contains("1 to 1000");
        assertThat(run("organizations", "contoso").err()).contains("--weight");
        run("organizations", "contoso", "--weight", "1");
    }
}
