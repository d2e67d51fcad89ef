package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database lives as long as the process that started it, whatever happens to either. */
class SharedLifeTest {

    @TempDir
    Path home;

    @Test
    void killingTheProcessHardStopsTheDatabaseCleanly() throws Exception {
        try (ChildProcess process = start()) {
            process.ask("start");
            process.ask("insert");
            process.killHard();
            awaitNoPostgres();
        }
        assertThat(log()).contains("received fast shutdown request").contains("database system is shut down");
        assertRowsAfterRestart(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalToTheProcessGroupLetsTheProcessFinishItsWorkFirst(String signal) throws Exception {
        try (ChildProcess process = start()) {
            process.ask("start");
            process.ask("insert");
            process.signalGroup(signal);
            assertThat(process.answer()).isEqualTo("DRAINED");
            process.awaitEnd();
            assertThat(ChildProcess.postgresIn(home)).isEmpty();
        }
        assertRowsAfterRestart(2);
    }

    @Test
    void killingTheDatabaseHardIsNoticedAndNothingIsLost() throws Exception {
        PostgresServer.Settings settings = settings();
        PostgresServer server = PostgresServer.start(settings);
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            connection.createStatement().execute("create table journal (id int)");
            connection.createStatement().execute("insert into journal values (1)");
            // A child that computes does not look up when its parent dies.
            CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> compute(connection));
            await().until(() -> isActive(server));
            ChildProcess.kill("KILL", server.pid());
            assertThat(server.ended()).succeedsWithin(Patience.LIMIT);
            server.close();
            try (PostgresServer again = PostgresServer.start(settings);
                    var other = DriverManager.getConnection(again.jdbcUrl(), again.user(), again.password());
                    var rows = other.createStatement().executeQuery("select count(*) from journal")) {
                rows.next();
                assertThat(rows.getInt(1)).isEqualTo(1);
                assertThat(busy).succeedsWithin(Patience.LIMIT);
            }
        }
        assertThat(log()).contains("database system was not properly shut down");
    }

    @Test
    void killingBothHardLosesNothing() throws Exception {
        try (ChildProcess process = start()) {
            long postgres = Long.parseLong(process.ask("start"));
            process.ask("insert");
            ChildProcess.kill("KILL", postgres);
            process.killHard();
        }
        assertRowsAfterRestart(1);
        awaitNoPostgres();
    }

    @Test
    void killingTheProcessWhileItMakesTheDatabaseLeavesNothingBehind() throws Exception {
        try (ChildProcess process = start()) {
            CompletableFuture.runAsync(() -> askAndIgnore(process));
            await().until(() -> isMakingTheDatabase());
            process.killHard();
        }
        assertThat(home.resolve("postgres")).doesNotExist();
        try (PostgresServer server = PostgresServer.start(settings())) {
            assertThat(server.isRunning()).isTrue();
        }
        PostgresServer.start(settings()).close();
        try (var names = Files.list(home)) {
            assertThat(names.map(name -> name.getFileName().toString()))
                    .containsExactlyInAnyOrder("lock", "password", "postgres", "postgresql.log");
        }
    }

    @Test
    void anOrphanThatEndsIsAwaitedAndOneThatDoesNotIsNamed() throws Exception {
        try (ChildProcess process = start()) {
            long orphan = Long.parseLong(process.ask("start"));
            process.ask("insert");
            ChildProcess.kill("STOP", orphan);
            process.killHard();
            assertThatThrownBy(() -> PostgresServer.start(settings()))
                    .isInstanceOf(PostgresStartException.class)
                    .hasMessageContaining("in use by the PostgreSQL process " + orphan + ":");
            CompletableFuture<PostgresServer> start =
                    CompletableFuture.supplyAsync(() -> PostgresServer.start(settings()));
            await().until(() -> Files.readString(home.resolve("lock"))
                    .strip()
                    .equals(Long.toString(ProcessHandle.current().pid())));
            ChildProcess.kill("CONT", orphan);
            start.join().close();
        }
        assertRowsAfterRestart(1);
    }

    @Test
    void aLiveProcessOnTheSameFolderIsNamed() throws Exception {
        try (ChildProcess process = start()) {
            process.ask("start");
            assertThatThrownBy(() -> PostgresServer.start(settings()))
                    .isInstanceOf(PostgresStartException.class)
                    .hasMessageContaining("in use by process " + process.pid() + ":");
            assertThat(process.ask("insert")).isEmpty();
        }
    }

    private boolean isMakingTheDatabase() throws IOException {
        try (var folders = Files.newDirectoryStream(home, ".initdb-*")) {
            for (Path folder : folders) {
                return Files.exists(folder.resolve("PG_VERSION"));
            }
        }
        return false;
    }

    private ChildProcess start() throws IOException {
        return ChildProcess.start(home, TestDatabase.programs(TestDatabase.Version.PG18));
    }

    private PostgresServer.Settings settings() {
        return TestDatabase.settings(TestDatabase.Version.PG18, home);
    }

    private void assertRowsAfterRestart(int rows) throws Exception {
        try (ChildProcess process = start()) {
            process.ask("start");
            assertThat(process.ask("count")).isEqualTo(Integer.toString(rows));
        }
    }

    private void awaitNoPostgres() {
        await().untilAsserted(() -> assertThat(ChildProcess.postgresIn(home)).isEmpty());
    }

    private String log() throws IOException {
        return Files.readString(home.resolve("postgresql.log"));
    }

    /** Again and again, so that it is met at it however late somebody looks. */
    private static void compute(Connection connection) {
        try {
            while (true) {
                connection
                        .createStatement()
                        .execute("do $$ declare stop timestamptz := clock_timestamp() + interval '3 s';"
                                + " begin while clock_timestamp() < stop loop end loop; end $$");
            }
        } catch (SQLException e) {
            // its server was killed
        }
    }

    private static boolean isActive(PostgresServer server) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var rows = connection
                        .createStatement()
                        .executeQuery("select 1 from pg_stat_activity"
                                + " where query like 'do %' and pid <> pg_backend_pid() and state = 'active'")) {
            return rows.next();
        }
    }

    private static void askAndIgnore(ChildProcess process) {
        try {
            process.ask("start");
        } catch (IOException | AssertionError e) {
            // it is killed meanwhile
        }
    }
}
