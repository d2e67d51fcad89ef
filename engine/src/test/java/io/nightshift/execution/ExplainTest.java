package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.Explanation.Kind;
import io.nightshift.queue.Hold;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.RunningLimit;
import io.nightshift.queue.RunningLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Wherever an operation stands, it says why it does not run: every kind of reason, each with a sentence. */
class ExplainTest {

    private static final Author ADA = Author.of("ada");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everyKindOfReasonIsGivenWhereItHolds(TestDatabase.Version version) throws Exception {
        Set<Kind> seen = EnumSet.noneOf(Kind.class);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            UUID waiting = fixture.enqueue();
            seen.add(first(fixture, waiting, Kind.NO_NODE, "No node is running"));

            fixture.start(context -> whatItsDataSays(context, goOn));
            fixture.awaitEnd(waiting);
            seen.add(first(fixture, waiting, Kind.COMPLETED, "It ended as Succeeded at "));

            UUID retry = stands(fixture, "retry", Cause.RETRY);
            seen.add(first(fixture, retry, Kind.RETRY, "(retry 1 of 5). Error 0x80040216: busy"));
            UUID person = stands(fixture, "person", Cause.PERSON);
            seen.add(first(fixture, person, Kind.PERSON, "Error 0x80040216: look at it"));
            UUID event = stands(fixture, "event", Cause.EVENT);
            seen.add(first(fixture, event, Kind.EVENT, "the event 'approved'"));
            UUID checkpoint = stands(fixture, "checkpoint", Cause.CHECKPOINT);
            seen.add(first(fixture, checkpoint, Kind.CHECKPOINT, "It saved a checkpoint and goes on at "));

            Instant later = Instant.parse("9999-12-30T23:59:59Z");
            queue.postpone(null, retry, later, ADA);
            seen.add(first(fixture, retry, Kind.POSTPONED, "It is postponed by ada; it runs at 9999-12-30T23:59:59Z"));
            queue.move(Move.PAUSE, null, person, ADA);
            seen.add(first(fixture, person, Kind.PAUSED, "It is paused by ada"));
            UUID series = fixture.enqueue(Operation.named("work")
                    .recurrence(Recurrence.of("FREQ=YEARLY").starting(Instant.parse("2090-01-01T00:00:00Z"))));
            seen.add(first(fixture, series, Kind.SERIES, "the next occurrence is made at 2090-01-01T00:00:00Z"));
            UUID unhandled = fixture.enqueue(Operation.named("nobody"));
            seen.add(first(fixture, unhandled, Kind.NO_HANDLER, "the message 'nobody'"));

            UUID running = fixture.enqueue(
                    Operation.named("work").data("run").token("lane").limit("narrow", 1));
            fixture.await(running, operation -> operation.progress() != null && operation.startedOn() != null);
            seen.add(first(fixture, running, Kind.RUNNING, ", 40 %: forty."));
            fixture.execute("UPDATE nightshift.operation SET started_on = NULL WHERE operation_id = '" + running + "'");
            seen.add(first(fixture, running, Kind.CLAIMED, "and has not started"));
            UUID behind = fixture.enqueue(Operation.named("work").token("lane"));
            seen.add(first(fixture, behind, Kind.BEHIND_IN_LANE, "It is number 1 in line behind others"));
            UUID limited = fixture.enqueue(Operation.named("work").limit("narrow", 1));
            seen.add(first(fixture, limited, Kind.LIMIT_FULL, "'narrow' of width 1 is full; occupied by operation"));
            seen.addAll(List.of(held(fixture, behind), overTheLimit(fixture)));
            queue.move(Move.PAUSE, null, running, ADA);
            seen.add(first(fixture, running, Kind.PAUSING, "will stop at its next checkpoint, as asked by ada"));
            queue.move(Move.CANCEL, null, running, ADA);
            seen.add(first(fixture, running, Kind.CANCELING, "will be canceled at its next checkpoint"));

            // Postponed and behind in its lane: both hold, the binding one first.
            queue.postpone(null, behind, later, ADA);
            assertThat(fixture.service().systemJobs().explain(null, behind))
                    .extracting(Explanation::kind)
                    .containsExactly(Kind.POSTPONED, Kind.BEHIND_IN_LANE);
            goOn.countDown();
            fixture.awaitEnd(running);

            seen.addAll(readyBehind(fixture));
            assertThat(seen).containsExactlyInAnyOrder(Kind.values());
        }
    }

    private static Kind held(ServiceFixture fixture, UUID behind) throws Exception {
        var hold = fixture.service().holds().place(Hold.Target.lane("default", "lane"), ADA);
        Kind kind = first(fixture, behind, Kind.HELD, "It is held: ada holds the lane 'lane' of default since ");
        fixture.service().holds().lift(hold.number(), ADA);
        return kind;
    }

    private static Kind overTheLimit(ServiceFixture fixture) throws Exception {
        RunningLimits limits = fixture.service().queue().limits();
        long limit = limits.set(new RunningLimit.Scope("default", OperationType.CUSTOM), 1, ADA)
                .number();
        Awaitility.await().until(() -> limits.list().getFirst().running() == 1);
        Kind kind = first(fixture, fixture.enqueue(), Kind.RUNNING_LIMIT, "at most 1 may run at a time");
        limits.remove(limit, ADA);
        return kind;
    }

    private static Outcome whatItsDataSays(OperationContext context, CountDownLatch goOn) throws Exception {
        return switch (String.valueOf(context.data())) {
            case "retry" -> new Outcome.Retry(ErrorCode.SQL_ERROR.code(), "busy", Duration.ofHours(1));
            case "person" -> Outcome.suspended(ErrorCode.SQL_ERROR, "look at it");
            case "event" -> new Outcome.Waiting("approved");
            case "checkpoint" -> new Outcome.Postponed(context.now().plus(Duration.ofHours(3)));
            case "run" -> {
                context.progress(40, "forty");
                awaitDeaf(goOn);
                yield Outcome.succeeded();
            }
            default -> Outcome.succeeded();
        };
    }

    /** Ready, with a handler, not taken yet: all slots are in use. */
    private static Set<Kind> readyBehind(ServiceFixture fixture) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (AsyncService single = fixture.node(ServiceFixture.SETTINGS.slots(1))) {
            single.handle("single", context -> {
                        awaitDeaf(goOn);
                        return Outcome.succeeded();
                    })
                    .start();
            UUID first = fixture.enqueue(Operation.named("single"));
            fixture.awaitStanding(first, Standing.IN_PROGRESS);
            UUID second = fixture.enqueue(Operation.named("single"));
            UUID third = fixture.enqueue(Operation.named("single"));
            try {
                assertThat(reasons(fixture, second))
                        .contains("ALL_SLOTS_BUSY The one slot of the node that handles it is busy");
                assertThat(reasons(fixture, second)).contains("NEXT_IN_TURN", "nothing of its kind is before it");
                assertThat(reasons(fixture, third)).contains("NEXT_IN_TURN", "1 of its kind is before it");
                return Set.of(Kind.ALL_SLOTS_BUSY, Kind.NEXT_IN_TURN);
            } finally {
                goOn.countDown();
            }
        }
    }

    private static String reasons(ServiceFixture fixture, UUID id) throws Exception {
        StringBuilder reasons = new StringBuilder();
        for (Explanation reason : fixture.service().systemJobs().explain(null, id)) {
            reasons.append(reason.kind()).append(' ').append(reason.sentence()).append('\n');
        }
        return reasons.toString();
    }

    private static UUID stands(ServiceFixture fixture, String data, Cause cause) throws Exception {
        UUID id = fixture.enqueue(Operation.named("work").data(data));
        AsyncOperation operation = fixture.awaitStanding(id, Standing.suspended(cause));
        assertThat(operation.attempt()).isEqualTo(1);
        return id;
    }

    private static Kind first(ServiceFixture fixture, UUID id, Kind kind, String part) throws Exception {
        List<Explanation> all = fixture.service().systemJobs().explain(null, id);
        assertThat(all.getFirst().kind()).as(String.valueOf(all)).isEqualTo(kind);
        assertThat(all.getFirst().sentence()).contains(part);
        return kind;
    }

    private static void awaitDeaf(CountDownLatch latch) {
        boolean waited = false;
        while (!waited) {
            try {
                latch.await();
                waited = true;
            } catch (InterruptedException deafOnPurpose) {
                // It is to be looked at while it runs, whatever is asked of it.
            }
        }
    }
}
