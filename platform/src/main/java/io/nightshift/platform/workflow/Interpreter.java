package io.nightshift.platform.workflow;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Action;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.Step.Next;
import io.nightshift.sdk.FaultCode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Carries an instance on within one transaction: up to and with the next step that has an effect, a wait, a call out of the
 * database, or the end. Not thread-safe.
 */
final class Interpreter {

    /** More steps than this look like a loop. */
    static final int MOST_STEPS = 100_000;

    private static final int MOST_STEPS_OF_A_TURN = 5_000;

    private final RequestContext context;
    private final Instance instance;
    private final Evaluation evaluation;
    private final ActionRunner actions;
    private final WaitingStep waiting;
    private final Children children;
    private final WorkflowLog log;
    private final UUID operation;

    /** Starts child workflows. */
    @FunctionalInterface
    interface Children {
        UUID start(RequestContext context, Action.StartChild child, Evaluation evaluation);
    }

    Interpreter(RequestContext context, Instance instance, Course course, Children children, WorkflowLog log) {
        this.context = context;
        this.instance = instance;
        this.operation = course.operation();
        this.evaluation = new Evaluation(context, instance.variables, course.given(context));
        this.actions = new ActionRunner(context, evaluation);
        this.waiting = new WaitingStep(context, instance, evaluation, course);
        this.children = children;
        this.log = log;
    }

    Turn advance() {
        if (instance.stopped != null) {
            return ended(instance.stopped);
        }
        // What only computes is saved now and then, so that a turn stays small.
        int end = instance.steps + MOST_STEPS_OF_A_TURN;
        while (instance.steps < end) {
            if (isAtEnd()) {
                return new Turn.Ended(Outcome.succeeded());
            }
            Step step = Objects.requireNonNull(instance.step());
            if (instance.waiting) {
                log.began(step, instance);
                if (isSkipped(step)) {
                    return skip(step);
                }
                Turn.Waiting still = waiting.look(step);
                if (still != null) {
                    return still;
                }
                won(step);
                continue;
            }
            Turn turn = begin(step);
            if (turn != null) {
                return turn;
            }
        }
        return new Turn.Moved();
    }

    private @Nullable Turn begin(Step step) {
        if (++instance.steps > MOST_STEPS) {
            throw ErrorCode.INFINITE_LOOP.fault("The workflow has run " + MOST_STEPS
                    + " steps; it looks like a loop that does not end, at step '" + step.name() + "'.");
        }
        log.began(step, instance);
        if (isSkipped(step)) {
            return skip(step);
        }
        if (step.head().onlyIf() != null && !evaluation.holds(step.head().onlyIf())) {
            instance.moveOn();
            return null;
        }
        return switch (step) {
            case Step.Assignment assignment -> {
                Map<String, @Nullable Object> values = evaluation.values(assignment.variables());
                ValueSize.check(values);
                instance.variables.putAll(values);
                yield passed(step);
            }
            case Step.Switch choice -> {
                Next way = choice.cases().stream()
                        .filter(each -> each.when() == null || evaluation.holds(each.when()))
                        .findFirst()
                        .map(Step.Case::then)
                        .orElse(step.head().next());
                log.ended(WorkflowLog.SUCCEEDED, null);
                yield go(way);
            }
            case Step.Stage _, Step.Try _ -> {
                instance.enter(0);
                yield null;
            }
            case Step.For loop -> {
                beginLoop(loop);
                yield null;
            }
            case Step.Wait _, Step.Listen _, Step.Fork _ -> {
                waiting.begin(step);
                yield null;
            }
            case Step.Act act -> act(act);
        };
    }

    private boolean isSkipped(Step step) {
        return step.name().equals(instance.skipped);
    }

    /** A person has passed over this step; what fails next must not undo it, so the turn ends here. */
    private Turn skip(Step step) {
        instance.skipped = null;
        if (instance.waiting) {
            waiting.giveUp();
        }
        log.ended(WorkflowLog.CANCELED, null);
        go(step.head().next());
        return new Turn.Moved();
    }

