package io.nightshift.platform.workflow;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.OrganizationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Workflows as the platform puts them together: their messages, what they react to, and the handler. Thread-safe. */
public final class Workflows {

    private final Activations activations = new Activations();
    private final Launch launch;
    private final OperationQueue queue;

    /** Workflows whose instances are operations of this queue. */
    public Workflows(OperationQueue queue) {
        this.queue = queue;
        this.launch = new Launch(queue, activations);
    }

    /** Gives an operation its request context: its organization, its owner as the user, what led to it. */
    @FunctionalInterface
    public interface Contexts {
        RequestContext of(Connection connection, OperationContext operation) throws SQLException;
    }

    /** The organization service of an operation's owner, each call in a transaction of its own. */
    @FunctionalInterface
    public interface Services {
        OrganizationService of(OperationContext operation);
    }

    /** Instances were ended by a person while they did not run: they wait for nothing any more. */
    public static void ended(RequestContext context, List<UUID> operations) {
        if (context.organization().metadata().find(Waits.ENTITY).isPresent()) {
            new Waits(context).endAll(operations);
        }
    }

    /** The messages of workflows. */
    public List<Message> messages() {
        return List.of(new ExecuteWorkflowMessage(activations, launch), new SkipWorkflowStepMessage());
    }

    /** What reacts to requests, in this order. */
    public List<Reaction> reactions() {
        return List.of(new WorkflowRules(), new WorkflowTriggers(activations, launch, queue));
    }

    /** Registers the handler of instances; before the service starts. */
    public void handle(AsyncService service, Contexts contexts, Services services, WorkflowExtensions extensions) {
        service.handle(
                OperationType.WORKFLOW,
                new WorkflowHandler(contexts, activations, launch, new OutwardCalls(extensions, services)));
    }
}
