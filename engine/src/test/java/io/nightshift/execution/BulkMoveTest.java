package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.Search;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All that match are moved once each, whatever happens to who moves them. */
class BulkMoveTest {

    private static final Author ADA = new Author("ada", "no longer wanted");

    private static BulkMove cancel(Search search) {
        return new BulkMove(search, Move.CANCEL, null, ADA);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void tenThousandAreCanceledOnceEachAlthoughTheNodeIsLostInTheMiddle(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService other = fixture.node(ServiceFixture.SETTINGS.nodeName("other"))) {
            List<Operation> batch =
                    Collections.nCopies(1000, Operation.named("nobody's").token("lane"));
            for (int i = 0; i < 10; i++) {
                fixture.service().queue().enqueue(batch);
            }
            UUID kept = fixture.enqueue(Operation.named("nobody's"));
            fixture.service().start();
            UUID bulk = fixture.service().bulkMoves().start(cancel(Search.all().token("lane")), false);
            fixture.await(bulk, operation -> operation.progress() != null && operation.progress() > 0);
            other.start();
            fixture.execute("UPDATE nightshift.node SET alive = false WHERE name <> 'other'");
            AsyncOperation ended = fixture.awaitEnd(bulk);

            assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.service().systemJobs().result(null, bulk))
                    .contains("10,000 moved, 0 unchanged, 0 refused, 0 vanished.");
            assertThat(fixture.service().systemJobs().counts(null)).containsEntry(Standing.CANCELED, 10_000L);
            assertThat(fixture.get(kept).standing()).isEqualTo(Standing.READY);
            AsyncOperation one = fixture.service()
                    .systemJobs()
                    .find(Search.all().token("lane").limit(1))
                    .operations()
                    .getFirst();
            assertThat(fixture.service().systemJobs().log(null, one.id(), 0))
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.author()).isEqualTo("ada");
                        assertThat(line.message()).isEqualTo("cancel: no longer wanted (bulk move " + bulk + ")");
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void onceACancelOfALaneIsAcceptedNoneOfItStarts(TestDatabase.Version version) throws Exception {
        AtomicInteger started = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<Operation> batch =
                    Collections.nCopies(1000, Operation.named("work").token("lane"));
            for (int i = 0; i < 10; i++) {
                fixture.service().queue().enqueue(batch);
            }
            CountDownLatch never = new CountDownLatch(1);
            fixture.start(context -> {
                started.incrementAndGet();
                // So short that whole runs of the lane are claimed, and long enough to be in the midst of one.
                never.await(1, TimeUnit.MILLISECONDS);
                return Outcome.succeeded();
            });
            ServiceFixture.awaitTrue(() -> started.get() > 100);
            UUID bulk = fixture.service().bulkMoves().start(cancel(Search.all().token("lane")), false);
            int accepted = started.get();
            fixture.awaitEnd(bulk);
            ServiceFixture.awaitTrue(
                    () -> fixture.service().systemJobs().counts(null).getOrDefault(Standing.READY, 0L) == 0);
            // One may have been on its way into the handler, and had not said so yet.
            assertThat(started.get()).isBetween(accepted, accepted + 1).isLessThan(10_000);
            assertThat(fixture.service().holds().list()).isEmpty();
            fixture.awaitEnd(fixture.enqueue(Operation.named("work").token("lane")));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aTypeThatEnqueuesItselfDoesNotKeepABulkMoveFromEnding(TestDatabase.Version version) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            runs.incrementAndGet();
            context.queue().enqueue(Operation.named("work"));
            return Outcome.succeeded();
        })) {
            fixture.service().queue().enqueue(Collections.nCopies(20, Operation.named("work")));
            ServiceFixture.awaitTrue(() -> runs.get() > 50);
            UUID bulk = fixture.service().bulkMoves().start(cancel(Search.all().message("work")), false);
            assertThat(fixture.awaitEnd(bulk).status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aDryRunShowsWhatWouldBeMovedAndAPausedOneGoesOnWhereItWas(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            BulkMoves bulkMoves = fixture.service().bulkMoves();
            fixture.service().queue().enqueue(Collections.nCopies(30, Operation.named("nobody's")));
            BulkMove later = new BulkMove(
                    Search.all().states(Set.of(StateCode.READY)).nameContains("nobody"),
                    Move.POSTPONE,
                    fixture.service().queue().clock().now().plusSeconds(5000),
                    ADA);
            BulkMoves.DryRun dry = bulkMoves.dryRun(later, false);
            assertThat(dry.matching()).isEqualTo(30);
            assertThat(dry.isMore()).isFalse();
            assertThat(dry.sample()).hasSize(20);
            assertThat(fixture.service().systemJobs().counts(null)).containsOnlyKeys(Standing.READY);

            assertThatThrownBy(() -> bulkMoves.start(cancel(Search.all()), false))
                    .isInstanceOf(ServiceFault.class)
                    .hasMessageContaining("without a condition");
            UUID bulk = bulkMoves.start(later, false);
            fixture.service().queue().postpone(null, bulk, Objects.requireNonNull(later.until()), ADA);
            fixture.service().start();
            fixture.service().queue().move(Move.RESUME, null, bulk, ADA);
            fixture.awaitEnd(bulk);
            assertThat(fixture.service().systemJobs().result(null, bulk))
                    .contains("30 moved, 0 unchanged, 0 refused, 0 vanished.");
            UUID deletion = bulkMoves.start(new BulkMove(Search.all(), Move.DELETE, null, ADA), true);
            fixture.awaitEnd(deletion);
            assertThat(fixture.service().systemJobs().get(null, bulk)).isEmpty();
        }
    }
}
