package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The test's side of a {@link ServerProcess}: a real JVM in its own process group. */
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final PrintStream commands;

    private ChildProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    static ChildProcess start(Path home, @Nullable Path programs) throws IOException {
        return start(List.of(), System.getProperty("java.class.path"), home, programs);
    }

    /** With words before {@code java}, such as those that change the account. */
    static ChildProcess start(List<String> prefix, String classPath, Path home, @Nullable Path programs)
            throws IOException {
        // A job of the background ignores a terminal's signals and hands that on; what is tested here must not.
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,HUP"));
        line.addAll(prefix);
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", classPath, ServerProcess.class.getName()));
        line.add(home.toString());
        if (programs != null) {
            line.add(programs.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(Path.of("/").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        return new ChildProcess(builder.start());
    }

    /**
     * As root in a user namespace where every account exists but no further namespace may be made, as in a container
     * that forbids them.
     */
    static ChildProcess startWhereNamespacesAreForbidden(String classPath, Path home) throws IOException {
        // The second shell is started as the root that the map has made of it, and so may change the limit.
        String waitForTheMap =
                "read -r go && exec sh -c 'echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"' sh \"$@\"";
        ChildProcess child =
                start(List.of("unshare", "--user", "sh", "-c", waitForTheMap, "sh"), classPath, home, null);
        Path process = Path.of("/proc", Long.toString(child.pid()));
        Path ours = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        await().until(() -> !Files.readSymbolicLink(process.resolve("ns/user")).equals(ours));
        Files.writeString(process.resolve("uid_map"), "0 0 65536");
        Files.writeString(process.resolve("gid_map"), "0 0 65536");
        child.commands.println("go");
        return child;
    }

    /** Sends a command that must succeed, and returns what the process says. */
    String ask(String command) throws IOException {
        String answer = send(command);
        assertThat(answer).as(command).startsWith("OK ");
        return answer.substring("OK ".length());
    }

    /** Sends a command that must fail, and returns the sentence. */
    String askInVain(String command) throws IOException {
        String answer = send(command);
        assertThat(answer).as(command).startsWith("FAILED ");
        return answer.substring("FAILED ".length());
    }

    private String send(String command) throws IOException {
        commands.println(command);
        return answer();
    }

    String answer() throws IOException {
        String answer = answers.readLine();
        assertThat(answer).as("answer of the process").isNotNull();
        return answer;
    }

    long pid() {
        return process.pid();
    }

    /** To the process and everything else in its group, as a terminal does. */
    void signalGroup(String signal) {
        kill(signal, -process.pid());
    }

    static void kill(String signal, long pid) {
        assertThat(Command.run(List.of(), "sh", "-c", "kill -" + signal + " " + pid))
                .matches(Command::succeeded);
    }

    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }

    void killHard() throws InterruptedException {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() throws InterruptedException {
        killHard();
    }

    /** The PostgreSQL processes that work in {@code home}, other children of the machine left aside. */
    static List<Long> postgresIn(Path home) throws IOException {
        List<Long> found = new ArrayList<>();
        Path data = home.toRealPath().resolve("postgres");
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : processes) {
                try {
                    if (Files.readSymbolicLink(candidate.resolve("cwd")).startsWith(data)) {
                        found.add(Long.valueOf(candidate.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // has ended
                }
            }
        }
        return found;
    }
}
