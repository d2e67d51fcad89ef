package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Recurrence.Missed;
import io.nightshift.operation.Recurrence.Overlap;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Single dates of a series on which no occurrence is made. */
class SkippedDatesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Recurrence HOURLY =
            Recurrence.of("FREQ=HOURLY").starting(hour(1)).overlap(Overlap.ALLOW);
    private static final RecurrenceEdit NOTHING = RecurrenceEdit.NOTHING;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void noOccurrenceIsMadeOnADateThatIsSkipped(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            assertThat(edit(fixture, series, NOTHING.skip(hours(1, 3)))).isEqualTo(MoveResult.Kind.MOVED);
            assertThat(edit(fixture, series, NOTHING.skip(hours(3)))).isEqualTo(MoveResult.Kind.UNCHANGED);
            assertThat(fixture.jobs.preview(null, series, 3)).containsExactly(hour(2), hour(4), hour(5));
            assertThat(fixture.jobs.skipped(null, series)).containsExactly(hour(1), hour(3));
            assertThat(fixture.log(series))
                    .containsExactly("ada: edit recurrence, skip " + hour(1) + " " + hour(3) + ": because");

            assertThat(fixture.recurAfter(HOUR)).as("the first").isZero();
            assertThat(fixture.recurAfter(HOUR)).as("the second").isOne();
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(hour(4));
            edit(fixture, series, NOTHING.restore(hours(3)));
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(hour(3));
            assertThat(fixture.log(series).getLast())
                    .isEqualTo("ada: edit recurrence, restore " + hour(3) + ": because");
            assertThat(fixture.recurAfter(HOUR)).as("the third, after all").isOne();

            UUID madeUp = fixture.series(HOURLY.starting(hour(4)).missed(Missed.ALL));
            edit(fixture, madeUp, NOTHING.skip(hours(5, 7)));
            fixture.recurAfter(HOUR.multipliedBy(4).plusSeconds(1));
            assertThat(fixture.occurrences(madeUp)).as("of those at 4 to 7").hasSize(2);
            edit(fixture, madeUp, NOTHING.skip(hours(9)));
            assertThat(fixture.count("SELECT count(*) FROM nightshift.series WHERE cardinality(skipped) = 1"))
                    .as("what has passed is forgotten with the next edit")
                    .isOne();

            UUID counted = fixture.series(
                    Recurrence.of("FREQ=HOURLY;COUNT=3").starting(hour(8)).overlap(Overlap.ALLOW));
            edit(fixture, counted, NOTHING.skip(hours(9, 10)));
            fixture.recurAfter(HOUR);
            assertThat(fixture.get(counted).status()).as("COUNT counts them").isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.occurrences(counted)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aDateIsSkippedAlsoOfASeriesThatIsPostponedPausedOrHasAnotherRule(TestDatabase.Version version)
            throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID postponed = fixture.series(HOURLY);
            fixture.queue.postpone(null, postponed, hour(4), SeriesFixture.ADA);
            edit(fixture, postponed, NOTHING.skip(hours(1, 6)));
            assertThat(fixture.jobs.preview(null, postponed, 3)).containsExactly(hour(4), hour(5), hour(7));
            edit(fixture, postponed, NOTHING.skip(hours(4)));
            assertThat(fixture.get(postponed).postponeUntil()).isEqualTo(hour(5));
            edit(fixture, postponed, NOTHING.restore(hours(6)));
            assertThat(fixture.get(postponed).postponeUntil())
                    .as("still postponed")
                    .isEqualTo(hour(5));
            fixture.queue.move(Move.RESUME, null, postponed, SeriesFixture.ADA);
            assertThat(fixture.get(postponed).postponeUntil())
                    .as("its first date that is not skipped")
                    .isEqualTo(hour(2));

            UUID paused = fixture.series(HOURLY);
            fixture.queue.move(Move.PAUSE, null, paused, SeriesFixture.ADA);
            edit(fixture, paused, NOTHING.skip(hours(1)));
            fixture.queue.move(Move.RESUME, null, paused, SeriesFixture.ADA);
            assertThat(fixture.get(paused).postponeUntil()).isEqualTo(hour(2));

            UUID daily = fixture.series(HOURLY);
            Instant nextDay = Instant.parse("2031-03-31T05:30:00Z");
            edit(fixture, daily, NOTHING.skip(hours(2)));
            edit(
                    fixture,
                    daily,
                    NOTHING.pattern("FREQ=DAILY")
                            .starting(Instant.parse("2031-03-01T06:30:00Z"))
                            .in(ZoneId.of("Europe/Berlin"))
                            .skip(Set.of(Instant.parse("2031-03-30T05:30:00Z"))));
            assertThat(fixture.get(daily).postponeUntil())
                    .as("07:30 in Berlin, the day after the clocks went forward")
                    .isEqualTo(nextDay);
            assertThat(fixture.jobs.skipped(null, daily))
                    .as("what the new rule does not have is of no account")
                    .containsExactly(Instant.parse("2031-03-30T05:30:00Z"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aDateThatTheRuleDoesNotHaveIsRefusedAndNothingIsChanged(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            fixture.recurAfter(HOUR);
            for (RecurrenceEdit bad : List.of(
                    NOTHING.skip(hours(1)), // now
                    NOTHING.restore(hours(-1)),
                    NOTHING.skip(Set.of(hour(2).plusSeconds(1))),
                    NOTHING.skip(Set.of(hour(2).plusMillis(1))),
                    NOTHING.skip(Set.of(Instant.MAX)),
                    NOTHING.skip(hours(2)).restore(hours(2, 3)),
                    NOTHING.pattern("FREQ=DAILY").skip(hours(2)),
                    NOTHING.skip(IntStream.range(2, 1003)
                            .mapToObj(SkippedDatesTest::hour)
                            .collect(Collectors.toSet())))) {
                refused(ErrorCode.INVALID_ARGUMENT, () -> edit(fixture, series, bad));
            }
            UUID last = fixture.series(
                    Recurrence.of("FREQ=HOURLY;COUNT=2").starting(hour(2)).overlap(Overlap.ALLOW));
            refused(ErrorCode.INVALID_RECURRENCE_PATTERN, () -> edit(fixture, last, NOTHING.skip(hours(2, 3))));
            assertThat(fixture.jobs.preview(null, last, 2)).containsExactly(hour(2), hour(3));
            assertThat(fixture.jobs.skipped(null, series)).isEmpty();
            assertThat(fixture.log(series)).isEmpty();
        }
    }

    private static Instant hour(int hours) {
        return SeriesFixture.START.plus(HOUR.multipliedBy(hours));
    }

    private static Set<Instant> hours(int... hours) {
        return IntStream.of(hours).mapToObj(SkippedDatesTest::hour).collect(Collectors.toSet());
    }

    private static MoveResult.Kind edit(SeriesFixture fixture, UUID id, RecurrenceEdit edit) throws SQLException {
        return fixture.queue
                .editRecurrence(null, id, edit, SeriesFixture.ADA)
                .orThrow()
                .kind();
    }

    private static void refused(ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(code.code()));
    }
}
