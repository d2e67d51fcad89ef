package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.Settlement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While a snapshot is held, nothing that was claimed can be cleared away: a claim must not walk it again and again. */
class FloorsTest {

    private static final int BATCH = 500;
    private static final int ROUNDS = 24;
    private static final long NODE = 1;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatWasDrainedUnderAnOldSnapshotIsNotWalked(TestDatabase.Version version) throws Exception {
        try (Fixture fixture = new Fixture(version);
                Connection old = fixture.pool.getConnection()) {
            Floors none = new Floors(fixture.claims, fixture.clock, Long.MAX_VALUE);
            Floors floors = new Floors(fixture.claims, fixture.clock, 0);
            fixture.round(none);
            snapshot(old);
            long fresh = fixture.round(none);
            floors.look(); // slow, so that there are floors from now on
            List<Long> later = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                floors.tick();
                later.add(fixture.round(floors));
            }
            assertThat(later.subList(4, ROUNDS))
                    .as("pages that look and claim touch; the first one touched %d", fresh)
                    .allMatch(pages -> pages < 1.3 * fresh);
            assertThat(fixture.round(none)).as("pages without floors").isGreaterThan(fresh + 700);
            old.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatLiesBelowTheFloorIsFoundByTheNextLook(TestDatabase.Version version) throws Exception {
        try (Fixture fixture = new Fixture(version);
                Connection slow = fixture.pool.getConnection()) {
            Floors floors = new Floors(fixture.claims, fixture.clock, 0);
            fixture.round(floors);
            slow.setAutoCommit(false);
            UUID late = fixture.queue.enqueue(slow, Operation.named("work"));
            UUID first = fixture.queue.enqueue(Operation.named("work"));
            floors.tick();
            assertThat(floors.claim(NODE, List.of(new Claims.Wanted(fixture.bucket(), 1, 0, 0))))
                    .extracting(Claim::id)
                    .containsExactly(first);
            for (int i = 0; i < 4; i++) {
                fixture.round(floors);
            }
            slow.commit();
            List<Claims.Wanted> all = List.of(new Claims.Wanted(fixture.bucket(), BATCH, 0, 0));
            assertThat(floors.claim(NODE, all)).as("below the floor").isEmpty();
            assertThat(floors.look())
                    .as("known, and asked again")
                    .extracting(Claims.Ready::bucket)
                    .containsExactly(fixture.bucket());
            fixture.clock.nanos += 20 * Floors.GRACE_NANOS;
            floors.tick();
            assertThat(floors.claim(NODE, all)).extracting(Claim::id).containsExactly(late);

            // What somebody of this process has set free lies anywhere, and is taken at once.
            UUID back = fixture.queue.enqueue(Operation.named("work"));
            fixture.execute("UPDATE nightshift.operation SET sequence = 1 WHERE operation_id = '" + back + "'");
            assertThat(floors.claim(NODE, all)).isEmpty();
            floors.lower(fixture.bucket());
            assertThat(floors.claim(NODE, all)).extracting(Claim::id).containsExactly(back);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whereLooksAreQuickThereIsNoFloor(TestDatabase.Version version) throws Exception {
        try (Fixture fixture = new Fixture(version)) {
            Floors floors = new Floors(fixture.claims, fixture.clock, Long.MAX_VALUE);
            assertThat(floors.tick()).as("until an alarm").isEqualTo(300_000_000_000L);
            fixture.round(floors);
            assertThat(floors.look()).as("asked the database").isEmpty();
        }
    }

    private static void snapshot(Connection old) throws SQLException {
        old.setAutoCommit(false);
        old.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = old.createStatement()) {
            statement.executeQuery("SELECT count(*) FROM nightshift.operation").close();
        }
    }

    private static final class Hand implements ServiceClock {
        private long nanos = 1;

        @Override
        public Instant now() {
            return Instant.parse("2031-03-01T12:00:00Z");
        }

        @Override
        public long nanos() {
            return nanos;
        }
    }

    /** An empty queue with a node, driven by hand. */
    private static final class Fixture implements AutoCloseable {
        private final TestDatabase database;
        private final HikariDataSource pool;
        private final Hand clock = new Hand();
        private final OperationQueue queue;
        private final Claims claims;
        private final Recorder recorder;

        Fixture(TestDatabase.Version version) throws SQLException {
            database = TestDatabase.create(version);
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource());
            config.setMaximumPoolSize(4);
            pool = new HikariDataSource(config);
            execute("CREATE EXTENSION pg_stat_statements");
            QueueStore store = QueueStore.open(pool, clock, QueueStore.DEFAULT_ORGANIZATION);
            execute("ALTER TABLE nightshift.operation SET (autovacuum_enabled = false)");
            queue = new OperationQueue(store);
            claims = new Claims(store);
            recorder = new Recorder(store, () -> NODE);
            new Nodes(store)
                    .register(new Nodes.Registration(NODE, "node", 60_000, 50, "test", List.of("message:work")));
        }

        Bucket bucket() throws SQLException {
            return new Bucket((int) number("SELECT organization_id FROM nightshift.organization"), 1, 0, "work");
        }

        /** So many are enqueued, claimed and ended within a second and a bit; returns the pages that look and claim touched. */
        long round(Floors floors) throws SQLException {
            queue.enqueue(Collections.nCopies(BATCH, Operation.named("work")));
            number("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) AS done");
            floors.look();
            List<Claim> claimed = floors.claim(NODE, List.of(new Claims.Wanted(bucket(), BATCH, 0, 0)));
            assertThat(claimed).hasSize(BATCH);
            long pages = number("SELECT sum(shared_blks_hit + shared_blks_read) FROM pg_stat_statements WHERE dbid ="
                    + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                    + " AND query LIKE '%nightshift.operation%'");
            recorder.record(claimed.stream()
                    .map(claim -> Settlement.succeeded(claim, null))
                    .toList());
            clock.nanos += Floors.GRACE_NANOS + 1;
            return pages;
        }

        long number(String query) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() {
            pool.close();
            database.close();
        }
    }
}
