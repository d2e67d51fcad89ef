package io.nightshift.execution;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** A fresh database with as many nodes on it as a test starts; all of them end with it. */
final class ServiceFixture implements AutoCloseable {

    /**
     * Quick polls and short retries, so that a test waits for milliseconds where a user waits for seconds; and a lease that no
     * pause of a busy machine outlasts, because a node that was too late runs things twice. Who tests leases names one.
     */
    static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(8)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .drain(Duration.ofSeconds(5))
            .retries(new RetrySchedule(Duration.ofMillis(40), 1.2, 5));

    private final TestDatabase database;
    private final HikariDataSource pool;
    private final List<AsyncService> services = new ArrayList<>();
    private AsyncService service;

    ServiceFixture(TestDatabase.Version version) throws SQLException {
        database = TestDatabase.create(version);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(12);
        pool = new HikariDataSource(config);
        service = node(SETTINGS);
    }

    HikariDataSource dataSource() {
        return pool;
    }

    /** A further node, not started. */
    AsyncService node(ServiceSettings settings) throws SQLException {
        return node(settings, ServiceListener.NONE);
    }

    AsyncService node(ServiceSettings settings, ServiceListener listener) throws SQLException {
        QueueStore store = QueueStore.open(pool, new SystemClock(), "default");
        AsyncService node = AsyncService.on(store, settings, listener);
        services.add(node);
        return node;
    }

    /** A further node with a time of its own, not started. */
    AsyncService node(ServiceClock clock, DataSource source, ServiceSettings settings) throws SQLException {
        AsyncService node = AsyncService.on(QueueStore.open(source, clock, "default"), settings, ServiceListener.NONE);
        services.add(node);
        return node;
    }

    /** A further node that no pause of the machine makes lose its lease, however short that is. */
    AsyncService lasting(ServiceSettings settings) throws SQLException {
        RenewalClock clock = new RenewalClock(settings.lease());
        return node(clock, clock.over(pool), settings);
    }

    AsyncService service() {
        return service;
    }

    /** Registers a handler for "work" and starts the first node. */
    ServiceFixture start(OperationHandler handler) throws SQLException {
        service.handle("work", handler).start();
        return this;
    }

    UUID enqueue() throws SQLException {
        return enqueue(Operation.named("work"));
    }

    UUID enqueue(Operation operation) throws SQLException {
        return service.queue().enqueue(operation);
    }

    AsyncOperation get(UUID id) {
        try {
            return service.systemJobs().get(null, id).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    AsyncOperation awaitEnd(UUID id) {
        return await(id, AsyncOperation::isCompleted);
    }

    AsyncOperation awaitStanding(UUID id, Standing standing) {
        return await(id, operation -> operation.standing().equals(standing));
    }

    AsyncOperation await(UUID id, Predicate<AsyncOperation> condition) {
        return org.awaitility.Awaitility.await().until(() -> get(id), condition);
    }

    /** Does by hand what the service would not. */
    void execute(String sql) throws SQLException {
        try (java.sql.Connection connection = pool.getConnection();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void awaitTrue(java.util.concurrent.Callable<Boolean> condition) {
        org.awaitility.Awaitility.await().until(condition);
    }

    @Override
    public void close() throws SQLException {
        services.forEach(AsyncService::close);
        pool.close();
        database.close();
    }
}
