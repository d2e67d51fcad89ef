package io.nightshift.benchmarks.stage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The whole server, started as a user starts it. */
public final class ServerProcess implements AutoCloseable {

    private static final int MOST_SECONDS = 90;
    private static final int LOOK_MILLIS = 5;
    private static final String SHARE = "Pss:";

    private final Process process;
    private final Path data;
    private final double readySeconds;

    private ServerProcess(Process process, Path data, double readySeconds) {
        this.process = process;
        this.data = data;
        this.readySeconds = readySeconds;
    }

    /** Returns when it is ready, which is when it has written where it listens. */
    public static ServerProcess start(Path data, String... flags) throws IOException, InterruptedException {
        Files.createDirectories(data);
        Path ready = data.resolve("server.json");
        Files.deleteIfExists(ready);
        long start = System.nanoTime();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("nightshift.home", "."), "run").toString(),
                "serve",
                "--data",
                data.toString(),
                "--http-port",
                "0"));
        command.addAll(List.of(flags));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("bench.log").toFile())
                .start();
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MOST_SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the server did not start: " + data.resolve("bench.log"));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return new ServerProcess(process, data, (System.nanoTime() - start) / 1e9);
    }

    public double readySeconds() {
        return readySeconds;
    }

    long pid() {
        return process.pid();
    }

    /** Where it listens. */
    public URI address() throws IOException {
        return URI.create(
                Files.readString(data.resolve("server.json")).replaceAll("(?s).*\"url\"\\s*:\\s*\"([^\"]*)\".*", "$1"));
    }

    /** What the command line signs in with. */
    public String token() throws IOException {
        return Files.readString(data.resolve("cli.token")).strip();
    }

    /** What it and all its processes lie in, where what several share is counted once. */
    public long memoryBytes() throws IOException {
        long bytes = memory(process.pid());
        for (ProcessHandle child : process.descendants().toList()) {
            bytes += memory(child.pid());
        }
        return bytes;
    }

    private static long memory(long pid) throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(SHARE))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        }
    }

    /** Stops it as an operator does. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(40, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Its data folder and all in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path one : all) {
            Files.delete(one);
        }
    }
}
