package io.nightshift.platform.workflow;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.queue.Hold;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.util.Objects;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Runs instances of workflows: turn by turn, each one transaction that ends with the checkpoint. The data of the operation is
 * {@code {"workflow": id of the activation, "input": {...}}}; the record is the one it regards.
 */
final class WorkflowHandler implements OperationHandler {

    private final Workflows.Contexts contexts;
    private final Activations activations;
    private final Launch launch;
    private final OutwardCalls outward;

    WorkflowHandler(Workflows.Contexts contexts, Activations activations, Launch launch, OutwardCalls outward) {
        this.contexts = contexts;
        this.activations = activations;
        this.launch = launch;
        this.outward = outward;
    }

    @Override
    public Outcome handle(OperationContext operation) throws Exception {
        Run run = new Run(operation);
        while (true) {
            checkHeld(operation);
            Turn turn = run.next();
            switch (turn) {
                case Turn.Moved _ -> {}
                case Turn.Ended(Outcome outcome) -> {
                    return outcome;
                }
                case Turn.Waiting waiting -> {
                    return waiting.eventKey() == null
                            ? new Outcome.Postponed(Objects.requireNonNull(waiting.until()))
                            : new Outcome.Waiting(waiting.eventKey(), waiting.until());
                }
                case Turn.CallsAddress call -> run.outward(call.step(), () -> outward.call(call.call()));
                case Turn.RunsActivity activity ->
                    run.outward(activity.step(), () -> outward.activity(operation, run.course(), activity));
            }
        }
    }

    /**
     * Whoever disables the organization or pauses all workflows stops also those that run, at the next step: the first go on
     * by themselves when the organization is enabled again, the others wait for a person.
     */
    private static void checkHeld(OperationContext operation) throws SQLException {
        if (operation.isOrganizationHeld()) {
            throw ErrorCode.ORGANIZATION_DISABLED.fault(
                    "The organization '" + operation.organization() + "' is disabled: everything of it is held.");
        }
        if (!operation.isTypeHeld()) {
            return;
        }
        for (Hold hold : operation.queue().holds().list()) {
            if (hold.target().isTypeOf(operation.organization(), operation.type())) {
                String reason = hold.author().reason();
                throw ErrorCode.WORKFLOW_SYSTEM_PAUSED.fault("Workflows were paused by "
                        + hold.author().name() + (reason == null ? "" : ": " + reason)
                        + ". It goes on from here when it is resumed after the pause.");
            }
        }
    }

    /** A call out of the database. */
    @FunctionalInterface
    private interface Outward {
        @Nullable
        Object make() throws Exception;
    }

    /** An instance on this node, for as long as it runs here. Not thread-safe. */
    private final class Run {

        private final OperationContext operation;
        private final Course course;
        private final UUID activationId;
        private @Nullable Activation activation;
        private @Nullable Instance instance;
        private @Nullable WorkflowLog log;

        Run(OperationContext operation) throws SQLException {
            this.operation = operation;
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

        Course course() {
            return course;
        }

        Turn next() throws SQLException {
            try {
                return turn(Interpreter::advance);
            } catch (OrganizationServiceFault | ServiceFault | DataAccessException e) {
                return failed(StepError.of(e));
            }
        }

        /** One transaction: what the work does, the log of it, and where the instance then stands. */
        private Turn turn(Work work) throws SQLException {
            Turn[] turn = new Turn[1];
            operation.saveCheckpoint(connection -> {
                RequestContext context = contexts.of(connection, operation);
                Instance now = load(context);
                if (now == null) {
                    turn[0] = new Turn.Ended(
                            new Outcome.Canceled("The workflow was deactivated before this instance of it began."));
                    return new OperationContext.Checkpoint("{}", null, null);
                }
                if (instance == null && operation.checkpoint() != null) {
                    now.skipped = StepLog.skipped(context, operation.id());
                }
                instance = now;
                log = new WorkflowLog(context, operation.id(), activationId);
                turn[0] = work.on(new Interpreter(context, now, course, this::child, log));
                log.write();
                String checkpoint = InstanceJson.write(now);
                if (checkpoint.length() > InstanceJson.MOST_CHARACTERS) {
                    throw FaultCode.INVALID_ARGUMENT.fault("The variables of the workflow are longer than "
                            + InstanceJson.MOST_CHARACTERS + " characters; keep references instead of values.");
                }
                return new OperationContext.Checkpoint(checkpoint, null, text(turn[0]));
            });
            return turn[0];
        }

        private String text(Turn turn) {
            Step at = log == null ? null : log.current();
            return turn instanceof Turn.Waiting waiting
                    ? waiting.text()
                    : at == null ? "" : "at step '" + at.name() + "' (line " + at.line() + ")";
        }

        private @Nullable Instance load(RequestContext context) {
            String checkpoint = operation.checkpoint();
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

        private UUID child(
                RequestContext context,
                io.nightshift.platform.workflow.document.Action.StartChild child,
                Evaluation evaluation) {
            EntityReference record = new RecordValues(context).reference(evaluation.value(child.record()));
            return launch.child(context, operation, child.workflow(), record, evaluation.values(child.input()));
        }

        /** Makes a call, outside of a transaction, and goes on with what it answered. */
        void outward(Step.Act step, Outward call) throws Exception {
            Object result;
            try {
                result = call.make();
            } catch (OrganizationServiceFault | ServiceFault e) {
                failed(StepError.of(e));
                return;
            }
            turn(interpreter -> {
                Objects.requireNonNull(log).began(step, Objects.requireNonNull(instance));
                Objects.requireNonNull(instance).steps++;
                interpreter.done(step, result);
                return new Turn.Moved();
            });
        }

        /** Goes on where the error is caught; else writes it down and throws it for the outcome policy. */
        private Turn failed(StepError error) throws SQLException {
            Instance at = instance;
            WorkflowLog last = log;
            if (at == null || last == null) {
                throw error.fault();
            }
            Step step = last.current();
            boolean caught = !error.passes() && at.caught(error.type(), error.described(step));
            operation.saveCheckpoint(connection -> {
                RequestContext context = contexts.of(connection, operation);
                WorkflowLog log = new WorkflowLog(context, operation.id(), activationId);
                if (step != null) {
                    log.began(step, at);
                    log.failed(error.message(), error.code());
                    log.write();
                }
                return new OperationContext.Checkpoint(
                        caught
                                ? InstanceJson.write(at)
                                : Objects.requireNonNullElse(
                                        operation.checkpoint(),
                                        InstanceJson.write(new Instance(Objects.requireNonNull(activation)
                                                .document()
                                                .steps()))),
                        null,
                        caught ? null : text(new Turn.Moved()));
            });
            if (caught) {
                return new Turn.Moved();
            }
            throw error.fault();
        }
    }

    /** What a turn does. */
    @FunctionalInterface
    private interface Work {
        Turn on(Interpreter interpreter);
    }
}
