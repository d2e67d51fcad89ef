package io.nightshift.platform.workflow;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.Hold;
import java.sql.SQLException;

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
        return new InstanceRun(operation, contexts, activations, launch, outward).run();
    }

    /**
     * Whoever disables the organization or pauses all workflows stops also those that run, at the next step: the first go on
     * by themselves when the organization is enabled again, the others wait for a person.
     */
    static void checkHeld(OperationContext operation) throws SQLException {
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
}
