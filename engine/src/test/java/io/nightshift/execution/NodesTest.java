package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several nodes on one database: sharing, stopping, dying. */
class NodesTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void twoNodesNeverRunTheSameOperation(TestDatabase.Version version) throws Exception {
        ConcurrentHashMap<UUID, Integer> runs = new ConcurrentHashMap<>();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                ids.add(fixture.enqueue());
            }
            for (String name : List.of("one", "two")) {
                fixture.node(ServiceFixture.SETTINGS.nodeName(name))
                        .handle("work", context -> {
                            runs.merge(context.id(), 1, Integer::sum);
                            return Outcome.succeeded();
                        })
                        .start();
            }
            ids.forEach(fixture::awaitEnd);
            assertThat(runs)
                    .hasSize(300)
                    .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aStoppingNodeGivesBackWhatItCannotFinish(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService stopping = fixture.node(ServiceFixture.SETTINGS.drain(Duration.ofMillis(100)));
            stopping.handle("work", context -> {
                new CountDownLatch(1).await();
                return Outcome.succeeded();
            });
            stopping.start();
            UUID id = fixture.enqueue();
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            stopping.close();
            AsyncOperation given = fixture.get(id);
            assertThat(given.standing()).isEqualTo(Standing.READY);
            assertThat(given.retryCount()).isZero();
            fixture.start(context -> Outcome.succeeded());
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatComesWhileANodeStopsDoesNotStart(TestDatabase.Version version) throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version);
                Connection lock = fixture.dataSource().getConnection();
                Statement statement = lock.createStatement();
                ExecutorService stopper = Executors.newVirtualThreadPerTaskExecutor()) {
            fixture.start(context -> {
                started.incrementAndGet();
                return Outcome.succeeded();
            });
            // A claim waits for the row of its node.
            lock.setAutoCommit(false);
            statement.execute("SELECT 1 FROM nightshift.node FOR UPDATE");
            UUID id = fixture.enqueue();
            // Asked anew each time: within one transaction PostgreSQL shows the activity of its first look.
            ServiceFixture.awaitTrue(() -> isWaiting(fixture));
            Future<?> stopped = stopper.submit(fixture.service()::close);
            Awaitility.await().until(() -> !fixture.service().isReady());
            lock.rollback();
            stopped.get(120, TimeUnit.SECONDS);
            assertThat(started).hasValue(0);
            assertThat(fixture.get(id).status()).isEqualTo(StatusCode.WAITING_FOR_RESOURCES);
            assertThat(fixture.get(id).startedOn()).isNull();
        }
    }

    private static boolean isWaiting(ServiceFixture fixture) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                ResultSet row = connection
                        .createStatement()
                        .executeQuery("SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND datname = current_database()"
                                + " AND query LIKE '%FOR SHARE%' AND pid <> pg_backend_pid())")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatADeadNodeHeldRunsElsewhereAndItsOwnResultIsFenced(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger fenced = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        ServiceListener listener = new ServiceListener() {
            @Override
            public void fenced(io.nightshift.queue.Claim claim, io.nightshift.operation.Move move) {
                fenced.incrementAndGet();
            }

            @Override
            public void leaseLost() {
                lost.incrementAndGet();
            }
        };
        // Long leases: the dying node begins anew once its handler has ended or its lease is over, and by then another
        // has taken over.
        ServiceSettings settings = ServiceFixture.SETTINGS;
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService dying = fixture.node(settings.nodeName("dying"), listener);
            dying.handle("work", context -> {
                boolean waited = false;
                while (!waited) {
                    try {
                        goOn.await();
                        waited = true;
                    } catch (InterruptedException deafOnPurpose) {
                        // This handler ignores every interrupt, as code does that never looks.
                    }
                }
                return Outcome.succeeded("from the dead");
            });
            dying.start();
            UUID id = fixture.enqueue();
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            // As if another node had watched it for a whole lease.
            try (Connection connection = fixture.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("UPDATE nightshift.node SET alive = false WHERE name = 'dying'");
            }
            AsyncService other = fixture.node(settings.nodeName("other"));
            other.handle("work", context -> Outcome.succeeded("from the living"))
                    .start();
            AsyncOperation ended = fixture.awaitEnd(id);
            assertThat(ended.hostId()).isEqualTo("other");
            assertThat(ended.attempt()).isEqualTo(2);
            assertThat(fixture.service().systemJobs().attempts(null, id))
                    .singleElement()
                    .satisfies(attempt -> {
                        assertThat(attempt.move()).isEqualTo("rescue");
                        assertThat(attempt.host()).isEqualTo("dying");
                    });
            goOn.countDown();
            ServiceFixture.awaitTrue(() -> fenced.get() == 1 && lost.get() >= 1);
            assertThat(fixture.service().systemJobs().result(null, id)).contains("from the living");
            ServiceFixture.awaitTrue(() -> dying.health().ready());
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aSilentNodeIsDeclaredDeadByAnotherThatWatchedItForALease(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            try (Connection connection = fixture.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO nightshift.node (node_id, name, lease_millis, slots, version, handlers,"
                        + " started_on, renewed_on) VALUES (7, 'silent', 1000, 1, 'test', '{}', clock_timestamp(),"
                        + " clock_timestamp())");
            }
            fixture.node(ServiceFixture.SETTINGS).start();
            ServiceFixture.awaitTrue(() -> fixture.service().nodes().nodes().stream()
                    .anyMatch(node -> node.name().equals("silent") && !node.alive()));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aNameRegisteredTwiceOrTooLateIsAnError(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> Outcome.succeeded())) {
            AsyncService node = fixture.node(ServiceFixture.SETTINGS).handle("once", context -> Outcome.succeeded());
            assertThatThrownBy(() -> node.handle("once", context -> Outcome.succeeded()))
                    .hasMessageContaining("'once' is registered already");
            assertThatThrownBy(() -> fixture.service().handle("late", context -> Outcome.succeeded()))
                    .hasMessageContaining("before the service is started");
            assertThat(Operation.named("once").type().code()).isZero();
        }
    }
}
