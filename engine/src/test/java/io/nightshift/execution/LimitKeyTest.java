package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.Search;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At most so many operations with the same limit key run at the same time, judged by the handlers themselves. */
class LimitKeyTest {

    private static final Author ADA = Author.of("ada");

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final Semaphore started = new Semaphore(0);
    private final CountDownLatch two = new CountDownLatch(2);

    private Outcome counted(Outcome outcome) throws InterruptedException {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        started.release();
        // The first one stays until there is another beside it.
        two.countDown();
        two.await();
        Thread.yield();
        running.decrementAndGet();
        return outcome;
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void noMoreThanTheWidthRunAtATimeOnAllNodesTogether(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationHandler retriesOnce = context -> counted(
                    context.retryCount() == 0 && context.data() != null
                            ? Outcome.retry(ErrorCode.SERVER_BUSY, "on purpose")
                            : Outcome.succeeded());
            fixture.start(retriesOnce);
            fixture.node(ServiceFixture.SETTINGS).handle("work", retriesOnce).start();
            List<Operation> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(Operation.named("work")
                        .data(i % 5 == 0 ? "retry" : null)
                        .limit("printer", 3));
            }
            List<UUID> ids = fixture.service().queue().enqueue(all);
            ids.forEach(fixture::awaitEnd);
            assertThat(most.get()).isBetween(2, 3);
            assertThat(started.availablePermits()).isEqualTo(240);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatWaitsLeavesItsPlaceToOthersAndAFullLimitSaysWhoOccupiesIt(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            if ("waits".equals(context.data()) && context.event().isEmpty()) {
                return new Outcome.Waiting("bell");
            }
            if ("occupies".equals(context.data())) {
                started.release();
                goOn.await();
            }
            return Outcome.succeeded();
        })) {
            UUID waits = fixture.enqueue(limited("waits"));
            fixture.awaitStanding(waits, Standing.suspended(io.nightshift.operation.Cause.EVENT));
            UUID occupies = fixture.enqueue(limited("occupies"));
            started.acquire();
            assertThat(fixture.get(occupies).holdsLimit()).isTrue();
            fixture.service().queue().recordEvent(null, "bell", null);
            fixture.awaitStanding(waits, Standing.READY);
            UUID last = fixture.enqueue(limited("last"));

            Explanation why = fixture.service().systemJobs().explain(null, last).getFirst();
            assertThat(why.kind()).isEqualTo(Explanation.Kind.LIMIT_FULL);
            assertThat(why.sentence())
                    .isEqualTo("The limit 'printer' of width 1 is full; occupied by operation " + occupies
                            + " (work); 1 is before it in line.");
            // One that has a place and is postponed gives it up; one that has none does not matter.
            fixture.service().queue().postpone(null, last, Instant.now().plus(Duration.ofHours(1)), ADA);
            goOn.countDown();
            assertThat(fixture.awaitEnd(waits).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.get(last).limit()).isEqualTo(new LimitKey("printer", 1));
        }
    }

    private static Operation limited(String data) {
        return Operation.named("work").data(data).limit("printer", 1);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aReadyHolderThatIsCanceledOrPostponedFreesItsPlace(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            // A node without a handler for it promotes and does not claim.
            fixture.node(ServiceFixture.SETTINGS).start();
            UUID first = fixture.enqueue(limited("first"));
            fixture.await(first, operation -> operation.holdsLimit());
            UUID second = fixture.enqueue(limited("second"));
            UUID third = fixture.enqueue(limited("third"));
            fixture.service().queue().postpone(null, first, Instant.now().plus(Duration.ofHours(1)), ADA);
            fixture.await(second, operation -> operation.holdsLimit());
            fixture.service().queue().move(io.nightshift.operation.Move.CANCEL, null, second, ADA);
            fixture.await(third, operation -> operation.holdsLimit());
            assertThat(fixture.get(first).holdsLimit()).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void occurrencesInheritTheLimitOfTheirSeriesAndARerunKeepsIt(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> Outcome.succeeded())) {
            UUID series = fixture.enqueue(limited("series").recurrence(Recurrence.of("FREQ=HOURLY;COUNT=1")));
            fixture.awaitEnd(series);
            var occurrence = fixture.service()
                    .systemJobs()
                    .find(Search.all().parent(series))
                    .operations()
                    .getFirst();
            assertThat(occurrence.limit()).isEqualTo(new LimitKey("printer", 1));
            assertThat(fixture.get(series).limit()).isEqualTo(new LimitKey("printer", 1));
            UUID again = fixture.service()
                    .rerun(null, fixture.awaitEnd(occurrence.id()).id(), ADA);
            assertThat(fixture.awaitEnd(again).limit()).isEqualTo(new LimitKey("printer", 1));
        }
    }

    @Test
    void aBadLimitIsRefused() {
        Operation operation = Operation.named("work");
        assertThatThrownBy(() -> operation.limit("", 1)).hasMessageContaining("limit key is empty");
        assertThatThrownBy(() -> operation.limit("x".repeat(257), 1)).hasMessageContaining("at most 256");
        assertThatThrownBy(() -> operation.limit("a\0b", 1)).hasMessageContaining("U+0000");
        assertThatThrownBy(() -> operation.limit("printer", 0)).hasMessageContaining("1 to 1000; got 0 for 'printer'");
        assertThatThrownBy(() -> operation.limit("printer", 1001)).hasMessageContaining("got 1001");
    }
}
