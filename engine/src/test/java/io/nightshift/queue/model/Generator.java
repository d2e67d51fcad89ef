package io.nightshift.queue.model;

import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence.Missed;
import io.nightshift.operation.StatusCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes up the next step from what the model has at this moment. Operations are chosen by where they stand, each standing
 * as likely as the others, so that rare ones get their share.
 */
final class Generator {

    private static final List<Move> USER_MOVES = List.of(Move.PAUSE, Move.POSTPONE, Move.RESUME, Move.CANCEL);
    private static final List<Move> ENDINGS = List.of(
            Move.SUCCEED, Move.FAIL, Move.STOP, Move.RETRY, Move.SUSPEND, Move.AWAIT, Move.CHECKPOINT, Move.RELEASE);
    private static final List<String> EVENTS = List.of("event-1", "event-2");
    private static final int MANY = 16;

    private final ModelQueue model;
    private final Coverage coverage;
    private final RandomGenerator random;
    private final Dice dice;
    private final Requests requests;
    private final int steered;
    private final Deque<Step> planned = new ArrayDeque<>();
    private Steering.@Nullable Goal goal;

    /** @param steered of a hundred steps, those that look for a row of the lifecycle that was taken rarely */
    Generator(ModelQueue model, Coverage coverage, int steered, RandomGenerator random) {
        this.model = model;
        this.steered = steered;
        this.coverage = coverage;
        this.random = random;
        this.dice = new Dice(random);
        this.requests = new Requests(random);
    }

    Step next() {
        if (planned.isEmpty() && goal != null) {
            planned.addAll(new Steering(model, coverage, model.room()).steps(goal));
            goal = null;
        }
        if (planned.isEmpty() && dice.chance(steered)) {
            Steering.Plan plan = new Steering(model, coverage, model.room()).plan();
            planned.addAll(plan.steps());
            goal = plan.goal();
            supply();
        }
        return planned.isEmpty() ? blind() : planned.pop();
    }

    /** Most rows begin at something that runs: let there be some. */
    private void supply() {
        boolean runs = model.all().stream().anyMatch(o -> o.status == StatusCode.IN_PROGRESS);
        for (int place = 0; place < ModelNodes.PLACES && !runs; place++) {
            if (model.nodes.at(place) != null && model.nodes.at(place).alive) {
                planned.add(new Step.Enqueue(requests.supply(), Step.Through.OWN_TRANSACTION));
                planned.add(new Step.Claim(place, 3, random.nextInt(3)));
                return;
            }
        }
    }

    private Step blind() {
        int node = random.nextInt(ModelNodes.PLACES);
        if (model.nodes.at(node) == null || (!model.nodes.at(node).alive && dice.chance(40))) {
            return new Step.Start(node);
        }
        int roll = random.nextInt(100);
        if (roll < 14) {
            return enqueue();
        } else if (roll < 24) {
            return new Step.Claim(node, 1 + random.nextInt(3), random.nextInt(4));
        } else if (roll < 38) {
            return settle();
        } else if (roll < 68) {
            return userMove();
        } else if (roll < 85) {
            return chore();
        } else if (roll < 91) {
            return clock();
        } else if (roll < 94) {
            return new Step.Event(dice.any(EVENTS));
        } else {
            return rare(node);
        }
    }

