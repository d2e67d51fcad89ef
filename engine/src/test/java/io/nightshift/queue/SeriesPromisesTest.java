package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Recurrence.Overlap;
import io.nightshift.operation.RecurrenceEdit;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No crash and no other node makes an occurrence twice or leaves one out. */
class SeriesPromisesTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final String MADE = "SELECT count(*) FROM nightshift.operation WHERE NOT is_series";
    /** A series that was moved on stands an hour later for each occurrence that was made of it. */
    private static final String OUT_OF_STEP = """
            SELECT count(*) FROM nightshift.operation o JOIN nightshift.series s USING (operation_id)
            WHERE o.postpone_until <> s.next_fire OR s.next_fire <> s.start_on + interval '1 hour'
                  * (SELECT count(*) FROM nightshift.operation made WHERE made.parent_id = s.operation_id)""";

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aCrashAtAnyStatementLeavesNoOccurrenceWithoutItsDateAndNoDateWithoutItsOccurrence(TestDatabase.Version version)
            throws Exception {
        KillingSource[] killing = new KillingSource[1];
        try (SeriesFixture fixture = new SeriesFixture(version, source -> {
            killing[0] = new KillingSource(source);
            return killing[0].source();
        })) {
            KillingSource crash = killing[0];
            Recurrence hourly =
                    Recurrence.of("FREQ=HOURLY").starting(fixture.now().plus(HOUR));
            fixture.series(hourly.overlap(Overlap.ALLOW));
            fixture.series(hourly.overlap(Overlap.QUEUE));
            fixture.queue.enqueue(Operation.named("work")
                    .token("lane")
                    .data("x".repeat(3000))
                    .recurrence(hourly.overlap(Overlap.ALLOW)));
            long made = 0;
            int tried = 1;
            for (boolean survived = false; !survived; tried++) {
                fixture.move(HOUR);
                crash.killBefore(tried);
                survived = !fails(fixture.recurrences::recur);
                assertThat(survived).isEqualTo(!crash.hasKilled());
                assertThat(fixture.count(MADE)).isEqualTo(survived ? made + 3 : made);
                assertThat(fixture.count(OUT_OF_STEP)).isZero();
                crash.reset();
                fixture.recurrences.recur();
                made += 3;
                assertThat(fixture.count(MADE))
                        .as("killed before statement %d", tried)
                        .isEqualTo(made);
                assertThat(fixture.count(OUT_OF_STEP)).isZero();
            }
            assertThat(tried).as("statements that were interrupted").isGreaterThan(8);

            fixture.move(HOUR);
            crash.killAfterCommit();
            assertThat(fails(fixture.recurrences::recur)).isTrue();
            assertThat(fixture.count(MADE)).isEqualTo(made + 3);
            assertThat(fixture.recurrences.recur())
                    .as("nobody knew that they were made")
                    .isZero();
            assertThat(fixture.count(OUT_OF_STEP)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aCrashDuringAMoveOfASeriesDoesAllOfItOrNothing(TestDatabase.Version version) throws Exception {
        KillingSource[] killing = new KillingSource[1];
        try (SeriesFixture fixture = new SeriesFixture(version, source -> {
            killing[0] = new KillingSource(source);
            return killing[0].source();
        })) {
            UUID series = fixture.series(
                    Recurrence.of("FREQ=HOURLY").starting(fixture.now().plus(HOUR)));
            List<Callable<?>> moves = List.of(
                    () -> fixture.queue.runNow(null, series, SeriesFixture.ADA),
                    () -> fixture.queue.editRecurrence(
                            null, series, RecurrenceEdit.NOTHING.pattern("FREQ=DAILY"), SeriesFixture.ADA));
            for (Callable<?> move : moves) {
                String before = seen(fixture, series);
                int tried = 0;
                do {
                    assertThat(seen(fixture, series)).isEqualTo(before);
                    killing[0].killBefore(++tried);
                } while (fails(move));
                assertThat(tried).isGreaterThan(3);
                killing[0].reset();
                assertThat(seen(fixture, series)).isNotEqualTo(before);
            }
            assertThat(fixture.log(series)).hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void nodesThatLookAtTheSameTimeMakeEachOccurrenceOnce(TestDatabase.Version version) throws Exception {
        int series = 500;
        int rounds = 4;
        try (SeriesFixture fixture = new SeriesFixture(version);
                ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            enqueue(fixture, series);
            for (int round = 1; round <= rounds; round++) {
                fixture.move(HOUR);
                List<Callable<Integer>> looks = new ArrayList<>();
                for (int node = 0; node < 4; node++) {
                    Recurrences own = new Recurrences(fixture.store(fixture.dataSource()));
                    looks.add(() -> {
                        int moved = 0;
                        for (int page = own.recur(); page > 0; page = own.recur()) {
                            moved += page;
                        }
                        return moved;
                    });
                }
                int moved = 0;
                for (Future<Integer> look : nodes.invokeAll(looks)) {
                    moved += look.get();
                }
                assertThat(moved).isEqualTo(series);
                assertThat(fixture.count(MADE)).isEqualTo((long) series * round);
                assertThat(fixture.count(OUT_OF_STEP)).isZero();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void tenThousandThatAreDueInOneSecondAreMadeInPagesOfAFewStatements(TestDatabase.Version version) throws Exception {
        KillingSource[] counting = new KillingSource[1];
        try (SeriesFixture fixture = new SeriesFixture(version, source -> {
            counting[0] = new KillingSource(source);
            return counting[0].source();
        })) {
            int series = version == TestDatabase.Version.PG18 ? 10_000 : 1_000;
            enqueue(fixture, series);
            fixture.move(HOUR);
            int made = 0;
            int pages = 0;
            while (made < series) {
                counting[0].reset();
                int page = fixture.recurrences.recur();
                assertThat(page).isBetween(1, Recurrences.PAGE);
                assertThat(counting[0].sent()).as("statements of a page").isLessThan(15);
                made += page;
                pages++;
            }
            assertThat(pages).isEqualTo(series / Recurrences.PAGE);
            assertThat(fixture.recurrences.recur()).isZero();
            assertThat(fixture.count(MADE)).isEqualTo(series);
            assertThat(fixture.count(OUT_OF_STEP)).isZero();
        }
    }

    private static void enqueue(SeriesFixture fixture, int series) throws SQLException {
        Recurrence hourly = Recurrence.of("FREQ=HOURLY").starting(fixture.now().plus(HOUR));
        List<Operation> all = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            all.add(Operation.named("work").recurrence(hourly.overlap(i % 2 == 0 ? Overlap.ALLOW : Overlap.QUEUE)));
        }
        for (int from = 0; from < series; from += 1000) {
            fixture.queue.enqueue(all.subList(from, Math.min(from + 1000, series)));
        }
    }

    private static String seen(SeriesFixture fixture, UUID series) throws SQLException {
        return fixture.jobs.preview(null, series, 3) + " "
                + fixture.occurrences(series).size() + fixture.log(series);
    }

    /** Whether it fails as a call does whose connection is gone. */
    private static boolean fails(Callable<?> call) throws Exception {
        try {
            call.call();
            return false;
        } catch (SQLException gone) {
            assertThat(String.valueOf(gone.getSQLState())).matches("08...|57P01");
            return true;
        }
    }
}
