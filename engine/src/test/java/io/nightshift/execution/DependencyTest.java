package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The seed dependency-and-execution-order: operations with the same token run one after another, whatever happens. */
class DependencyTest {

    private static final Author ADA = Author.of("ada");

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());

    private Outcome record(OperationContext context) throws Exception {
        journal.add(context.data() + " starts");
        Outcome outcome = switch (context.data()) {
            case "fails" -> Outcome.failed(ErrorCode.ISV_ABORTED, "on purpose");
            case "retries" ->
                context.retryCount() < 2 ? Outcome.retry(ErrorCode.SERVER_BUSY, "on purpose") : Outcome.succeeded();
            default -> Outcome.succeeded();
        };
        journal.add(context.data() + " ends");
        return outcome;
    }

    private static Operation member(String data) {
        return Operation.named("work").data(data).token("lane");
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aThenBThenC(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            if (context.data().equals("A")) {
                journal.add("A begins");
                goOn.await();
            }
            return record(context);
        })) {
            UUID a = fixture.enqueue(member("A"));
            UUID b = fixture.enqueue(member("B"));
            UUID c = fixture.enqueue(member("C"));
            // Another token, another lane: it waits for none of these, although it came last and A does not end.
            fixture.awaitEnd(
                    fixture.enqueue(Operation.named("work").data("other").token("another lane")));
            ServiceFixture.awaitTrue(() -> journal.contains("A begins"));
            for (UUID waiting : List.of(b, c)) {
                Explanation why =
                        fixture.service().systemJobs().explain(null, waiting).getFirst();
                assertThat(why.kind()).isEqualTo(Explanation.Kind.BEHIND_IN_LANE);
                assertThat(why.sentence()).contains(a.toString());
            }
            assertThat(journal).containsOnly("A begins", "other starts", "other ends");
            goOn.countDown();
            fixture.awaitEnd(c);
            journal.removeAll(List.of("A begins", "other starts", "other ends"));
            assertThat(journal).containsExactly("A starts", "A ends", "B starts", "B ends", "C starts", "C ends");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatFailsOrRetriesHoldsBackUntilItHasEndedAndNoLonger(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(this::record)) {
            List<UUID> ids =
                    fixture.service().queue().enqueue(List.of(member("fails"), member("retries"), member("last")));
            fixture.awaitEnd(ids.getLast());
            assertThat(journal)
                    .containsExactly(
                            "fails starts",
                            "fails ends",
                            "retries starts",
                            "retries ends",
                            "retries starts",
                            "retries ends",
                            "retries starts",
                            "retries ends",
                            "last starts",
                            "last ends");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whenBIsPostponedARunsAndCIsBlockedUntilBHasEnded(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = fixture.service().queue().enqueue(List.of(member("A"), member("B"), member("C")));
            Instant later = Instant.now().plus(Duration.ofHours(1));
            fixture.service().queue().postpone(null, ids.get(1), later, ADA);
            fixture.start(this::record);
            fixture.awaitEnd(ids.getFirst());
            fixture.await(ids.get(1), AsyncOperation::holdsLane);
            AsyncOperation c = fixture.get(ids.get(2));
            assertThat(c.standing()).isEqualTo(Standing.READY);
            List<Explanation> why = fixture.service().systemJobs().explain(null, c.id());
            assertThat(why.getFirst().kind()).isEqualTo(Explanation.Kind.BEHIND_IN_LANE);
            assertThat(why.getFirst().sentence())
                    .contains("lane")
                    .contains(ids.get(1).toString())
                    .contains("Postponed");
            assertThat(journal).containsExactly("A starts", "A ends");

            fixture.service().queue().move(Move.RESUME, null, ids.get(1), ADA);
            fixture.awaitEnd(c.id());
            assertThat(journal).containsExactly("A starts", "A ends", "B starts", "B ends", "C starts", "C ends");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aCanceledMemberFreesThoseBehindIt(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = fixture.service().queue().enqueue(List.of(member("A"), member("B"), member("C")));
            fixture.service().queue().move(Move.CANCEL, null, ids.get(0), ADA);
            fixture.service().queue().move(Move.CANCEL, null, ids.get(1), ADA);
            fixture.start(this::record);
            fixture.awaitEnd(ids.get(2));
            assertThat(journal).containsExactly("C starts", "C ends");
            assertThat(fixture.get(ids.getFirst()).status()).isEqualTo(StatusCode.CANCELED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void withoutATokenNothingWaitsForAnother(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            UUID first = fixture.enqueue(Operation.named("work").data("first"));
            fixture.service().queue().postpone(null, first, Instant.now().plus(Duration.ofHours(1)), ADA);
            UUID second = fixture.enqueue(Operation.named("work").data("second"));
            fixture.start(this::record);
            fixture.awaitEnd(second);
            assertThat(fixture.get(first).cause()).isEqualTo(Cause.POSTPONED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void withOneSlotEarlierOnesGoFirst(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ids.add(fixture.enqueue(Operation.named("work").data("" + i)));
                expected.add(i + " starts");
                expected.add(i + " ends");
            }
            AsyncService node = fixture.node(ServiceFixture.SETTINGS.slots(1));
            node.handle("work", this::record).start();
            fixture.awaitEnd(ids.getLast());
            assertThat(journal).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aCallersLongTransactionStallsNobodyAndKeepsItsPlaceWhenItCommitsLate(TestDatabase.Version version)
            throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(this::record);
                Connection slow = fixture.dataSource().getConnection()) {
            slow.setAutoCommit(false);
            fixture.service().queue().enqueue(slow, member("slow"));
            fixture.awaitEnd(fixture.enqueue(member("quick")));
            slow.commit();
            slow.setAutoCommit(true);
            fixture.awaitEnd(fixture.enqueue(member("after")));
            assertThat(journal)
                    .containsExactly(
                            "quick starts", "quick ends", "slow starts", "slow ends", "after starts", "after ends");
        }
    }
}
