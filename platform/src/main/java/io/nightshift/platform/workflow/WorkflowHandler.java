package io.nightshift.platform.workflow;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;

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
}
