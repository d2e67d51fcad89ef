package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Leads a random sequence to the rows of the lifecycle that were taken least: what a blind choice would hardly meet. */
final class Steering {

    private static final Set<Move> USER_MOVES =
            Set.of(Move.PAUSE, Move.POSTPONE, Move.RESUME, Move.CANCEL, Move.DELETE);
    private final ModelQueue model;
    private final Coverage coverage;
    private final int room;

    /** @param room the seconds that the clock may still go on */
    Steering(ModelQueue model, Coverage coverage, int room) {
        this.model = model;
        this.coverage = coverage;
        this.room = room;
    }

    /** Steps to take now, and the row they lead to: this move of this operation, once it stands there. */
    record Plan(List<Step> steps, @Nullable Goal goal) {}

    record Goal(String label, String standing, Move move) {}

    /** How to bring a running operation to other places, by the place; a sorted map, for the sake of the seed. */
    private static final Map<String, Move> PRODUCERS = new TreeMap<>(Map.of(
            "PAUSING/PAUSED", Move.PAUSE,
            "PAUSING/POSTPONED", Move.POSTPONE,
            "CANCELING", Move.CANCEL,
            "WAITING/RETRY", Move.RETRY,
            "WAITING/EVENT", Move.AWAIT,
            "WAITING/PERSON", Move.SUSPEND,
            "WAITING/CHECKPOINT", Move.CHECKPOINT));

    private static Map<String, Move> producers(ModelOperation operation) {
        return operation.status == StatusCode.IN_PROGRESS
                ? PRODUCERS
                : operation.waits(Cause.SERIES) ? Map.of("WAITING/PAUSED", Move.PAUSE) : Map.of();
    }

    /** The way to the row which was taken least of all that can be reached from here. */
    Plan plan() {
        Plan best = new Plan(List.of(), null);
        int least = Integer.MAX_VALUE;
        for (ModelOperation operation : model.all()) {
            for (Move move : Move.values()) {
                int taken = coverage.taken(operation.standing(), move, operation.isSeries());
                if (taken >= 0 && taken < least) {
                    List<Step> steps = steps(operation, move);
                    if (!steps.isEmpty()) {
                        best = new Plan(steps, null);
                        least = taken;
                    }
                }
                for (Map.Entry<String, Move> producer : producers(operation).entrySet()) {
                    int later = coverage.taken(producer.getKey(), move, operation.isSeries());
                    if (later >= 0 && later < least) {
                        List<Step> steps = steps(operation, producer.getValue());
                        if (!steps.isEmpty()) {
                            best = new Plan(steps, new Goal(operation.label, producer.getKey(), move));
                            least = later;
                        }
                    }
                }
            }
        }
        return best;
    }

    /** The steps that are left when the first ones have led to where the goal begins. */
    List<Step> steps(Goal goal) {
        ModelOperation operation = model.get(goal.label());
        return operation == null || !operation.standing().equals(goal.standing())
                ? List.of()
                : steps(operation, goal.move());
    }

    private List<Step> steps(ModelOperation operation, Move move) {
        if (USER_MOVES.contains(move)) {
            boolean open = !(ModelMoves.verdict(operation, move) instanceof ModelMoves.Verdict.Refused);
            Integer seconds = move == Move.POSTPONE ? Integer.valueOf(300) : null;
            return open ? List.of(new Step.UserMove(move, List.of(operation.label), seconds)) : List.of();
        }
        return switch (move) {
            case SUCCEED, FAIL, STOP, RETRY, AWAIT, CHECKPOINT, RELEASE -> ending(operation, move);
            case SUSPEND -> ModelMoves.canWaitForPerson(operation.request.type()) ? ending(operation, move) : List.of();
            case RESCUE -> rescue(operation);
            case WAKE -> after(operation, Step.Kind.WAKE);
            case SIGNAL ->
                List.of(new Step.Event(String.valueOf(operation.eventKey)), new Step.Chore(Step.Kind.SIGNAL));
            case RECUR, END_SERIES -> recur(operation, move);
            case RUN_NOW -> List.of(new Step.RunNow(operation.label));
            case EDIT_RECURRENCE -> List.of(new Step.EditSeries(operation.label, 2, 0, Recurrence.Missed.ONCE));
            default -> List.of();
        };
    }

    private static List<Step> ending(ModelOperation operation, Move move) {
        return List.of(
                new Step.Settle(List.of(new Step.Ending(operation.label, operation.claim, move, 60, "event-1", true))));
    }

    private List<Step> rescue(ModelOperation operation) {
        for (int place = 0; place < ModelNodes.PLACES; place++) {
            ModelNodes.Node node = model.nodes.at(place);
            if (node != null && node.name.equals(operation.host)) {
                return List.of(new Step.DeclareDead(place, false), new Step.Chore(Step.Kind.RESCUE));
            }
        }
        return List.of(new Step.Chore(Step.Kind.RESCUE));
    }

    private List<Step> recur(ModelOperation series, Move move) {
        Step.Rule rule = series.rule;
        if (move == Move.END_SERIES && (rule == null || rule.count() == 0)) {
            return List.of();
        }
        return after(series, Step.Kind.RECUR);
    }

    /** The chore, once the time that the operation waits for has come. */
    private List<Step> after(ModelOperation operation, Step.Kind kind) {
        if (operation.postponeUntil == null || operation.status != StatusCode.WAITING) {
            return List.of();
        }
        long seconds = Duration.between(model.now(), operation.postponeUntil).toSeconds() + 1;
        if (seconds > room) {
            return List.of();
        }
        List<Step> steps = new ArrayList<>();
        if (seconds > 0) {
            steps.add(new Step.Clock((int) seconds));
        }
        steps.add(new Step.Chore(kind));
        return steps;
    }
}
