package io.nightshift.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema comes to be once, whoever starts when. */
class MigrationsTest {

    private static final int STARTERS = 20;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void twentyThatStartAtTheSameInstantOnAnEmptyDatabaseAllSucceed(TestDatabase.Version version) throws Exception {
        CyclicBarrier start = new CyclicBarrier(STARTERS);
        try (TestDatabase database = TestDatabase.create(version);
                ExecutorService threads = Executors.newFixedThreadPool(STARTERS)) {
            Callable<Integer> starter = () -> {
                start.await();
                QueueStore store = QueueStore.open(database.dataSource(), new SystemClock(), "default");
                new OperationQueue(store).enqueue(Operation.named("work").data("x".repeat(3000)));
                return 1;
            };
            List<Future<Integer>> started = new ArrayList<>();
            for (int i = 0; i < STARTERS; i++) {
                started.add(threads.submit(starter));
            }
            for (Future<Integer> one : started) {
                assertThat(one.get()).isEqualTo(1);
            }
            assertThat(number(database, "SELECT count(*) FROM nightshift.operation"))
                    .isEqualTo(STARTERS);
            assertThat(number(database, "SELECT count(*) FROM nightshift.migration"))
                    .as("each migration once")
                    .isEqualTo(2);
            assertThat(number(database, "SELECT count(*) FROM nightshift.organization"))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aMigrationThatWasChangedIsRefusedAndOneOfANewerReleaseIsNot(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version)) {
            QueueStore.open(database.dataSource(), new SystemClock(), "default");
            execute(database, "INSERT INTO nightshift.migration (name, checksum) VALUES ('V999__later.sql', 'x')");
            QueueStore.open(database.dataSource(), new SystemClock(), "default");
            execute(database, "UPDATE nightshift.migration SET checksum = 'y'");
            assertThatThrownBy(() -> QueueStore.open(database.dataSource(), new SystemClock(), "default"))
                    .hasMessageContaining("V001__operation.sql")
                    .hasMessageContaining("Start the release that made the database");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aDataSourceOfAnotherIsolationIsRefusedWithWhatToDo(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version)) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource());
            config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
            try (HikariDataSource pool = new HikariDataSource(config)) {
                assertThatThrownBy(() -> QueueStore.open(pool, new SystemClock(), "default"))
                        .hasMessageContaining("set its transaction isolation to READ COMMITTED");
            }
        }
    }

    private static void execute(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int number(TestDatabase database, String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
