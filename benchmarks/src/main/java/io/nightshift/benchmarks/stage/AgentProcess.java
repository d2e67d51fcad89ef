package io.nightshift.benchmarks.stage;

import io.nightshift.benchmarks.agent.Agent;
import io.nightshift.benchmarks.contender.AgentOptions;
import io.nightshift.benchmarks.contender.Entrant;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The driver's end of an agent. */
public final class AgentProcess implements AutoCloseable {

    private static final String ENDED = "ENDED";

    private final Process process;
    private final Path errors;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private volatile long handled;

    private AgentProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
    }

    static AgentProcess start(Entrant entrant, BenchDatabase database, Path folder, String verb, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(entrant.runsOnNode() ? NodePrograms.agent(entrant) : java(entrant));
        command.add(verb);
        command.addAll(options);
        Path errors = Files.createTempFile(folder, entrant.shortName() + "-" + verb + "-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment()
                .putAll(Map.of(
                        AgentOptions.URL, database.url(),
                        AgentOptions.USER, database.user(),
                        AgentOptions.PASSWORD, database.password()));
        AgentProcess agent = new AgentProcess(builder.start(), errors);
        Thread.ofPlatform().daemon().start(agent::listen);
        return agent;
    }

    private static List<String> java(Entrant entrant) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Agent.class.getName(),
                entrant.shortName());
    }

    private void listen() {
        try (BufferedReader reader = process.inputReader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.startsWith("C ")) {
                    handled = Long.parseLong(line.substring(2));
                } else {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            lines.add(ENDED + " " + e); // the stream of a killed process
        } finally {
            lines.add(ENDED);
        }
    }

    long pid() {
        return process.pid();
    }

    /** How many jobs it has handled so far, 20 ms behind at most. */
    public long handled() {
        return handled;
    }

    /** Waits until it is ready and lets it go. */
    public AgentProcess go() throws IOException, InterruptedException {
        ready();
        tell("go");
        return this;
    }

    public AgentProcess ready() throws InterruptedException {
        await("READY", 90);
        return this;
    }

    public void tell(String line) throws IOException {
        BufferedWriter writer = process.outputWriter();
        writer.write(line + "\n");
        writer.flush();
    }

    /** What it answered: {@code name=value} by spaces. */
    public String result(int seconds) throws InterruptedException {
        return await("RESULT", seconds);
    }

    /** A figure of such an answer. */
    public static double figure(String result, String name) {
        for (String word : result.split(" ")) {
            if (word.startsWith(name + "=")) {
                return Double.parseDouble(word.substring(name.length() + 1));
            }
        }
        return Double.NaN;
    }

    /** The rest of the first line that begins so. */
    public String await(String beginning, int seconds) throws InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = lines.poll(limit - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IllegalStateException(
                        "no " + beginning + " within " + seconds + " s; its last words: " + lastWords());
            }
            if (line.startsWith(beginning)) {
                return line.substring(beginning.length()).strip();
            }
            if (line.startsWith(ENDED)) {
                throw new IllegalStateException(
                        "it ended before its " + beginning + "; its last words: " + lastWords());
            }
        }
    }

    public void checkAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended; its last words: " + lastWords());
        }
    }

    private String lastWords() {
        try {
            List<String> all = Files.readAllLines(errors);
            return all.isEmpty() ? "none" : String.join(" | ", all.subList(Math.max(0, all.size() - 6), all.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Ends it as a crash would. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
