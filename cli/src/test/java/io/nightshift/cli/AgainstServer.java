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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs commands as a person or a script does, against a real server on a database of its own. */
abstract class AgainstServer {

    static final String UNKNOWN_ID = "019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11";
    static final String FAR = "2999-01-01T00:00Z";
    static final Semaphore GATE = new Semaphore(0);
    static final AtomicBoolean HALTS = new AtomicBoolean(true);

    @TempDir
    static Path data;

    static TestDatabase database;
    static NightshiftServer server;

    @BeforeAll
    static void start() {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        Map<String, String> flags = Map.of(
                "--data", data.toString(),
                "--http-port", "0",
                "--database-url", database.jdbcUrl(),
                "--database-user", database.user(),
                "--database-password", database.password(),
                "--lease", "1m");
        server = NightshiftServer.start(Configuration.read(flags, Map.of()), (service, platform) -> handlers(service));
    }

    private static void handlers(AsyncService service) {
        service.handle("gate", context -> {
            while (!GATE.tryAcquire(10, TimeUnit.MILLISECONDS)) {
                context.saveCheckpoint("here", 50, "half way", null);
            }
            return Outcome.succeeded();
        });
        service.handle(
                "halts",
                context -> HALTS.getAndSet(false)
                        ? Outcome.suspended(ErrorCode.WORKFLOW_SYSTEM_PAUSED, "the workflows are paused")
                        : Outcome.succeeded());
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
    record Ran(int exitCode, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The only line, which for an enqueue is the id. */
        String line() {
            assertThat(exitCode).as(err).isZero();
            return out.strip();
        }
    }

    static Ran run(String... arguments) {
        return runIn(Map.of("NIGHTSHIFT_DATA", data.toString()), arguments);
    }

    static Ran runIn(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.run(
                new Surroundings(environment, false),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static void awaitShown(String id, String text) {
        await().until(() -> run("show", id).out().contains(text));
    }
}
