package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Operation.OnDuplicate;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Search;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What callers can ask of the queue, and what it answers to those who ask for the impossible. */
class EnqueueTest {

    private static final Author ADA = Author.of("ada");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anOperationExistsIfAndOnlyIfTheCallersTransactionCommits(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version);
                Connection connection = fixture.dataSource().getConnection()) {
            OperationQueue queue = fixture.service().queue();
            connection.setAutoCommit(false);
            UUID dropped = queue.enqueue(connection, Operation.named("work"));
            connection.rollback();
            UUID kept = queue.enqueue(connection, Operation.named("work"));
            assertThat(fixture.service().systemJobs().get(null, kept)).isEmpty();
            connection.commit();
            assertThat(fixture.service().systemJobs().get(null, dropped)).isEmpty();
            assertThat(fixture.get(kept).standing()).isEqualTo(Standing.READY);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aSecondEnqueueWithTheSameKeyOrIdReturnsTheFirst(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            UUID first = queue.enqueue(Operation.named("work").data("1").key("order-7"));
            assertThat(queue.enqueue(Operation.named("work").data("2").key("order-7")))
                    .isEqualTo(first);
            assertThat(fixture.service().systemJobs().data(null, first)).contains("1");
            refused(
                    ErrorCode.DUPLICATE_RECORD,
                    () -> queue.enqueue(Operation.named("work").key("order-7").onDuplicate(OnDuplicate.REFUSE)));
            queue.enqueue(Operation.named("work").data("3").key("order-7").onDuplicate(OnDuplicate.REPLACE));
            assertThat(fixture.service().systemJobs().data(null, first)).contains("3");
            UUID id = UUID.fromString("6f1c1f0e-5c1e-4c36-9a54-0a0b0c0d0e0f");
            assertThat(queue.enqueue(Operation.named("work").id(id))).isEqualTo(id);
            assertThat(queue.enqueue(Operation.named("work").id(id))).isEqualTo(id);
            List<UUID> together = queue.enqueue(List.of(
                    Operation.named("work").key("same"), Operation.named("work").key("same")));
            assertThat(together.get(0)).isEqualTo(together.get(1));

            fixture.start(context -> Outcome.succeeded());
            fixture.awaitEnd(first);
            assertThat(queue.enqueue(Operation.named("work").key("order-7")))
                    .as("also when the first has ended")
                    .isEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void badInputGetsItsCodeAndNothingIsHalfWritten(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            refused(ErrorCode.TYPE_NOT_RECOGNIZED, () -> OperationType.of(4711));
            refused(ErrorCode.INVALID_ARGUMENT, () -> Operation.named("work").token("x".repeat(257)));
            refused(ErrorCode.INVALID_ARGUMENT, () -> Operation.named("work").data("x".repeat(17 * 1024 * 1024)));
            refused(ErrorCode.INVALID_ARGUMENT, () -> Operation.named("work").data("a\0b"));
            refused(ErrorCode.INVALID_ARGUMENT, () -> Operation.named(" "));
            refused(ErrorCode.INVALID_RECURRENCE_PATTERN, () -> Recurrence.of("FREQ=SOMETIMES;"));
            refused(
                    ErrorCode.OBJECT_DOES_NOT_EXIST,
                    () -> queue.enqueue(List.of(
                            Operation.named("work"), Operation.named("work").organization("nobody"))));
            UUID id = fixture.enqueue();
            Instant past = Instant.now().minusSeconds(60);
            refused(ErrorCode.INVALID_ARGUMENT, () -> queue.postpone(null, id, past, ADA));
            refused(ErrorCode.INVALID_STATE_CHANGE_TO_SUSPENDED, () -> queue.move(Move.PAUSE, null, id, ADA));
            refused(ErrorCode.INVALID_STATE_CHANGE_TO_READY, () -> queue.move(Move.RESUME, null, id, ADA));
            refused(ErrorCode.CANNOT_DELETE_UNLESS_COMPLETED, () -> queue.move(Move.DELETE, null, id, ADA));
            refused(ErrorCode.OBJECT_DOES_NOT_EXIST, () -> queue.move(Move.CANCEL, null, UUID.randomUUID(), ADA));
            refused(ErrorCode.INVALID_ARGUMENT, () -> queue.move(Move.CLAIM, null, id, ADA));
            UUID isProtected = fixture.enqueue(Operation.of(OperationType.STORAGE_LIMIT_NOTIFICATION));
            refused(ErrorCode.CANNOT_CANCEL, () -> queue.move(Move.CANCEL, null, isProtected, ADA));
            assertThat(fixture.service().systemJobs().find(Search.all()).operations())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aMoveOverAListAnswersForEachAndOneRefusalStopsNoOther(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            UUID ready = fixture.enqueue();
            UUID ended = fixture.enqueue();
            queue.move(Move.CANCEL, null, ended, ADA);
            UUID unknown = UUID.randomUUID();
            UUID postponed = fixture.enqueue(
                    Operation.named("work").postponeUntil(Instant.now().plusSeconds(3600)));
            Map<UUID, MoveResult> results =
                    queue.move(Move.CANCEL, null, List.of(ready, ended, unknown, postponed, ready), null, ADA);
            assertThat(results.keySet()).containsExactly(ready, ended, unknown, postponed);
            assertThat(results.values().stream().map(MoveResult::kind))
                    .containsExactly(
                            MoveResult.Kind.MOVED,
                            MoveResult.Kind.UNCHANGED,
                            MoveResult.Kind.REFUSED,
                            MoveResult.Kind.MOVED);
            queue.move(Move.DELETE, null, ready, ADA);
            assertThat(fixture.service().systemJobs().get(null, ready)).isEmpty();
            assertThat(fixture.service().systemJobs().log(null, postponed, 0))
                    .singleElement()
                    .satisfies(line -> assertThat(line.author()).isEqualTo("ada"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatNobodyHandlesStaysReadyAndExplainsItself(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            UUID id = fixture.enqueue(Operation.named("unheard-of"));
            assertThat(explain(fixture, id)).isEqualTo(Explanation.Kind.NO_NODE);
            fixture.start(context -> Outcome.succeeded());
            fixture.awaitEnd(fixture.enqueue());
            assertThat(fixture.get(id).standing()).isEqualTo(Standing.READY);
            assertThat(explain(fixture, id)).isEqualTo(Explanation.Kind.NO_HANDLER);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void largeDataAndResultsComeBackWhole(TestDatabase.Version version) throws Exception {
        String large = "é".repeat(500_000);
        try (ServiceFixture fixture =
                new ServiceFixture(version).start(context -> Outcome.succeeded(context.data() + "!"))) {
            UUID id = fixture.enqueue(Operation.named("work").data(large));
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.service().systemJobs().data(null, id)).contains(large);
            assertThat(fixture.service().systemJobs().result(null, id)).contains(large + "!");
            UUID again = fixture.service().rerun(null, id, ADA);
            assertThat(fixture.awaitEnd(again).parentId()).isEqualTo(id);
            assertThat(fixture.service().systemJobs().result(null, again)).contains(large + "!");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void pagesGoOnWhereTheLastOneEndedLiveAndFinishedAlike(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < 25; i++) {
                ids.add(fixture.enqueue(Operation.named("work").name("Invoice " + i)));
            }
            fixture.service().queue().move(Move.CANCEL, null, ids.subList(5, 15), null, ADA);
            Set<UUID> seen = new HashSet<>();
            String after = null;
            do {
                var page = fixture.service()
                        .systemJobs()
                        .find(Search.all().limit(4).after(after));
                page.operations().forEach(o -> assertThat(seen.add(o.id())).isTrue());
                after = page.next();
            } while (after != null);
            assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
            var found = fixture.service()
                    .systemJobs()
                    .find(Search.all().nameContains("INVOICE 1").statuses(Set.of(StatusCode.CANCELED)));
            assertThat(found.operations().stream().map(AsyncOperation::name))
                    .containsExactly("Invoice 14", "Invoice 13", "Invoice 12", "Invoice 11", "Invoice 10");
            assertThat(fixture.service().systemJobs().counts(null))
                    .containsEntry(Standing.READY, 15L)
                    .containsEntry(Standing.CANCELED, 10L);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aSeriesMakesItsOccurrencesAndEnds(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> Outcome.succeeded())) {
            UUID series = fixture.enqueue(Operation.named("work")
                    // Enqueued at the end of a second, both are due together and the second would find the first live.
                    .recurrence(Recurrence.of("FREQ=SECONDLY;COUNT=2;")
                            .missed(Recurrence.Missed.ALL)
                            .overlap(Recurrence.Overlap.ALLOW)));
            assertThat(fixture.awaitEnd(series).status()).isEqualTo(StatusCode.SUCCEEDED);
            ServiceFixture.awaitTrue(() -> fixture.service()
                            .systemJobs()
                            .find(Search.all().parent(series).statuses(Set.of(StatusCode.SUCCEEDED)))
                            .operations()
                            .size()
                    == 2);
            UUID daily = fixture.enqueue(Operation.named("work")
                    .recurrence(Recurrence.of("FREQ=DAILY;INTERVAL=3;")
                            .starting(Instant.now().plus(Duration.ofDays(1)))));
            AsyncOperation parent = fixture.get(daily);
            assertThat(parent.standing()).isEqualTo(Standing.suspended(Cause.SERIES));
            assertThat(explain(fixture, daily)).isEqualTo(Explanation.Kind.SERIES);
            OperationQueue queue = fixture.service().queue();
            queue.move(Move.PAUSE, null, daily, ADA);
            assertThat(queue.move(Move.RESUME, null, daily, ADA).standing()).isEqualTo(parent.standing());
            assertThat(fixture.get(daily).postponeUntil()).isEqualTo(parent.postponeUntil());
            queue.move(Move.CANCEL, null, daily, ADA);
            assertThat(fixture.get(daily).status()).isEqualTo(StatusCode.CANCELED);
        }
    }

    private static Explanation.Kind explain(ServiceFixture fixture, UUID id) throws Exception {
        return fixture.service().systemJobs().explain(null, id).getFirst().kind();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(ServiceFault.class)
                .extracting(fault -> ((ServiceFault) fault).hexCode())
                .isEqualTo(code.hex());
    }
}