    private Step rare(int node) {
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> {
                // A node that does not know yet may still claim.
                planned.add(dice.chance(50) ? new Step.Claim(node, 1) : new Step.Chore(Step.Kind.RESCUE));
                yield new Step.DeclareDead(node, dice.chance(20));
            }
            case 3 -> new Step.End(node);
            case 4 -> new Step.Renew(node);
            case 5 -> new Step.LoseNotes(dice.any(dice.chance(50) ? Requests.TOKENS : Requests.LIMITS));
            case 6 -> new Step.Chore(Step.Kind.SWEEP);
            case 7 -> new Step.Chore(Step.Kind.EXPIRE_KEYS);
            case 8 -> report();
            case 9 -> model.hasOpenTransaction() ? new Step.Finish(dice.chance(75)) : begin();
            case 11, 12 -> hold();
            case 13 -> seriesMove();
            case 10 -> model.hasOpenTransaction() ? new Step.Finish(dice.chance(75)) : new Step.Start(node);
            default -> look();
        };
    }

    /** Few at a time, and not for long: what is held does nothing else. */
    private Step hold() {
        List<Step.Target> held = List.copyOf(model.holds.all());
        if (!held.isEmpty() && (held.size() > 1 || dice.chance(60))) {
            return new Step.LiftHold(dice.any(held));
        }
        Step.Target target = switch (random.nextInt(9)) {
            case 0 -> Step.Target.EVERYTHING;
            case 1 -> new Step.Target(Step.On.TYPE, OperationType.SQM_DATA_COLLECTION.name());
            case 2 -> new Step.Target(Step.On.MESSAGE, "b");
            case 3, 4, 5 -> new Step.Target(Step.On.LANE, dice.any(Requests.TOKENS));
            default -> new Step.Target(Step.On.LIMIT, dice.any(Requests.LIMITS));
        };
        for (int i = 0; i < 3; i++) {
            planned.add(chore());
            planned.add(new Step.Claim(random.nextInt(ModelNodes.PLACES), 2));
        }
        if (dice.chance(70)) {
            planned.add(new Step.LiftHold(target));
        }
        return new Step.PlaceHold(target);
    }

    private Step seriesMove() {
        ModelOperation series = dice.choose(model.all().stream()
                .filter(o -> dice.chance(15) || (o.isSeries() && o.isLive()))
                .toList());
        if (series == null) {
            return new Step.Chore(Step.Kind.RECUR);
        }
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> new Step.RunNow(series.label);
            case 4, 5, 6 -> ModelSeriesMoves.anyDate(series, model.now(), dice);
            default ->
                new Step.EditSeries(
                        series.label, 1 + random.nextInt(3), random.nextInt(4), dice.any(List.of(Missed.values())));
        };
    }

    private Step chore() {
        return new Step.Chore(
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> Step.Kind.PROMOTE;
                    case 3, 4 -> Step.Kind.WAKE;
                    case 5, 6 -> Step.Kind.SIGNAL;
                    case 7, 8 -> Step.Kind.RECUR;
                    default -> Step.Kind.RESCUE;
                });
    }

    private Step clock() {
        int[] seconds = {1, 30, 60, 600, 3600, 3 * 3600, 25 * 3600};
        int step = seconds[random.nextInt(dice.chance(10) ? 7 : 6)];
        return new Step.Clock(step > model.room() ? 1 : step);
    }

    private Step enqueue() {
        long live = model.all().stream().filter(ModelOperation::isLive).count();
        if (live >= MANY) {
            return settle();
        }
        List<Step.Request> made = new ArrayList<>();
        for (int i = dice.chance(25) ? 1 + random.nextInt(4) : 1; i > 0; i--) {
            made.add(requests.any());
        }
        Step.Through through = dice.chance(70)
                ? Step.Through.OWN_TRANSACTION
                : dice.chance(75) ? Step.Through.CALLER_COMMITS : Step.Through.CALLER_ROLLS_BACK;
        return new Step.Enqueue(List.copyOf(made), through);
    }

    private Step begin() {
        return new Step.Begin(
                dice.chance(50)
                        ? List.of(requests.withoutKey())
                        : List.of(requests.withoutKey(), requests.withoutKey()));
    }

    private Step settle() {
        ModelOperation first = dice.choose(
                model.all().stream().filter(ModelOperation::isLocked).toList());
        if (first == null || dice.chance(8)) {
            return stale();
        }
        if (first.wokenBy != null && dice.chance(30)) {
            // It waits for the next event of the same key; the one it was given must not wake it again.
            planned.add(new Step.Chore(Step.Kind.SIGNAL));
            return new Step.Settle(List.of(
                    new Step.Ending(first.label, first.claim, Move.AWAIT, 0, String.valueOf(first.eventKey), true)));
        }
        List<Step.Ending> endings = new ArrayList<>(List.of(ending(first.label, first.claim, first.request.type())));
        for (ModelOperation other : model.all()) {
            if (other != first
                    && other.isLocked()
                    && first.host != null
                    && first.host.equals(other.host)
                    && dice.chance(20)) {
                endings.add(ending(other.label, other.claim, other.request.type()));
            }
        }
        return new Step.Settle(List.copyOf(endings));
    }

    /** A node that comes late, with a claim it may not hold any more. */
    private Step stale() {
        List<String> claims = List.copyOf(model.claims.keySet());
        if (claims.isEmpty()) {
            return new Step.Chore(Step.Kind.PROMOTE);
        }
        ModelOperation again = dice.choose(
                model.all().stream().filter(o -> o.isLocked() && o.claim > 1).toList());
        if (again != null && dice.chance(60)) {
            return new Step.Settle(List.of(ending(again.label, again.claim - 1, again.request.type())));
        }
        String[] claim = dice.any(claims).split("#");
        return new Step.Settle(List.of(ending(claim[0], Integer.parseInt(claim[1]), OperationType.CUSTOM)));
    }

    private Step.Ending ending(String label, int claim, OperationType type) {
        Move move = dice.any(ENDINGS);
        ModelOperation operation = model.get(label);
        if (operation != null && operation.wokenBy != null && dice.chance(40)) {
            move = Move.AWAIT;
        }
        if (move == Move.SUSPEND && !ModelMoves.canWaitForPerson(type)) {
            move = Move.FAIL;
        }
        boolean started = move != Move.RELEASE || dice.chance(60);
        return new Step.Ending(label, claim, move, random.nextInt(100), event(label), started);
    }

    /** Who has waited for an event often waits for the next one. */
    private String event(String label) {
        ModelOperation operation = model.get(label);
        return operation != null && operation.eventKey != null && dice.chance(60)
                ? operation.eventKey
                : dice.any(EVENTS);
    }

    private Step report() {
        List<String> claims = List.copyOf(model.claims.keySet());
        if (claims.isEmpty()) {
            return look();
        }
        String[] claim = dice.any(claims).split("#");
        int number = Integer.parseInt(claim[1]);
        return dice.chance(50)
                ? new Step.MarkStart(claim[0], number)
                : new Step.Report(claim[0], number, random.nextInt(101));
    }

    private Step userMove() {
        boolean delete = dice.chance(8);
        boolean locked = !delete && dice.chance(25);
        ModelOperation first = dice.choose(model.all().stream()
                .filter(o -> delete ? !o.isLive() : !locked || o.isLocked())
                .toList());
        if (first == null) {
            return enqueue();
        }
        List<String> labels = new ArrayList<>(List.of(first.label));
        if (dice.chance(25)) {
            List<String> known = List.copyOf(model.labels);
            for (int i = random.nextInt(4); i > 0; i--) {
                labels.add(
                        dice.chance(15)
                                ? ModelQueue.NOBODY
                                : known.stream().sorted().toList().get(random.nextInt(known.size())));
            }
        }
        Move move = delete ? Move.DELETE : dice.any(USER_MOVES);
        Integer seconds =
                move == Move.POSTPONE ? (dice.chance(5) ? -random.nextInt(60) : 1 + random.nextInt(7200)) : null;
        return new Step.UserMove(move, labels.stream().distinct().toList(), seconds);
    }

    private Step look() {
        ModelOperation operation = dice.choose(List.copyOf(model.all()));
        return operation == null ? new Step.Chore(Step.Kind.PROMOTE) : new Step.Look(operation.label);
    }
}
