package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A row that cannot be read or written costs itself and nobody else. */
class PoisonRowTest {

    private static final Author ADA = Author.of("ada");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aTypeThatOnlyANewerReleaseKnowsIsLeftToItAndStallsNobody(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            UUID newer = fixture.enqueue();
            UUID held = fixture.enqueue();
            fixture.execute("UPDATE nightshift.operation SET operation_type = 999999");
            fixture.execute("INSERT INTO nightshift.node (node_id, name, alive, lease_millis, slots, version, handlers,"
                    + " started_on, renewed_on) VALUES (7, 'newer', false, 1000, 1, 'test', '{}', clock_timestamp(),"
                    + " clock_timestamp())");
            fixture.execute("UPDATE nightshift.operation SET statuscode = 20, node_id = 7, claim_number = 1"
                    + " WHERE operation_id = '" + held + "'");
            fixture.start(context -> Outcome.succeeded());
            assertThat(fixture.awaitEnd(fixture.enqueue()).status()).isEqualTo(StatusCode.SUCCEEDED);
            fixture.awaitStanding(held, Standing.READY);
            assertThat(fixture.service().systemJobs().find(Search.all()).operations())
                    .hasSize(3);
            assertThat(fixture.service()
                            .queue()
                            .move(Move.CANCEL, null, List.of(newer, held), null, ADA)
                            .values())
                    .allMatch(result -> result.refusal() == null);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aSeriesThatCannotBeReadIsPausedWithTheReasonAndTheOthersGoOn(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Operation recurring = Operation.named("work").recurrence(Recurrence.of("FREQ=SECONDLY;"));
            UUID badZone = fixture.enqueue(recurring.name("zone"));
            UUID badPattern = fixture.enqueue(recurring.name("pattern"));
            UUID badOverlap = fixture.enqueue(recurring.name("overlap"));
            UUID newer = fixture.enqueue(recurring.name("newer"));
            UUID large = fixture.enqueue(recurring.name("large").data("x".repeat(5000)));
            fixture.execute(
                    "UPDATE nightshift.series SET zone = 'Mars/Olympus' WHERE operation_id = '" + badZone + "'");
            fixture.execute(
                    "UPDATE nightshift.series SET pattern = 'FREQ=NEVER' WHERE operation_id = '" + badPattern + "'");
            fixture.execute("UPDATE nightshift.series SET overlap = 'PUSH' WHERE operation_id = '" + badOverlap + "'");
            fixture.execute(
                    "UPDATE nightshift.operation SET operation_type = 999999 WHERE operation_id = '" + newer + "'");
            fixture.start(context -> Outcome.succeeded(context.data()));
            for (UUID bad : List.of(badZone, badPattern, badOverlap)) {
                AsyncOperation paused = fixture.awaitStanding(bad, Standing.suspended(Cause.PAUSED));
                assertThat(paused.message()).startsWith("Its next occurrence cannot be made: ");
                assertThat(fixture.service().systemJobs().log(null, bad, 0)).hasSize(1);
            }
            ServiceFixture.awaitTrue(() -> !occurrences(fixture, large).isEmpty());
            AsyncOperation occurrence =
                    fixture.awaitEnd(occurrences(fixture, large).getFirst().id());
            assertThat(fixture.service().systemJobs().result(null, occurrence.id()))
                    .contains("x".repeat(5000));
            assertThat(fixture.get(newer).standing()).isEqualTo(Standing.suspended(Cause.SERIES));
            fixture.execute("UPDATE nightshift.series SET zone = 'UTC' WHERE operation_id = '" + badZone + "'");
            fixture.service().queue().move(Move.RESUME, null, badZone, ADA);
            ServiceFixture.awaitTrue(() -> !occurrences(fixture, badZone).isEmpty());
        }
    }

    private static List<AsyncOperation> occurrences(ServiceFixture fixture, UUID series) throws Exception {
        return fixture.service().systemJobs().find(Search.all().parent(series)).operations();
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void textsThatPostgresqlRefusesAreCleanedWhereTheyTellWhatHappened(TestDatabase.Version version) throws Exception {
        String half = "a\uD83D|b\uDE00|c\0|";
        String clean = "a\uFFFD|b\uFFFD|c\uFFFD|";
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            context.log(half);
            context.progress(10, half);
            if (context.data() != null) {
                return Outcome.succeeded(half);
            }
            throw new IllegalStateException(half + "m".repeat(50_000));
        })) {
            UUID failed = fixture.enqueue();
            AsyncOperation ended = fixture.awaitEnd(failed);
            assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
            assertThat(ended.progressText()).isEqualTo(clean);
            assertThat(ended.message()).contains(clean).hasSize(10_000);
            ServiceFixture.awaitTrue(
                    () -> !fixture.service().systemJobs().log(null, failed, 0).isEmpty());
            assertThat(fixture.service()
                            .systemJobs()
                            .log(null, failed, 0)
                            .getFirst()
                            .message())
                    .isEqualTo(clean);
            // A result is data: it is refused rather than changed.
            UUID refused = fixture.enqueue(Operation.named("work").data("{}"));
            assertThat(fixture.awaitEnd(refused).message()).contains("half of a surrogate pair");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void datesAndNumbersBeyondWhatPostgresqlHasEndInsideItsRange(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> switch (context.data()) {
            case "postponed" -> new Outcome.Postponed(Instant.MAX);
            case "retry" -> new Outcome.Retry(1, "again", java.time.Duration.ofDays(365L * 100_000));
            default -> throw new IllegalStateException();
        })) {
            UUID postponed = fixture.enqueue(Operation.named("work").data("postponed"));
            assertThat(fixture.awaitStanding(postponed, Standing.suspended(Cause.CHECKPOINT))
                            .postponeUntil())
                    .isEqualTo(AsyncOperation.NEVER);
            fixture.execute("UPDATE nightshift.operation SET retry_count = 32767");
            UUID retry = fixture.enqueue(Operation.named("work").data("retry"));
            fixture.awaitStanding(retry, Standing.suspended(Cause.RETRY));
            fixture.execute("UPDATE nightshift.operation SET retry_count = 32767");
            fixture.service().queue().postpone(null, retry, Instant.parse("9999-12-30T23:59:59Z"), ADA);
            fixture.execute("UPDATE nightshift.operation SET postpone_until = '2020-01-01T00:00:00Z'"
                    + " WHERE operation_id = '" + retry + "'");
            assertThat(fixture.awaitStanding(retry, Standing.suspended(Cause.RETRY))
                            .retryCount())
                    .isEqualTo(32767);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void manyLargeResultsAreRecordedInBatchesOfBoundedSize(TestDatabase.Version version) throws Exception {
        String large = "r".repeat(3_000_000);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = new java.util.ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ids.add(fixture.enqueue());
            }
            fixture.start(context -> Outcome.succeeded(large));
            for (UUID id : ids) {
                assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            }
            assertThat(fixture.service().systemJobs().result(null, ids.getLast()))
                    .contains(large);
        }
    }
}
