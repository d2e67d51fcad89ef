package io.nightshift.server.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import io.nightshift.server.configuration.StartException;
import io.nightshift.server.process.RunningServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransferTest {

    private static final String LARGE = "{\"text\":\"" + "tab\\t, line\\n, backslash \\\\, ü ".repeat(500) + "\"}";

    @TempDir
    private Path folder;

    private Path file;
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(progress, true, StandardCharsets.UTF_8);

    @BeforeEach
    void name() {
        file = folder.resolve("nightshift.zip");
    }

    private long export(TestDatabase database) {
        return new Export(database.dataSource(), err, false).write(file);
    }

    private long importInto(TestDatabase database) {
        return new Import(database.dataSource(), "contoso", err, false).read(file);
    }

    /** A little of everything: finished, failed, retried, postponed, a lane, a series, large data, a log, and one Locked. */
    private static UUID fill(RunningServer server, CountDownLatch locked) throws Exception {
        OperationQueue queue = server.service().queue();
        queue.enqueue(Operation.named("noop").data(LARGE).key("a key"));
        UUID logging = queue.enqueue(Operation.named("log").data("{}"));
        queue.enqueue(Operation.named("http").data("{\"url\":\"http://127.0.0.1/\"}"));
        queue.enqueue(Operation.named("nobody").postponeUntil(Instant.parse("2999-01-01T00:00:00Z")));
        UUID first = queue.enqueue(Operation.named("nobody").token("lane"));
        queue.enqueue(Operation.named("nobody").token("lane").data(LARGE));
        queue.enqueue(Operation.named("nobody")
                .recurrence(Recurrence.of("FREQ=DAILY;").starting(Instant.parse("2999-01-01T00:00:00Z"))));
        queue.recordEvent(null, "an event", "{}");
        UUID held = queue.enqueue(Operation.named("hold"));
        locked.await();
        SystemJobs jobs = server.service().systemJobs();
        await().until(() -> jobs.find(Search.all()).operations().stream()
                        .filter(AsyncOperation::isCompleted)
                        .count()
                == 3);
        // What the service does a moment later must be done too, or the source would change after the export.
        await().until(() -> jobs.log(null, logging, 0).size() == 4);
        await().until(() -> jobs.get(null, first).orElseThrow().holdsLane());
        await().until(() -> jobs.get(null, held).orElseThrow().startedOn() != null);
        return held;
    }

    private RunningServer startSource(TestDatabase database, CountDownLatch locked, CountDownLatch letGo)
            throws IOException {
        return RunningServer.start(
                database,
                folder.resolve("source"),
                Map.of("--retry-base", "50ms"),
                service -> service.handle("log", context -> {
                            context.log("first");
                            context.log("second");
                            return context.attempt() < 2
                                    ? Outcome.retry(io.nightshift.operation.ErrorCode.SERVER_BUSY, "again")
                                    : Outcome.succeeded(LARGE);
                        })
                        .handle("hold", context -> {
                            locked.countDown();
                            letGo.await();
                            return Outcome.succeeded();
                        }));
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everythingComesThroughWhileTheServerRuns(TestDatabase.Version version) throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        try (TestDatabase source = TestDatabase.create(version);
                TestDatabase target = TestDatabase.create(TestDatabase.Version.PG18)) {
            UUID held;
            Map<String, String> before;
            try (RunningServer server = startSource(source, locked, letGo)) {
                held = fill(server, locked);
                long rows = export(source);
                assertThat(importInto(target)).isEqualTo(rows).isGreaterThan(10);
                before = rows(source);
                letGo.countDown();
            }
            Map<String, String> after = rows(target);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            for (String table : List.of(
                    "organization",
                    "operation_history",
                    "operation_payload",
                    "series",
                    "enqueue_key",
                    "event",
                    "operation_log")) {
                assertThat(after.get(table))
                        .as(table)
                        .isEqualTo(before.get(table))
                        .isNotBlank();
            }
            assertThat(after.get("operation"))
                    .isEqualTo(before.get("operation"))
                    .contains(held.toString());
            assertThat(progress.toString(StandardCharsets.UTF_8)).contains("operation_history");
            theLockedOneIsTakenBack(target, held);
        }
    }

    /** Its node does not exist any more, and that is nobody's fault: no loss is counted. */
    private void theLockedOneIsTakenBack(TestDatabase target, UUID held) throws Exception {
        try (RunningServer server = RunningServer.start(
                target,
                folder.resolve("target"),
                Map.of(),
                service -> service.handle("hold", context -> Outcome.succeeded()))) {
            await().until(() -> server.service()
                    .systemJobs()
                    .get(null, held)
                    .orElseThrow()
                    .status()
                    .equals(StatusCode.SUCCEEDED));
            // Numbers go on where they were: a new operation and a new log line find their place.
            UUID next = server.service().queue().enqueue(Operation.named("noop"));
            await().until(() ->
                    server.service().systemJobs().get(null, next).orElseThrow().isCompleted());
            assertThat(server.service()
                            .systemJobs()
                            .get(null, next)
                            .orElseThrow()
                            .sequence())
                    .isGreaterThan(server.service()
                            .systemJobs()
                            .get(null, held)
                            .orElseThrow()
                            .sequence());
        }
    }

    /** All rows of every table as text, in an order of their own. */
    private static Map<String, String> rows(TestDatabase database) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
            for (String table : Schema.tables(connection)) {
                String columns = String.join(", ", Schema.columns(connection, table));
                try (ResultSet row =
                        statement.executeQuery("SELECT string_agg(t::text, E'\\n' ORDER BY t::text) FROM (SELECT "
                                + columns + " FROM nightshift." + table + ") t")) {
                    row.next();
                    rows.put(table, String.valueOf(row.getString(1)));
                }
            }
        }
        return rows;
    }

    private static void enqueueOne(TestDatabase database) throws SQLException {
        new OperationQueue(QueueStore.open(database.dataSource(), new SystemClock(), "contoso"))
                .enqueue(Operation.named("nobody"));
    }

    @Test
    void aDatabaseWithOperationsIsNotOverwritten() throws Exception {
        try (TestDatabase source = TestDatabase.create(TestDatabase.Version.PG18);
                TestDatabase target = TestDatabase.create(TestDatabase.Version.PG18)) {
            enqueueOne(source);
            enqueueOne(target);
            export(source);
            Map<String, String> before = rows(target);
            assertThatThrownBy(() -> importInto(target))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("not empty");
            assertThat(rows(target)).isEqualTo(before);
        }
    }

    @Test
    void aFileIsNotOverwritten() throws Exception {
        try (TestDatabase source = TestDatabase.create(TestDatabase.Version.PG18)) {
            enqueueOne(source);
            Files.writeString(file, "mine");
            assertThatThrownBy(() -> export(source))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("exists already");
            assertThat(file).hasContent("mine");
            assertThatThrownBy(() -> new Export(source.dataSource(), err, false).write(folder.resolve("no/such/file")))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("does not exist");
        }
    }

    @Test
    void aDatabaseWithoutTheSchemaHasNothingToExport() {
        try (TestDatabase empty = TestDatabase.create(TestDatabase.Version.PG18)) {
            assertThatThrownBy(() -> export(empty))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("nothing to export");
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void whatIsNotAnExportIsRefused() throws Exception {
        try (TestDatabase target = TestDatabase.create(TestDatabase.Version.PG18)) {
            assertThatThrownBy(() -> importInto(target)).hasMessageContaining("There is no file");
            Files.writeString(file, "no zip");
            assertThatThrownBy(() -> importInto(target)).hasMessageContaining("is not an export or is damaged");
        }
    }

    @Test
    void aDamagedExportChangesNothing() throws Exception {
        assertRefused("tables/operation.copy", text -> text.replace("nobody", "nobodi"), "damaged");
        assertRefused("tables/operation.copy", text -> "", "0 rows instead of 1");
    }

    @Test
    void anExportOfAnotherReleaseIsRefused() throws Exception {
        assertRefused("manifest.json", text -> text.replace("\"format\" : 1", "\"format\" : 2"), "format 2");
        assertRefused("manifest.json", text -> text.replace("V002__", "V009__"), "V009__");
    }

    @Test
    void aManifestThatCarriesStatementsIsRefused() throws Exception {
        assertRefused("manifest.json", text -> text.replace("\"lane_note\"", "\"x\\\"; DROP TABLE y\""), "damaged");
        assertRefused(
                "manifest.json", text -> text.replaceFirst("FOR VALUES FROM", "DEFAULT; DROP TABLE y"), "damaged");
    }

    private interface Change {
        String of(String text);
    }

    private void assertRefused(String entry, Change change, String sentence) throws Exception {
        try (TestDatabase source = TestDatabase.create(TestDatabase.Version.PG18);
                TestDatabase target = TestDatabase.create(TestDatabase.Version.PG18)) {
            enqueueOne(source);
            Files.deleteIfExists(file);
            export(source);
            try (FileSystem zip = FileSystems.newFileSystem(file)) {
                String text = Files.readString(zip.getPath(entry));
                assertThat(change.of(text)).isNotEqualTo(text);
                Files.writeString(zip.getPath(entry), change.of(text));
            }
            assertThatThrownBy(() -> importInto(target))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(sentence);
            assertThat(new OperationQueue(QueueStore.open(target.dataSource(), new SystemClock(), "contoso"))
                            .organizations()
                            .all())
                    .containsExactly("contoso");
            assertThat(rows(target).get("operation")).isEqualTo("null");
        }
    }
}
