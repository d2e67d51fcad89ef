package io.nightshift.platform.event;

import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jooq.exception.DataAccessException;

/** Asynchronous steps become operations in the transaction of their request: one of each step and event, all at once. Thread-safe. */
final class AsyncSteps {

    /** A step and the event that concerns it. */
    record Due(Step step, EventContext event) {}

    private final OperationQueue queue;

    AsyncSteps(OperationQueue queue) {
        this.queue = queue;
    }

    void enqueue(RequestContext context, List<Due> due) {
        if (due.isEmpty()) {
            return;
        }
        try {
            queue.enqueue(
                    context.connection(),
                    due.stream().map(each -> operation(context, each)).toList());
        } catch (SQLException e) {
            throw new DataAccessException("The operations of asynchronous steps could not be enqueued.", e);
        }
    }

    private static Operation operation(RequestContext context, Due due) {
        Step step = due.step();
        EventContext event = due.event();
        Operation operation = Operation.of(OperationType.SYSTEM_EVENT)
                .organization(context.organization().name())
                .name(name(step, event))
                .message(event.messageName())
                .owner(event.userId())
                .correlation(event.correlationId(), event.depth())
                .kept(step.asyncAutoDelete() ? Kept.SHORT : Kept.LONG)
                .data(ValueJson.text(ContextJson.write(event)));
        UUID record = event.primaryEntityId();
        return record == null ? operation : operation.regarding(event.primaryEntityName(), record);
    }

    private static String name(Step step, EventContext event) {
        String name = step.name().isBlank() ? event.messageName() + " of " + event.primaryEntityName() : step.name();
        return name.length() <= Operation.MAX_NAME_LENGTH ? name : name.substring(0, Operation.MAX_NAME_LENGTH);
    }
}