    private @Nullable Turn act(Step.Act step) {
        Object result = null;
        switch (step.action()) {
            case Action.Stop stop -> {
                String message = evaluation.text(stop.message());
                log.ended(WorkflowLog.SUCCEEDED, message);
                // Whoever finds it after a death must neither run on nor tell the step again.
                instance.stopped = new Instance.Stopped(stop.succeeded(), message);
                return ended(instance.stopped);
            }
            case Action.Raise raise -> throw new RaisedError(raise.type(), evaluation.text(raise.detail()));
            case Action.Http http -> {
                return new Turn.CallsAddress(step, OutwardCalls.call(operation, http, evaluation));
            }
            case Action.Activity activity -> {
                return new Turn.RunsActivity(step, activity.name(), evaluation.values(activity.input()));
            }
            case Action.Create create -> result = actions.create(create);
            case Action.Update update -> result = actions.update(update);
            case Action.Assign assign -> result = actions.assign(assign);
            case Action.SetState change -> result = actions.setState(change);
            case Action.SendEmail send -> result = actions.sendEmail(send);
            case Action.Execute execute -> result = actions.execute(execute);
            case Action.Find find -> result = actions.find(find);
            case Action.StartChild child ->
                result = children.start(context, child, evaluation).toString();
        }
        done(step, result);
        return moved();
    }

    private static Turn ended(Instance.Stopped stopped) {
        String message = stopped.message();
        if (!stopped.succeeded()) {
            return new Turn.Ended(new Outcome.Canceled(message));
        }
        return new Turn.Ended(message.isEmpty() ? Outcome.succeeded() : Outcome.succeeded(message));
    }

    /** A step with an effect is saved where it leads to; when that is the end, no further turn has to find it out. */
    private Turn moved() {
        return isAtEnd() ? new Turn.Ended(Outcome.succeeded()) : new Turn.Moved();
    }

    /** Leaves the blocks that have no further step; true when the document has none. */
    private boolean isAtEnd() {
        while (instance.step() == null) {
            if (instance.frames.size() == 1) {
                return true;
            }
            endOfBlock(false);
        }
        return false;
    }

    /** A step that calls out of the database does so within this turn. */
    void calling(Step step) {
        log.began(step, instance);
    }

    /** What was called out of the database has answered. */
    Turn called(Step step, @Nullable Object result) {
        log.began(step, instance);
        instance.steps++;
        done(step, result);
        return moved();
    }

    /** A step has come to its end, with this result. */
    private void done(Step step, @Nullable Object result) {
        if (result != null) {
            ValueSize.check(result);
            instance.variables.put(step.name(), result);
        }
        passed(step);
    }

    private @Nullable Turn passed(Step step) {
        log.ended(WorkflowLog.SUCCEEDED, null);
        return go(step.head().next());
    }

    private @Nullable Turn go(Next next) {
        switch (next) {
            case Next.Continue _ -> instance.moveOn();
            case Next.To to ->
                instance.moveTo(instance.block(instance.frames.size() - 1).indexOf(to.step()));
            case Next.Exit _ -> endOfBlock(true);
            case Next.End _ -> {
                while (instance.frames.size() > 1) {
                    instance.leave();
                }
                instance.moveTo(instance.block(0).steps().size());
            }
        }
        return null;
    }

    /** @param exit whether a step asked to leave, so that a loop has no further round */
    private void endOfBlock(boolean exit) {
        Step outer = instance.outer();
        if (outer == null) {
            instance.moveTo(instance.block(0).steps().size());
            return;
        }
        if (outer instanceof Step.For loop
                && !exit
                && instance.variables.get(Instance.items(loop)) instanceof List<?> items) {
            int round = instance.frames.getLast().round() + 1;
            if (round < items.size()) {
                instance.variables.put(loop.each(), items.get(round));
                instance.again();
                return;
            }
        }
        instance.leave();
        if (outer instanceof Step.For loop) {
            instance.left(loop);
        }
        go(outer.head().next());
    }

    private void beginLoop(Step.For loop) {
        Object in = evaluation.value(loop.in());
        if (in != null && !(in instanceof List<?>)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The step '" + loop.name() + "' goes through a list; it was given '" + Evaluation.text(in) + "'.");
        }
        List<?> items = in == null ? List.of() : (List<?>) in;
        if (items.isEmpty()) {
            passed(loop);
            return;
        }
        instance.variables.put(Instance.items(loop), items);
        instance.variables.put(loop.each(), items.getFirst());
        instance.enter(0);
    }

    /** A wait is over: it goes on after the step that waited. */
    private void won(Step step) {
        int branch = waiting.won();
        log.ended(WorkflowLog.SUCCEEDED, waiting.how());
        instance.waiting = false;
        instance.dueTimes.clear();
        if (!(step instanceof Step.Fork fork)) {
            go(step.head().next());
            return;
        }
        Step.Branch chosen = fork.branches().get(branch);
        instance.enter(branch);
        if (chosen.depth() == 2) {
            instance.enter(0);
        }
        go(chosen.waiting().head().next());
    }
}
