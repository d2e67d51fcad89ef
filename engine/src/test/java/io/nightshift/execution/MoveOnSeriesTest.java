package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Moves of people that meet a date of a series, or a row that somebody else holds. */
class MoveOnSeriesTest {

    private static final Author ADA = Author.of("ada");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aResumeLiftsThePostponementOfASeries(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            UUID series = fixture.enqueue(Operation.named("work")
                    .recurrence(Recurrence.of("FREQ=HOURLY").starting(Instant.parse("2030-01-01T00:00:00Z"))));
            Instant first = fixture.get(series).postponeUntil();
            fixture.service().queue().postpone(null, series, first.plus(Duration.ofDays(40)), ADA);
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(first.plus(Duration.ofDays(40)));
            fixture.service().queue().move(Move.RESUME, null, series, ADA);
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(first);
            // Where nothing was postponed nothing changes.
            fixture.service().queue().move(Move.RESUME, null, series, ADA);
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aRowThatSomebodyHoldsIsNotWaitedForWithoutEnd(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version);
                Connection other = fixture.dataSource().getConnection()) {
            UUID id = fixture.enqueue();
            other.setAutoCommit(false);
            try (var statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM nightshift.operation FOR UPDATE");
            }
            assertThatThrownBy(() -> fixture.service().queue().move(Move.CANCEL, null, id, ADA))
                    .isInstanceOfSatisfying(
                            ServiceFault.class,
                            fault -> assertThat(fault.errorCode()).isEqualTo(ErrorCode.SERVER_BUSY.code()))
                    .hasMessageContaining("nothing was moved");
            other.rollback();
            other.setAutoCommit(true);
            assertThat(fixture.get(id).standing()).isEqualTo(Standing.READY);
        }
    }
}
