package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.Patience;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Claim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Code that is not ours may do anything; it costs its own operation at most, never a slot and never a thread of ours. */
class HostileHandlerTest {

    /** It waits for its handlers for as long as a test does. */
    private static final ServiceSettings PATIENT = ServiceFixture.SETTINGS.drain(Patience.LIMIT);

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whateverAHandlerThrowsEndsItsOwnOperationOnly(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService node = fixture.node(ServiceFixture.SETTINGS.slots(1))) {
            node.handle("null", context -> null)
                    .handle("stack", context -> Outcome.succeeded(endless(1)))
                    .handle("error", context -> {
                        throw new NoClassDefFoundError("missing");
                    })
                    .handle("unreadable", context -> {
                        throw new UnreadableException();
                    })
                    .handle("key", context -> new Outcome.Waiting("k".repeat(300)))
                    .handle("interrupted", context -> {
                        Thread.currentThread().interrupt();
                        return Outcome.succeeded();
                    })
                    .start();
            List<UUID> failing = new ArrayList<>();
            for (String message : List.of("null", "stack", "error", "unreadable", "key")) {
                failing.add(fixture.enqueue(Operation.named(message)));
            }
            for (UUID id : failing) {
                AsyncOperation ended = fixture.awaitEnd(id);
                assertThat(ended.status()).as(ended.name()).isEqualTo(StatusCode.FAILED);
                assertThat(ended.message()).as(ended.name()).isNotBlank();
            }
            assertThat(fixture.awaitEnd(fixture.enqueue(Operation.named("interrupted")))
                            .status())
                    .isEqualTo(StatusCode.SUCCEEDED);
            assertThat(node.health().running()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aListenerThatThrowsCostsNothing(TestDatabase.Version version) throws Exception {
        ServiceListener rude = new ServiceListener() {
            @Override
            public void started(Claim claim) {
                throw new IllegalStateException("started");
            }

            @Override
            public void recorded(Claim claim, Move move, Duration ran) {
                throw new AssertionError("recorded");
            }
        };
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService node = fixture.node(ServiceFixture.SETTINGS.slots(1), rude)) {
            node.handle("work", context -> Outcome.succeeded()).start();
            for (int i = 0; i < 5; i++) {
                assertThat(fixture.awaitEnd(fixture.enqueue()).status()).isEqualTo(StatusCode.SUCCEEDED);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aHandlerThatIsDeafToALostLeaseIsCountedAsLeakedAndCostsNoSlotOnceItEnds(TestDatabase.Version version)
            throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger starts = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService node =
                        fixture.node(ServiceFixture.SETTINGS.slots(2).lease(Duration.ofSeconds(2)))) {
            node.handle("work", context -> {
                        if (starts.incrementAndGet() == 1) {
                            awaitDeaf(goOn);
                        }
                        return Outcome.succeeded();
                    })
                    .start();
            UUID id = fixture.enqueue();
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            ServiceFixture.awaitTrue(() -> starts.get() == 1);
            fixture.execute("UPDATE nightshift.node SET alive = false WHERE alive");
            // The same node takes it back under its new incarnation and runs it beside its own deaf handler.
            assertThat(fixture.awaitEnd(id).attempt()).isEqualTo(2);
            ServiceFixture.awaitTrue(() -> node.health().leakedSlots() == 1);
            goOn.countDown();
            ServiceFixture.awaitTrue(() -> node.health().leakedSlots() == 0);
            ServiceFixture.awaitTrue(() -> node.health().running() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void healthAnswersWhileTheNodeDrains(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService node = fixture.node(PATIENT).handle("work", context -> {
                awaitDeaf(goOn);
                return Outcome.succeeded();
            });
            node.start();
            UUID id = fixture.enqueue();
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            Thread closing = Thread.ofPlatform().start(node::close);
            ServiceFixture.awaitTrue(() -> node.health().reason().equals("draining"));
            assertThat(closing.isAlive()).isTrue();
            goOn.countDown();
            closing.join(TimeUnit.SECONDS.toMillis(120));
            assertThat(fixture.get(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(node.health().reason()).isEqualTo("stopped");
            node.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aThreadThatIsInterruptedClosesTheServiceInOrderAndStaysInterrupted(TestDatabase.Version version)
            throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService node = fixture.node(PATIENT).handle("work", context -> {
                awaitDeaf(goOn);
                return Outcome.succeeded();
            });
            node.start();
            UUID id = fixture.enqueue();
            fixture.awaitStanding(id, Standing.IN_PROGRESS);
            AtomicInteger stillInterrupted = new AtomicInteger();
            Thread closing = Thread.ofPlatform().start(() -> {
                Thread.currentThread().interrupt();
                node.close();
                stillInterrupted.set(Thread.interrupted() ? 1 : 2);
            });
            ServiceFixture.awaitTrue(() -> !node.isReady());
            goOn.countDown();
            closing.join(TimeUnit.SECONDS.toMillis(120));
            assertThat(fixture.get(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(stillInterrupted).hasValue(1);
            assertThat(fixture.service().nodes().nodes()).noneMatch(each -> each.alive());
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aHandlerThatSwallowsEveryStopIsRecordedAsWhatItDid(TestDatabase.Version version) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            started.countDown();
            boolean stopped = false;
            while (!stopped) {
                try {
                    context.progress(1, "deaf");
                    context.throwIfStopRequested();
                } catch (StopRequested swallowed) {
                    stopped = true;
                }
            }
            return Outcome.succeeded("all the same");
        })) {
            UUID id = fixture.enqueue();
            started.await();
            fixture.service().queue().move(Move.CANCEL, null, id, Author.of("ada"));
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static String endless(int depth) {
        return depth < 0 ? "" : endless(depth + 1) + depth;
    }

    private static void awaitDeaf(CountDownLatch latch) {
        boolean waited = false;
        while (!waited) {
            try {
                latch.await();
                waited = true;
            } catch (InterruptedException deafOnPurpose) {
                // As code is that never looks.
            }
        }
    }

    private static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("cannot even say what is wrong");
        }
    }
}
