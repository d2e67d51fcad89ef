package io.nightshift.server.demo;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code demo --exit} in a process of its own, with the output read line by line. */
final class DemoProcess implements AutoCloseable {

    private final Path data;
    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private DemoProcess(Path data, Process process) {
        this.data = data;
        this.process = process;
        this.output = process.inputReader();
    }

    static DemoProcess start(Path data, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dnightshift.home=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.nightshift.server.Main",
                "demo",
                "--exit",
                "--data",
                data.toString()));
        command.addAll(List.of(more));
        return new DemoProcess(
                data, new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads on until a line contains the text; false when the output ends before. */
    boolean reads(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            if (line.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Reads to the end and waits for it; the exit status. */
    int status() throws IOException, InterruptedException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
        }
        return process.waitFor();
    }

    /** What it printed so far. */
    String text() {
        return String.join("\n", lines);
    }

    /** SIGTERM. */
    void terminate() {
        process.toHandle().destroy(); // Process.destroy would close the output too
    }

    /** SIGKILL; returns when no database process of it is left either. */
    void kill() throws IOException, InterruptedException {
        List<ProcessHandle> databases = databases();
        process.destroyForcibly();
        process.waitFor();
        await().until(() -> databases.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** The database servers on its data folder: what their files of process ids name. */
    List<ProcessHandle> databases() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<ProcessHandle> found = new ArrayList<>();
            for (Path file :
                    files.filter(path -> path.endsWith("postmaster.pid")).toList()) {
                ProcessHandle.of(Long.parseLong(
                                Files.readAllLines(file).getFirst().strip()))
                        .ifPresent(found::add);
            }
            return found;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (!process.waitFor(0, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
