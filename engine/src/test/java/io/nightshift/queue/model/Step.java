package io.nightshift.queue.model;

import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation.OnDuplicate;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence.Missed;
import io.nightshift.operation.Recurrence.Overlap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happens to the queue. Operations are named by labels that the enqueue gives, never by ids, so that a
 * sequence means the same when it is run again or when other steps are taken out of it; a step about a label that does
 * not exist does nothing. All times are seconds from the clock of the sequence.
 */
sealed interface Step {

    /** Who enqueues, and what becomes of the transaction. */
    enum Through {
        OWN_TRANSACTION,
        /** A caller's connection; the caller commits, also after a refusal that was thrown. */
        CALLER_COMMITS,
        CALLER_ROLLS_BACK
    }

    /** What a node or a passer-by does from time to time. */
    enum Kind {
        PROMOTE,
        SWEEP,
        WAKE,
        SIGNAL,
        RECUR,
        RESCUE,
        EXPIRE_KEYS
    }

    /** What can be held. */
    enum On {
        ORGANIZATION,
        TYPE,
        MESSAGE,
        LANE,
        LIMIT
    }

    /** What a hold is on; {@code name} is that of the type, the message, the lane or the limit key. */
    record Target(On on, String name) {
        static final Target EVERYTHING = new Target(On.ORGANIZATION, "");
    }

    /** An hourly rule. {@code count} 0: without end. {@code start} null: when it is enqueued. */
    record Rule(int hours, int count, @Nullable Integer start, Overlap overlap, Missed missed) {}

    /** How often and how an operation that was enqueued before may be enqueued again. */
    record Identity(@Nullable String key, @Nullable String id, OnDuplicate onDuplicate) {
        static final Identity NONE = new Identity(null, null, OnDuplicate.RETURN);
    }

    record Request(
            String label,
            OperationType type,
            String message,
            Kept kept,
            @Nullable String token,
            @Nullable LimitKey limit,
            @Nullable Integer postpone,
            Identity identity,
            @Nullable Rule rule) {

        @Override
        public String toString() {
            return label + " (" + type + " " + message + (token == null ? "" : ", token " + token)
                    + (limit == null ? "" : ", " + limit)
                    + (postpone == null ? "" : ", postponed " + postpone)
                    + (identity.equals(Identity.NONE) ? "" : ", " + identity) + (rule == null ? "" : ", " + rule) + ")";
        }
    }

    /** What is recorded about a claim: {@code seconds} is the wait of a retry or a checkpoint, or at most for an event. */
    record Ending(String label, int claim, Move move, int seconds, String eventKey, boolean started) {

        /** Whether a wait for an event has an end: half of them have. */
        boolean hasEnd() {
            return seconds % 2 == 0;
        }

        @Override
        public String toString() {
            return switch (move) {
                case RETRY, CHECKPOINT -> label + "#" + claim + " " + move + " in " + seconds;
                case AWAIT -> label + "#" + claim + " AWAIT " + eventKey + (hasEnd() ? " at most " + seconds : "");
                case RELEASE -> label + "#" + claim + " RELEASE " + (started ? "started" : "unstarted");
                default -> label + "#" + claim + " " + move;
            };
        }
    }

    record Enqueue(List<Request> requests, Through through) implements Step {
        @Override
        public List<Step> smaller() {
            return each(requests, rest -> new Enqueue(rest, through));
        }
    }

    /** A caller's transaction enqueues and stays open; at most one is open at a time. */
    record Begin(List<Request> requests) implements Step {
        @Override
        public List<Step> smaller() {
            return each(requests, Begin::new);
        }
    }

    record Finish(boolean commit) implements Step {}

    /** @param behind how many from behind the head of a lane come with it */
    record Claim(int node, int most, int behind) implements Step {
        Claim(int node, int most) {
            this(node, most, 0);
        }
    }

    record Settle(List<Ending> endings) implements Step {
        @Override
        public List<Step> smaller() {
            return each(endings, Settle::new);
        }
    }

    /** A node marks a start. */
    record MarkStart(String label, int claim) implements Step {}

    record Report(String label, int claim, int progress) implements Step {}

    /** {@code seconds} is the date of a postponement, else null. The label {@code nobody} is an id that does not exist. */
    record UserMove(
            Move move, List<String> labels, @Nullable Integer seconds) implements Step {
        @Override
        public List<Step> smaller() {
            return each(labels, rest -> new UserMove(move, rest, seconds));
        }
    }

    record PlaceHold(Target target) implements Step {}

    record LiftHold(Target target) implements Step {}

    /** An extra occurrence of a series. */
    record RunNow(String label) implements Step {}

    /** A series gets other dates; {@code count} 0: without end. */
    record EditSeries(String label, int hours, int count, Missed missed) implements Step {}

    /** No occurrence on this date, or one after all. */
    record SkipDate(String label, Instant date, boolean restore) implements Step {}

    record Event(String key) implements Step {}

    record Chore(Kind kind) implements Step {}

    /** Somebody deletes the notes of a lane or of a limit key by hand. */
    record LoseNotes(String name) implements Step {}

    record Clock(int seconds) implements Step {}

    /** A node starts in this place, under a new id; the one before in the same place has crashed. */
    record Start(int node) implements Step {}

    record Renew(int node) implements Step {}

    /** Another node declares it dead; {@code outdated}: by a beat that it has left behind. */
    record DeclareDead(int node, boolean outdated) implements Step {}

    record End(int node) implements Step {}

    /** Somebody looks at an operation: attempts, log, data, what became of its claim. */
    record Look(String label) implements Step {}

    /** The same step with one part left out, for each of its parts. */
    default List<Step> smaller() {
        return List.of();
    }

    private static <T> List<Step> each(List<T> parts, java.util.function.Function<List<T>, Step> made) {
        List<Step> smaller = new ArrayList<>();
        for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
            List<T> rest = new ArrayList<>(parts);
            rest.remove(i);
            smaller.add(made.apply(List.copyOf(rest)));
        }
        return smaller;
    }
}
