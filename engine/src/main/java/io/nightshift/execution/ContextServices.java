package io.nightshift.execution;

import io.nightshift.queue.Claims;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;

/** What every context of a node reaches through. */
record ContextServices(
        QueueStore store,
        OperationQueue queue,
        Claims claims,
        OperationTransactions transactions,
        LogWriter logs,
        ServiceListener listener) {}
