package io.nightshift.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Which server a command speaks to, and how it answers whatever the verb. */
class CommandTest extends AgainstServer {

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
                "organizations",
                "wait",
                "tail",
                "service",
                "records",
                "completion",
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
