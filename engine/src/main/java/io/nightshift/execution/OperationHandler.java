package io.nightshift.execution;

import io.nightshift.operation.Outcome;

/**
 * The work of one kind of operation. Called on a virtual thread of its own; the same handler runs many operations at once.
 * It runs at least once for each operation: after a crash it runs again, from its last checkpoint if it saves any. What it
 * does through {@link OperationContext#transaction} happens once.
 */
@FunctionalInterface
public interface OperationHandler {

    /**
     * Does the work.
     *
     * @return how it ended
     * @throws Exception any error; the outcome policy decides what becomes of the operation
     */
    Outcome handle(OperationContext context) throws Exception;
}
