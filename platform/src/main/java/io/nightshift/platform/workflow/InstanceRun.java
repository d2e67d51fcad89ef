package io.nightshift.platform.workflow;

import io.nightshift.execution.ErrorClassifier;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Action;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An instance on this node, for as long as it runs here. Not thread-safe. */
final class InstanceRun {

    /** The checkpoint of an instance that was found deactivated before it began. */
    private static final String NOT_BEGUN = "{}";

    private final OperationContext operation;
    private final Workflows.Contexts contexts;
    private final Activations activations;
    private final Launch launch;
    private final OutwardCalls outward;
    private final Course course;
    private final UUID activationId;
    private @Nullable Activation activation;
    /** As the last turn left it; null when that has not got so far. */
    private @Nullable Instance instance;

    private @Nullable WorkflowLog log;
    private boolean begun;

    InstanceRun(
            OperationContext operation,
            Workflows.Contexts contexts,
            Activations activations,
            Launch launch,
            OutwardCalls outward)
            throws SQLException {
        this.operation = operation;
        this.contexts = contexts;
        this.activations = activations;
        this.launch = launch;
        this.outward = outward;
        Launch.Data data = Launch.Data.read(operation.data());
        this.activationId = data.activation();
        if (operation.regardingId() == null || operation.regardingType() == null) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The workflow does not say for which record it runs.");
        }
        this.course = new Course(
                operation.id(),
                new EntityReference(operation.regardingType(), operation.regardingId()),
                data.input(),
                operation.event().orElse(null));
    }

    /** Turn by turn until it ends or waits. */
    Outcome run() throws Exception {
        while (true) {
            WorkflowHandler.checkHeld(operation);
            switch (next()) {
                case Turn.Moved _ -> {}
                case Turn.Ended(Outcome outcome) -> {
                    return outcome;
                }
                case Turn.Waiting waiting -> {
                    return waiting.eventKey() == null
                            ? new Outcome.Postponed(Objects.requireNonNull(waiting.until()))
                            : new Outcome.Waiting(waiting.eventKey(), waiting.until());
                }
                case Turn.CallsAddress call -> outward(call.step(), () -> outward.call(call.call()));
                case Turn.RunsActivity activity -> activity(activity);
            }
        }
    }

    private Turn next() throws Exception {
        try {
            return turn((context, interpreter) -> interpreter.advance());
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    /** What a turn does. */
    @FunctionalInterface
    private interface Work {
        Turn on(RequestContext context, Interpreter interpreter);
    }

    /** One transaction: what the work does, the log of it, and where the instance then stands. */
    private Turn turn(Work work) throws SQLException {
        instance = null;
        log = null;
        Turn[] turn = new Turn[1];
        operation.saveCheckpoint(connection -> {
            RequestContext context = contexts.of(connection, operation);
            Instance now = load(context);
            if (now == null) {
                turn[0] = new Turn.Ended(
                        new Outcome.Canceled("The workflow was deactivated before this instance of it began."));
                return new OperationContext.Checkpoint(NOT_BEGUN, null, null);
            }
            if (!begun && operation.checkpoint() != null) {
                now.skipped = StepLog.skipped(context, operation.id());
            }
            WorkflowLog lines = new WorkflowLog(context.now(), operation.id(), activationId);
            instance = now;
            log = lines;
            turn[0] = work.on(context, new Interpreter(context, now, course, this::child, lines));
            String checkpoint = InstanceJson.write(now);
            if (checkpoint.length() > InstanceJson.MOST_CHARACTERS) {
                throw FaultCode.INVALID_ARGUMENT.fault("The variables of the workflow are longer than "
                        + InstanceJson.MOST_CHARACTERS + " characters; keep references instead of values.");
            }
            return new OperationContext.Checkpoint(checkpoint, null, text(turn[0]), lines.along(context));
        });
        begun = true;
        if (log != null) {
            log.written();
        }
        return turn[0];
    }

    private String text(Turn turn) {
        Step at = log == null ? null : log.current();
        return turn instanceof Turn.Waiting waiting
                ? waiting.text()
                : at == null ? "" : "at step '" + at.name() + "' (line " + at.line() + ")";
    }

    private @Nullable Instance load(RequestContext context) {
        String checkpoint = NOT_BEGUN.equals(operation.checkpoint()) ? null : operation.checkpoint();
        Activation known = activation;
        if (known == null) {
            Activations.Loaded loaded = activations
                    .find(context, activationId)
                    .orElseThrow(() -> new ServiceFault(
                            Launch.CHILD_NOT_FOUND,
                            "The activation " + activationId + " of the workflow does not exist any more."));
            if (checkpoint == null && !loaded.activated()) {
                return null;
            }
            known = loaded.activation();
            activation = known;
        }
        Step.Block root = known.document().steps();
        return checkpoint == null ? new Instance(root) : InstanceJson.read(checkpoint, root);
    }

    private UUID child(RequestContext context, Action.StartChild child, Evaluation evaluation) {
        EntityReference record = new RecordValues(context).reference(evaluation.value(child.record()));
        return launch.child(context, operation, child.workflow(), record, evaluation.values(child.input()));
    }

    /** A call out of the database. */
    @FunctionalInterface
    private interface Outward {
        @Nullable
        Object make() throws Exception;
    }

    /** Makes a call, outside of a transaction, and goes on with what it answered. */
    private void outward(Step.Act step, Outward call) throws Exception {
        Object result;
        try {
            result = call.make();
        } catch (Exception e) {
            failed(e);
            return;
        }
        try {
            turn((_, interpreter) -> interpreter.called(step, result));
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** Runs an activity; one that has a transaction of the instance has ended its step with it. */
    private void activity(Turn.RunsActivity activity) throws Exception {
        LastTransaction last = new LastTransaction(activity.step());
        Object result;
        try {
            result = outward.activity(operation, course, activity, last);
        } catch (Exception e) {
            failed(e);
            return;
        }
        if (!last.over) {
            outward(activity.step(), () -> result);
        }
    }

    /** The transaction of an activity: what it does there, its step and the checkpoint commit together. */
    private final class LastTransaction implements OutwardCalls.Transaction {

        private final Step.Act step;
        private boolean over;
        private @Nullable Map<String, @Nullable Object> result;

        LastTransaction(Step.Act step) {
            this.step = step;
        }

        @Override
        public @Nullable Map<String, @Nullable Object> with(
                Function<OrganizationService, @Nullable Map<String, @Nullable Object>> work) throws SQLException {
            if (over) {
                throw new IllegalStateException(
                        "The step '" + step.name() + "' has ended with its transaction; an activity has one.");
            }
            turn((context, interpreter) -> {
                interpreter.calling(step);
                result = work.apply(CallerService.inside(context));
                return interpreter.called(step, result);
            });
            over = true;
            return result;
        }
    }

    /** Goes on where the error is caught; else writes it down and throws it for the outcome policy. */
    private Turn failed(Exception thrown) throws Exception {
        StepError error = StepError.of(thrown);
        Instance at = instance;
        WorkflowLog lines = log;
        if (at == null || lines == null || ErrorClassifier.isInterruption(thrown)) {
            throw error.thrown();
        }
        lines.failed(error.message(), error.code());
        boolean caught = !error.passes() && at.caught(error.type(), error.described(lines.current()));
        if (!caught) {
            // What came before it in its transaction is done again with it, and told then.
            lines.keepLast();
        }
        try {
            operation.saveCheckpoint(connection -> {
                RequestContext context = contexts.of(connection, operation);
                if (caught && at.waits > 0) {
                    // The transaction that failed took away what had been waited for, and was rolled back.
                    new Waits(context).endAll(List.of(operation.id()));
                }
                return new OperationContext.Checkpoint(
                        caught ? InstanceJson.write(at) : saved(),
                        null,
                        caught ? null : text(new Turn.Moved()),
                        lines.along(context));
            });
        } catch (SQLException | RuntimeException e) {
            e.addSuppressed(error.thrown());
            throw e;
        }
        lines.written();
        if (caught) {
            return new Turn.Moved();
        }
        throw error.thrown();
    }

    /** Where the instance stands after the last turn that was saved. */
    private String saved() {
        return Objects.requireNonNullElseGet(
                operation.checkpoint(),
                () -> InstanceJson.write(new Instance(
                        Objects.requireNonNull(activation).document().steps())));
    }
}
