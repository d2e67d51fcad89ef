package io.nightshift.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of the test's own class path that lives until its input ends, and so not longer than the test. */
final class ChildJvm implements AutoCloseable {

    private static final int END_SECONDS = 240;

    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;

    /** Starts a main class; what it says on its error stream goes to the file. */
    ChildJvm(Class<?> main, Path errors, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
                .start();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    void say(Object line) {
        input.println(line);
    }

    /** Waits for its next line. */
    String hear() throws IOException {
        String line = output.readLine();
        assertThat(line).as("the process has something to say, see its log").isNotNull();
        return line;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself, at most the given time. */
    void awaitEnd(int millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGKILL; returns when it is dead. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as("killed").isTrue();
    }

    /** Lets it end in good order. */
    void end() throws InterruptedException {
        input.close();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as("ended").isTrue();
    }

    /**
     * SIGSTOP; closing what is returned sends SIGCONT. A shell does both, and does the second also when the test dies in
     * between, so that no stopped process is left behind.
     */
    Stop stop() throws IOException {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "kill -STOP \"$0\" && echo stopped && read -r go; kill -CONT \"$0\"",
                        "" + process.pid())
                .redirectErrorStream(true)
                .start();
        assertThat(new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8)).readLine())
                .isEqualTo("stopped");
        return () -> {
            shell.getOutputStream().close();
            assertThat(shell.waitFor(END_SECONDS, TimeUnit.SECONDS))
                    .as("continued")
                    .isTrue();
        };
    }

    /** A process that stands still. */
    interface Stop extends AutoCloseable {
        @Override
        void close() throws IOException, InterruptedException;
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
