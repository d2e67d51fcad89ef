package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process that stands still in the middle of a promotion must not make the promoters of all other nodes stand still. */
class FrozenPromoterTest {

    @ParameterizedTest
    @Timeout(240)
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void slotsThatSomebodyIsGivingAwayForEverHoldUpNobodyElse(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version);
                Connection frozen = fixture.dataSource().getConnection()) {
            frozen.setAutoCommit(false);
            UUID earlierInLimit = fixture.queue.enqueue(Operation.named("work").limit("limit", 1));
            UUID laterInLimit = fixture.queue.enqueue(Operation.named("work").limit("limit", 1));
            UUID earlierInLane = fixture.queue.enqueue(Operation.named("work").token("lane"));
            UUID laterInLane = fixture.queue.enqueue(Operation.named("work").token("lane"));
            // It looked when the earlier ones could not be seen yet, and has not committed.
            give(frozen, "limit_slot", laterInLimit);
            give(frozen, "lane_slot", laterInLane);
            UUID other = fixture.queue.enqueue(Operation.named("work").token("other"));
            UUID another = fixture.queue.enqueue(Operation.named("work").limit("another", 1));
            Promotions promotions = new Promotions(fixture.store);
            promotions.promote();
            assertThat(holds(fixture, other)).isTrue();
            assertThat(holds(fixture, another)).isTrue();
            assertThat(holds(fixture, earlierInLimit)).isFalse();
            assertThat(holds(fixture, earlierInLane)).isFalse();

            frozen.rollback();
            promotions.promote();
            assertThat(holds(fixture, earlierInLimit)).isTrue();
            assertThat(holds(fixture, earlierInLane)).isTrue();
        }
    }

    private static void give(Connection connection, String slot, UUID id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(
                            "UPDATE nightshift.operation SET " + slot + " = 0 WHERE operation_id = '" + id + "'"))
                    .isOne();
        }
    }

    private static boolean holds(SeriesFixture fixture, UUID id) throws SQLException {
        return fixture.count("SELECT count(*) FROM nightshift.operation WHERE operation_id = '" + id
                        + "' AND coalesce(lane_slot, limit_slot) IS NOT NULL")
                == 1;
    }
}
