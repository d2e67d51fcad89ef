package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Holds;
import io.nightshift.queue.MoveResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Once a hold is placed nothing that it covers starts, whatever its state was; lifted, everything goes on. */
class HoldTest {

    private static final Author ADA = new Author("ada", "the printer burns");

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());

    private Outcome journaled(OperationContext context) throws Exception {
        journal.add(String.valueOf(context.data()));
        return Outcome.succeeded();
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsHeldWaitsAndSaysSoAndRunsWhenItIsLifted(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            fixture.service().handle("free", context -> Outcome.succeeded());
            fixture.start(this::journaled);
            Holds holds = fixture.service().holds();
            List<Hold.Target> targets = List.of(
                    Hold.Target.organization(null),
                    Hold.Target.organization("default"),
                    Hold.Target.type(null, OperationType.CUSTOM),
                    Hold.Target.message("default", "work"),
                    Hold.Target.lane("default", "lane"),
                    Hold.Target.limit("default", "printer"));
            for (Hold.Target target : targets) {
                Hold hold = holds.place(target, ADA);
                UUID held = fixture.enqueue(Operation.named("work")
                        .data("held")
                        .token(target.token())
                        .limit(target.limitKey() == null ? null : new io.nightshift.operation.LimitKey("printer", 1)));
                List<Explanation> why = fixture.service().systemJobs().explain(null, held);
                assertThat(why.getFirst().kind()).isEqualTo(Explanation.Kind.HELD);
                assertThat(why.getFirst().sentence()).contains("ada", "the printer burns", target.toString());
                assertThat(holds.list()).containsExactly(hold);
                if (target.messageName() != null || target.token() != null || target.limitKey() != null) {
                    // It is not the service that stands still.
                    fixture.awaitEnd(fixture.enqueue(Operation.named("free")));
                }
                assertThat(journal).isEmpty();
                holds.lift(hold.number(), ADA);
                fixture.awaitEnd(held);
                assertThat(journal).containsExactly("held");
                journal.clear();
            }
            assertThat(holds.list()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsClaimedAndNotStartedIsGivenBackBeforePlacingReturns(TestDatabase.Version version) throws Exception {
        Semaphore started = new Semaphore(0);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<Operation> all = Collections.nCopies(300, Operation.named("quick"));
            fixture.service()
                    .handle("quick", context -> {
                        started.release();
                        goOn.await();
                        return journaled(context);
                    })
                    .start();
            fixture.node(ServiceFixture.SETTINGS)
                    .handle("quick", context -> {
                        started.release();
                        goOn.await();
                        return journaled(context);
                    })
                    .start();
            List<UUID> ids = fixture.service().queue().enqueue(all);
            started.acquire(16);
            Hold hold = fixture.service().holds().place(Hold.Target.message(null, "quick"), ADA);
            goOn.countDown();
            ServiceFixture.awaitTrue(() -> journal.size() == 16);
            ServiceFixture.awaitTrue(() ->
                    ids.stream().map(fixture::get).noneMatch(o -> o.state().code() == 2));
            assertThat(started.availablePermits()).isZero();
            assertThat(ids.stream().map(fixture::get).filter(AsyncOperation::isCompleted))
                    .hasSize(16);
            fixture.service().holds().lift(hold.number(), ADA);
            ids.forEach(fixture::awaitEnd);
            assertThat(journal).hasSize(300);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatComesBackWhileItsLaneIsHeldDoesNotRunAgainAndNobodyPassesIt(TestDatabase.Version version)
            throws Exception {
        Semaphore started = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            started.release();
            goOn.acquire();
            journal.add(context.data() + " " + context.retryCount());
            return context.retryCount() == 0 && "first".equals(context.data())
                    ? Outcome.retry(ErrorCode.SERVER_BUSY, "on purpose")
                    : Outcome.succeeded();
        })) {
            UUID first = fixture.enqueue(Operation.named("work").data("first").token("lane"));
            UUID second = fixture.enqueue(Operation.named("work").data("second").token("lane"));
            started.acquire();
            Hold hold = fixture.service().holds().place(Hold.Target.lane("default", "lane"), ADA);
            goOn.release();
            fixture.await(first, o -> o.standing().equals(Standing.READY) && o.retryCount() == 1);
            // Something else runs meanwhile, so the dispatcher has looked.
            goOn.release();
            fixture.awaitEnd(fixture.enqueue(Operation.named("work").data("other")));
            assertThat(journal).containsExactly("first 0", "other 0");
            assertThat(fixture.get(second).standing()).isEqualTo(Standing.READY);
            fixture.service().holds().lift(hold.number(), ADA);
            goOn.release(2);
            fixture.awaitEnd(second);
            assertThat(journal).containsExactly("first 0", "other 0", "first 1", "second 0");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aDisabledOrganizationBurnsNoRetries(TestDatabase.Version version) throws Exception {
        Semaphore started = new Semaphore(0);
        Semaphore goOn = new Semaphore(0);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            started.release();
            goOn.acquire();
            return context.attempt() == 1
                    ? Outcome.retry(ErrorCode.ORGANIZATION_DISABLED, "it is disabled")
                    : Outcome.succeeded();
        })) {
            UUID id = fixture.enqueue();
            started.acquire();
            Hold hold = fixture.service().holds().place(Hold.Target.organization("default"), ADA);
            goOn.release(2);
            AsyncOperation released = fixture.awaitStanding(id, Standing.READY);
            assertThat(released.retryCount()).isZero();
            fixture.service().holds().lift(hold.number(), ADA);
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aNodeThatSaysNothingIsWaitedForAsLongAsItsLease(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            fixture.execute(
                    "INSERT INTO nightshift.node (node_id, name, lease_millis, slots, version, handlers, started_on,"
                            + " renewed_on) VALUES (7, 'silent', 700, 8, 'test', '{}', now(), now())");
            long before = System.nanoTime();
            fixture.service().holds().place(Hold.Target.message(null, "work"), ADA);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void cancelingALaneOfTenThousandUnderAHoldLetsNoneStartAfterwards(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(this::journaled)) {
            List<UUID> ids = new ArrayList<>();
            for (int page = 0; page < 10; page++) {
                ids.addAll(fixture.service()
                        .queue()
                        .enqueue(Collections.nCopies(
                                1000, Operation.named("work").token("long"))));
            }
            ServiceFixture.awaitTrue(() -> journal.size() > 5);
            Hold hold = fixture.service().holds().place(Hold.Target.lane("default", "long"), ADA);
            // One may run at this moment; from now on no other starts.
            int started = journal.size();
            int canceled = 0;
            for (int from = ids.size() - 1000; from >= 0; from -= 1000) {
                canceled +=
                        (int) fixture
                                .service()
                                .queue()
                                .move(Move.CANCEL, null, ids.subList(from, from + 1000), null, ADA)
                                .values()
                                .stream()
                                .filter(result -> result.kind() == MoveResult.Kind.MOVED)
                                .count();
            }
            fixture.service().holds().lift(hold.number(), ADA);
            fixture.awaitEnd(ids.getLast());
            ids.stream().limit(50).forEach(fixture::awaitEnd);
            assertThat(journal.size()).isBetween(started, started + 1);
            assertThat(canceled).isGreaterThanOrEqualTo(ids.size() - journal.size());
        }
    }

    @Test
    void badTargetsAreRefused() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.Version.PG18)) {
            Holds holds = fixture.service().holds();
            assertThatThrownBy(() -> holds.place(new Hold.Target("default", null, "a", "b", null), ADA))
                    .hasMessageContaining("one thing");
            assertThatThrownBy(() -> holds.place(new Hold.Target(null, null, null, "b", null), ADA))
                    .hasMessageContaining("belongs to an organization");
            assertThatThrownBy(() -> holds.place(Hold.Target.organization("nobody"), ADA))
                    .hasMessageContaining("nobody");
            assertThatThrownBy(() -> holds.lift(42, ADA)).hasMessageContaining("There is no hold 42");
            assertThat(holds.list()).isEmpty();
        }
    }
}
