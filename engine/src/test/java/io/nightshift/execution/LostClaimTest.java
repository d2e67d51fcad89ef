package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claims;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A claim took effect and its answer was lost: the node must not hold for ever what it does not know of. */
class LostClaimTest {

    private static final Duration LEASE = Duration.ofSeconds(2);

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatTheNodeHoldsWithoutKnowingItIsGivenBack(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            // Of another message than the node handles, so that only the claim below can take it.
            UUID id = fixture.enqueue(Operation.named("other"));
            AsyncService node = fixture.lasting(ServiceFixture.SETTINGS.lease(Duration.ofSeconds(1)));
            node.handle("work", context -> Outcome.succeeded()).start();
            long nodeId = node.nodes().nodes().getFirst().id();
            Bucket bucket = new Bucket(1, 1, 0, "other");
            assertThat(new Claims(node.store()).claim(nodeId, Map.of(bucket, 1)))
                    .hasSize(1);
            AsyncOperation given = fixture.await(id, o -> o.status() == StatusCode.WAITING_FOR_RESOURCES);
            assertThat(given.attempt()).as("it was never started").isZero();
        }
    }

    /** A database that is slow to record keeps results waiting for longer than a lease; they are not lost claims. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatWaitsToBeRecordedIsNotGivenBack(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version);
                Connection other = fixture.dataSource().getConnection()) {
            CountDownLatch locked = new CountDownLatch(1);
            AsyncService node = fixture.lasting(ServiceFixture.SETTINGS.lease(LEASE));
            node.handle("first", context -> {
                locked.await();
                return Outcome.succeeded();
            });
            node.handle("second", context -> new Outcome.Retry(1, "come again", Duration.ofHours(1)));
            UUID first = fixture.enqueue(Operation.named("first"));
            node.start();
            fixture.await(first, o -> o.status() == StatusCode.IN_PROGRESS);
            other.setAutoCommit(false);
            try (PreparedStatement lock =
                    other.prepareStatement("SELECT 1 FROM nightshift.operation WHERE operation_id = ? FOR UPDATE")) {
                lock.setObject(1, first);
                lock.execute();
            }
            locked.countDown();
            ServiceFixture.awaitTrue(() -> number(
                            fixture,
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database()")
                    > 0);
            UUID second = fixture.enqueue(Operation.named("second"));
            fixture.await(second, o -> o.status() == StatusCode.IN_PROGRESS);
            Instant before = node.nodes().nodes().getFirst().renewedOn();
            // What it holds is compared once in a lease, and missed when it was unknown twice.
            Instant enough = before.plus(LEASE.multipliedBy(5).dividedBy(2));
            ServiceFixture.awaitTrue(
                    () -> node.nodes().nodes().getFirst().renewedOn().isAfter(enough));
            other.rollback();
            assertThat(fixture.awaitEnd(first).attempt()).isEqualTo(1);
            AsyncOperation retried = fixture.awaitStanding(second, Standing.suspended(Cause.RETRY));
            assertThat(retried.attempt()).isEqualTo(1);
        }
    }

    private static long number(ServiceFixture fixture, String sql) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
