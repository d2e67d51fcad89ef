package io.nightshift.e2e.web;

import io.nightshift.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which can be stopped in the midst of its work and killed. */
final class Worker implements AutoCloseable {

    private final Process process;

    private Worker(Process process) {
        this.process = process;
    }

    static Worker start(String name, PostgresServer database, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.nightshift.server.Main",
                "serve",
                "--data",
                folder.toString(),
                "--http-port",
                "0",
                "--roles",
                "async",
                "--node-name",
                name,
                "--lease",
                "2s",
                "--database-url",
                database.jdbcUrl(),
                "--database-user",
                database.user(),
                "--database-password",
                database.password());
        return new Worker(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("worker.log").toFile())
                .start());
    }

    /** Stops it where it stands; it holds what it holds. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Lets it go on. */
    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor(120, TimeUnit.SECONDS);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(120, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
