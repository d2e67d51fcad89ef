package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Kept;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Recurrence.Missed;
import io.nightshift.operation.Recurrence.Overlap;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a series makes and when, and what people do to it. */
class SeriesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Recurrence HOURLY = Recurrence.of("FREQ=HOURLY;").starting(SeriesFixture.START.plus(HOUR));

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anExtraOccurrenceLeavesTheDatesAsTheyAre(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            UUID extra = fixture.queue.runNow(null, series, SeriesFixture.ADA);
            assertThat(fixture.get(extra).parentId()).isEqualTo(series);
            assertThat(fixture.jobs.data(null, extra)).contains("what to do");
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(SeriesFixture.START.plus(HOUR));
            assertThat(fixture.log(series)).containsExactly("ada: run now as " + extra + ": because");

            // It has not ended, and occurrences of this series must not overlap.
            assertThat(fixture.recurAfter(HOUR)).isEqualTo(1);
            assertThat(fixture.occurrences(series)).hasSize(1);
            fixture.queue.move(Move.CANCEL, null, extra, SeriesFixture.ADA);
            fixture.recurAfter(HOUR);
            assertThat(fixture.occurrences(series)).hasSize(2);

            fixture.queue.move(Move.PAUSE, null, series, SeriesFixture.ADA);
            UUID third = fixture.queue.runNow(null, series, SeriesFixture.ADA);
            assertThat(fixture.get(third).standing()).isEqualTo(Standing.READY);
            assertThat(fixture.get(series).cause()).isEqualTo(Cause.PAUSED);
            assertThat(fixture.recurAfter(HOUR)).as("paused").isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void twoThatRunAtOnceBothStandInTheWayOfTheNext(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            fixture.recurAfter(HOUR);
            UUID scheduled = fixture.occurrences(series).getFirst().id();
            UUID extra = fixture.queue.runNow(null, series, SeriesFixture.ADA);
            fixture.queue.move(Move.CANCEL, null, extra, SeriesFixture.ADA);
            fixture.recurAfter(HOUR);
            assertThat(fixture.occurrences(series))
                    .as("the first one has not ended")
                    .hasSize(2);
            fixture.queue.move(Move.CANCEL, null, scheduled, SeriesFixture.ADA);
            fixture.recurAfter(HOUR);
            assertThat(fixture.occurrences(series)).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anotherRuleCountsFromNowOn(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY.overlap(Overlap.ALLOW));
            RecurrenceEdit daily = RecurrenceEdit.NOTHING
                    .pattern("FREQ=DAILY")
                    .starting(Instant.parse("2031-03-01T06:30:00.9Z"))
                    .in(ZoneId.of("Europe/Berlin"));
            assertThat(edit(fixture, series, daily)).isEqualTo(MoveResult.Kind.MOVED);
            // 07:30 in Berlin, on a day that the clocks go forward.
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(Instant.parse("2031-03-30T05:30:00Z"));
            assertThat(fixture.jobs.preview(null, series, 2))
                    .containsExactly(Instant.parse("2031-03-30T05:30:00Z"), Instant.parse("2031-03-31T05:30:00Z"));
            assertThat(fixture.log(series).getFirst())
                    .contains("ada: edit recurrence, pattern FREQ=HOURLY; to FREQ=DAILY", "zone UTC to Europe/Berlin")
                    .endsWith(": because");
            assertThat(edit(fixture, series, daily)).isEqualTo(MoveResult.Kind.UNCHANGED);
            assertThat(fixture.log(series)).hasSize(1);

            // Not a date changes with the rule for overlaps, and an occurrence that is due is still made.
            fixture.move(Duration.ofDays(1));
            edit(fixture, series, RecurrenceEdit.NOTHING.overlap(Overlap.QUEUE).missed(Missed.SKIP));
            edit(fixture, series, RecurrenceEdit.NOTHING.missed(Missed.ONCE).pattern("FREQ=YEARLY"));
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(Instant.parse("2031-03-30T05:30:00Z"));
            fixture.recurrences.recur();
            AsyncOperation made = fixture.occurrences(series).getFirst();
            assertThat(made.token()).isEqualTo("series:" + series);
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(Instant.parse("2032-03-01T06:30:00Z"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aPausedSeriesStaysPausedUnderItsNewRule(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            fixture.queue.move(Move.PAUSE, null, series, SeriesFixture.ADA);
            fixture.move(HOUR.multipliedBy(30));
            edit(fixture, series, RecurrenceEdit.NOTHING.pattern("FREQ=WEEKLY"));
            assertThat(fixture.get(series).standing()).isEqualTo(Standing.suspended(Cause.PAUSED));
            assertThat(fixture.get(series).postponeUntil()).isEqualTo(AsyncOperation.NEVER);
            fixture.queue.move(Move.RESUME, null, series, SeriesFixture.ADA);
            assertThat(fixture.get(series).postponeUntil())
                    .isEqualTo(SeriesFixture.START.plus(HOUR).plus(Duration.ofDays(7)));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void badEditsAreRefusedAndNothingIsChanged(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            UUID plain = fixture.queue.enqueue(Operation.named("work"));
            RecurrenceEdit over = RecurrenceEdit.NOTHING.pattern("FREQ=DAILY;UNTIL=20300101T000000Z");
            refused("0x8004E100", () -> edit(fixture, series, over));
            refused("0x8004E100", () -> RecurrenceEdit.NOTHING.pattern("FREQ=SOMETIMES"));
            assertThat(fixture.log(series)).isEmpty();
            for (UUID id : List.of(plain, fixture.queue.enqueue(Operation.named("work")))) {
                refused("0x80044168", () -> edit(fixture, id, RecurrenceEdit.NOTHING.pattern("FREQ=DAILY")));
                refused("0x80044168", () -> fixture.queue.runNow(null, id, SeriesFixture.ADA));
                refused("0x80044168", () -> fixture.jobs.preview(null, id, 5));
            }
            refused("0x80040217", () -> fixture.queue.runNow(null, new UUID(1, 2), SeriesFixture.ADA));
            refused("0x80040217", () -> fixture.jobs.preview(null, new UUID(1, 2), 5));
            refused("0x80040203", () -> fixture.jobs.preview(null, series, 1001));

            fixture.queue.move(Move.CANCEL, null, series, SeriesFixture.ADA);
            refused("0x80044168", () -> fixture.queue.runNow(null, series, SeriesFixture.ADA));
            refused("0x80044168", () -> edit(fixture, series, RecurrenceEdit.NOTHING.pattern("FREQ=DAILY")));
            assertThat(fixture.recurAfter(HOUR.multipliedBy(5)))
                    .as("cancelled for good")
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aSeriesThatWasSetAsideIsMendedByAnEdit(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID series = fixture.series(HOURLY);
            UUID other = fixture.series(HOURLY);
            fixture.execute("UPDATE nightshift.series SET zone = 'Mars/Olympus' WHERE operation_id = '" + series + "'");
            fixture.recurAfter(HOUR);
            assertThat(fixture.occurrences(other)).hasSize(1);
            assertThat(fixture.get(series).message()).contains("Mars/Olympus");
            refused("0x8004E100", () -> edit(fixture, series, RecurrenceEdit.NOTHING.overlap(Overlap.ALLOW)));
            refused("0x8004E100", () -> fixture.jobs.preview(null, series, 1));
            edit(fixture, series, RecurrenceEdit.NOTHING.in(ZoneId.of("UTC")));
            assertThat(fixture.get(series).message()).isNull();
            fixture.queue.move(Move.RESUME, null, series, SeriesFixture.ADA);
            fixture.recurAfter(HOUR);
            assertThat(fixture.occurrences(series)).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatWasMissedIsMadeByItsRule(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            Recurrence minutely = Recurrence.of("FREQ=MINUTELY")
                    .starting(SeriesFixture.START.plusSeconds(30))
                    .overlap(Overlap.ALLOW);
            UUID once = fixture.series(minutely);
            UUID skip = fixture.series(minutely.missed(Missed.SKIP));
            UUID all = fixture.series(minutely.missed(Missed.ALL));
            UUID seldom = fixture.series(HOURLY.missed(Missed.SKIP));
            assertThat(fixture.recurAfter(Duration.ofDays(1).plusMinutes(10))).isEqualTo(4);
            assertThat(fixture.occurrences(once)).hasSize(1);
            assertThat(fixture.occurrences(skip))
                    .as("the one of 30 seconds ago is late, not missed")
                    .hasSize(1);
            assertThat(fixture.occurrences(all)).hasSize(Series.MOST_MISSED);
            assertThat(fixture.occurrences(seldom)).isEmpty();
            for (UUID series : List.of(once, skip, all)) {
                assertThat(fixture.get(series).postponeUntil())
                        .isEqualTo(fixture.now().plusSeconds(30));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anOccurrenceInheritsWhatItsSeriesHas(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            UUID record = new UUID(3, 4);
            String large = "x".repeat(50_000);
            UUID series = fixture.queue.enqueue(Operation.named("work")
                    .name("Each hour")
                    .data(large)
                    .token("lane")
                    .kept(Kept.SHORT)
                    .owner(new UUID(5, 6))
                    .regarding("account", record)
                    .recurrence(HOURLY));
            fixture.recurAfter(HOUR);
            UUID extra = fixture.queue.runNow(null, series, SeriesFixture.ADA);
            for (AsyncOperation made : fixture.occurrences(series)) {
                assertThat(made.token()).isEqualTo("lane");
                assertThat(made.name()).isEqualTo("Each hour");
                assertThat(made.regardingId()).isEqualTo(record);
                assertThat(made.ownerId()).isEqualTo(new UUID(5, 6));
                assertThat(fixture.jobs.data(null, made.id())).contains(large);
            }
            assertThat(fixture.occurrences(series))
                    .hasSize(2)
                    .extracting(AsyncOperation::id)
                    .contains(extra);
            assertThat(fixture.count("SELECT count(*) FROM nightshift.operation WHERE kept = 0"))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void countAndUntilEndASeriesAsSucceeded(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            Recurrence twice = Recurrence.of("FREQ=HOURLY;COUNT=2").overlap(Overlap.ALLOW);
            UUID count = fixture.series(twice.starting(SeriesFixture.START.plus(HOUR)));
            UUID until = fixture.series(new Recurrence(
                    new io.nightshift.operation.RecurrencePattern("FREQ=HOURLY;UNTIL=20310329T140000Z"),
                    SeriesFixture.START.plus(HOUR),
                    ZoneId.of("UTC"),
                    Overlap.ALLOW,
                    Missed.ONCE));
            assertThat(fixture.jobs.preview(null, count, 10)).hasSize(2);
            fixture.recurAfter(HOUR);
            assertThat(fixture.get(count).status()).isEqualTo(StatusCode.WAITING);
            fixture.recurAfter(HOUR);
            for (UUID series : List.of(count, until)) {
                assertThat(fixture.occurrences(series)).hasSize(2);
                assertThat(fixture.get(series).status()).isEqualTo(StatusCode.SUCCEEDED);
            }
            assertThat(fixture.count("SELECT count(*) FROM nightshift.series")).isZero();
        }
    }

    private static MoveResult.Kind edit(SeriesFixture fixture, UUID id, RecurrenceEdit edit) throws SQLException {
        return fixture.queue
                .editRecurrence(null, id, edit, SeriesFixture.ADA)
                .orThrow()
                .kind();
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceFault.class, fault -> assertThat(fault.hexCode()).isEqualTo(code));
    }
}
