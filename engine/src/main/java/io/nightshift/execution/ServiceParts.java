package io.nightshift.execution;

import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;

/** What a node is made of before it starts. */
record ServiceParts(
        QueueStore store,
        OperationQueue queue,
        OperationHandlers handlers,
        ServiceSettings settings,
        ServiceListener listener,
        OutcomePolicies policies) {

    /** The same with another listener, which passes on what it hears. */
    ServiceParts listeningWith(ServiceListener other) {
        return new ServiceParts(store, queue, handlers, settings, other, policies);
    }
}
