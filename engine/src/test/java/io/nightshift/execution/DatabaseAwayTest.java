package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.Patience;
import io.nightshift.postgres.PostgresServer;
import io.nightshift.postgres.PostgresStartException;
import io.nightshift.queue.QueueStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database goes away under a running node and comes back, or does not. */
class DatabaseAwayTest {

    @TempDir
    Path folder;

    @Test
    void aNodeWorksAgainByItselfAfterARestartOfTheDatabaseAndNothingIsLost() throws Exception {
        PostgresServer.Settings home = PostgresServer.Settings.in(folder.resolve("postgres"));
        PostgresServer server = PostgresServer.start(home);
        try (HikariDataSource pool = pool(server, 10, Duration.ofSeconds(10));
                AsyncService service = service(pool, Duration.ofSeconds(2))) {
            execute(pool, "CREATE TABLE effect (id uuid PRIMARY KEY)");
            service.handle("plain", context -> slowly(Outcome.succeeded("done")))
                    .handle(
                            "transaction",
                            context -> context.transaction(connection -> {
                                try (var insert = connection.prepareStatement("INSERT INTO effect VALUES (?)")) {
                                    insert.setObject(1, context.id());
                                    insert.executeUpdate();
                                }
                                return slowly(Outcome.succeeded());
                            }))
                    .start();
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                ids.add(service.queue()
                        .enqueue(Operation.named(i % 2 == 0 ? "plain" : "transaction")
                                .token(i % 5 == 0 ? "lane" : null)));
            }
            await(() ->
                    service.systemJobs().get(null, ids.get(10)).orElseThrow().isCompleted());
            int port = server.port();
            server.close();
            // Longer than the lease: the node must find its way to a new one.
            await(() -> !service.isReady());
            server = restart(home.withPort(port));
            await(service::isReady);
            await(() -> service.systemJobs().counts(null).entrySet().stream()
                            .filter(count -> count.getKey().status().isFinal())
                            .mapToLong(java.util.Map.Entry::getValue)
                            .sum()
                    == ids.size());
            for (UUID id : ids) {
                AsyncOperation ended = service.systemJobs().get(null, id).orElseThrow();
                assertThat(ended.status()).as(String.valueOf(ended)).isEqualTo(StatusCode.SUCCEEDED);
            }
            assertThat(count(pool, "SELECT count(*) FROM effect")).isEqualTo(100);
        } finally {
            server.close();
        }
    }

    @Test
    void aNodeWhoseDatabaseIsAwayClosesWithinItsLimits() throws Exception {
        PostgresServer server = PostgresServer.start(PostgresServer.Settings.in(folder.resolve("postgres")));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (HikariDataSource pool = pool(server, 4, Duration.ofSeconds(2));
                AsyncService service = service(pool, Duration.ofSeconds(5))) {
            service.handle("work", context -> {
                        started.countDown();
                        goOn.await();
                        return Outcome.succeeded();
                    })
                    .start();
            service.queue().enqueue(Operation.named("work"));
            started.await();
            server.close();
            Thread closing = Thread.ofPlatform().start(service::close);
            goOn.countDown();
            closing.join(TimeUnit.SECONDS.toMillis(120));
            assertThat(closing.isAlive()).isFalse();
            assertThat(service.health().reason()).isEqualTo("stopped");
        } finally {
            server.close();
        }
    }

    @Test
    void aPoolOfTwoIsEnoughForManyHandlersInTransactions() throws Exception {
        PostgresServer server = PostgresServer.start(PostgresServer.Settings.in(folder.resolve("postgres")));
        ServiceSettings settings = ServiceFixture.SETTINGS.hints(HintConnection.NONE);
        try (HikariDataSource pool = pool(server, 2, Patience.LIMIT);
                AsyncService service =
                        AsyncService.on(pool, settings, QueueStore.DEFAULT_ORGANIZATION, ServiceListener.NONE)) {
            service.handle(
                            "work",
                            context -> context.transaction(connection -> {
                                context.queue().enqueue(connection, Operation.named("child"));
                                return slowly(Outcome.succeeded("r".repeat(3000)));
                            }))
                    .handle("child", context -> Outcome.succeeded())
                    .start();
            for (int i = 0; i < 100; i++) {
                service.queue()
                        .enqueue(Operation.named("work").data("d".repeat(3000)).token(i % 3 == 0 ? "lane" : null));
            }
            await(() -> service.systemJobs().counts(null).getOrDefault(io.nightshift.operation.Standing.SUCCEEDED, 0L)
                    == 200);
        } finally {
            server.close();
        }
    }

    /** Somebody may have taken the port meanwhile, for a moment, as the end of a connection of his own. */
    private static PostgresServer restart(PostgresServer.Settings settings) {
        return Awaitility.await()
                .ignoreException(PostgresStartException.class)
                .until(() -> PostgresServer.start(settings), Objects::nonNull);
    }

    /** Work of 20 ms. */
    private static Outcome slowly(Outcome outcome) {
        try {
            boolean counted = new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
            return counted ? Outcome.failed(ErrorCode.ISV_UNEXPECTED, "nobody counts down") : outcome;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AsyncService service(HikariDataSource pool, Duration lease) throws SQLException {
        ServiceSettings settings = ServiceFixture.SETTINGS.lease(lease);
        return AsyncService.on(pool, settings, QueueStore.DEFAULT_ORGANIZATION, ServiceListener.NONE);
    }

    private static HikariDataSource pool(PostgresServer server, int size, Duration patience) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(patience.toMillis());
        return new HikariDataSource(config);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().ignoreExceptions().until(condition);
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(HikariDataSource pool, String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
