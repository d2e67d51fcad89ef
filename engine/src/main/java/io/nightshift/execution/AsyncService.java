package io.nightshift.execution;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.Holds;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The asynchronous service: one node of it. Register handlers, start it, enqueue; close it to stop with a drain. Any number
 * of nodes may share a database. Thread-safe.
 *
 * <pre>{@code
 * AsyncService service = AsyncService.on(dataSource);
 * service.handle("send-invoice", context -> {
 *     send(context.data());
 *     return Outcome.succeeded();
 * });
 * service.start();
 * }</pre>
 */
public final class AsyncService implements AutoCloseable {

    private final QueueStore store;
    private final OperationQueue queue;
    private final SystemJobs systemJobs;
    private final BulkMoves bulkMoves;
    private final ServiceSettings settings;
    private final ServiceListener listener;
    private final OperationHandlers handlers = new OperationHandlers();
    private volatile OutcomePolicies policies;
    private volatile @Nullable ServiceThreads threads;

    private AsyncService(QueueStore store, ServiceSettings settings, ServiceListener listener) {
        this.store = store;
        this.queue = new OperationQueue(store);
        this.systemJobs = new SystemJobs(store, settings.retries());
        this.bulkMoves = new BulkMoves(store);
        this.settings = settings;
        this.policies = organization -> settings.outcomes();
        this.listener = new GuardedListener(listener);
    }

    /** A node with default settings; the schema {@code nightshift} is created or updated. */
    public static AsyncService on(DataSource dataSource) throws SQLException {
        return on(dataSource, ServiceSettings.DEFAULT, QueueStore.DEFAULT_ORGANIZATION, ServiceListener.NONE);
    }

    /** @param organization the organization of operations that name none; created when it is missing */
    public static AsyncService on(
            DataSource dataSource, ServiceSettings settings, String organization, ServiceListener listener)
            throws SQLException {
        return new AsyncService(QueueStore.open(dataSource, new SystemClock(), organization), settings, listener);
    }

    /** A node on a store that is open already; for tests with a time of their own. */
    public static AsyncService on(QueueStore store, ServiceSettings settings, ServiceListener listener) {
        return new AsyncService(store, settings, listener);
    }

    /** Registers the handler of a message; a second one for the same message is an error. Before the start only. */
    public AsyncService handle(String messageName, OperationHandler handler) {
        return handle(messageName, HandlerOptions.DEFAULT, handler);
    }

    public AsyncService handle(String messageName, HandlerOptions options, OperationHandler handler) {
        handlers.add(messageName, new OperationHandlers.Registered(handler, options));
        return this;
    }

    /** Registers the handler of a type, for operations whose message has none of its own. */
    public AsyncService handle(OperationType type, OperationHandler handler) {
        return handle(type, HandlerOptions.DEFAULT, handler);
    }

    public AsyncService handle(OperationType type, HandlerOptions options, OperationHandler handler) {
        handlers.add(type, new OperationHandlers.Registered(handler, options));
        return this;
    }

    /** Judges errors by a table of each organization's own instead of that of the settings. Before the start only. */
    public AsyncService outcomes(OutcomePolicies byOrganization) {
        policies = byOrganization;
        return this;
    }

    /** Starts to take operations. A service is started once. */
    public synchronized AsyncService start() throws SQLException {
        if (threads != null) {
            throw new IllegalStateException("The service has been started before; make a new one.");
        }
        handlers.add(
                BulkMoves.MESSAGE,
                new OperationHandlers.Registered(new BulkMoveHandler(bulkMoves), HandlerOptions.DEFAULT));
        handlers.close();
        ServiceThreads started =
                new ServiceThreads(new ServiceParts(store, queue, handlers, settings, listener, policies));
        started.start();
        threads = started;
        return this;
    }

    /** Stops taking operations, lets running ones end within the drain limit, gives the rest back. */
    @Override
    public synchronized void close() {
        ServiceThreads running = threads;
        if (running == null) {
            return;
        }
        // A host that interrupts the thread which stops us still wants the results of what ran recorded.
        boolean interrupted = Thread.interrupted();
        try {
            running.close();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public OperationQueue queue() {
        return queue;
    }

    public SystemJobs systemJobs() {
        return systemJobs;
    }

    /** What people have ordered not to start. */
    public Holds holds() {
        return queue.holds();
    }

    /** Moves of all that match a search. */
    public BulkMoves bulkMoves() {
        return bulkMoves;
    }

    public Nodes nodes() {
        return new Nodes(store);
    }

    public QueueStore store() {
        return store;
    }

    public ServiceSettings settings() {
        return settings;
    }

    public String nodeName() {
        return settings.nodeName();
    }

    /**
     * How this node is.
     *
     * @param reason in words; "ready" when it is
     * @param running handlers that run now
     * @param leakedSlots handlers that were given up and run on
     */
    public record Health(boolean ready, String reason, int running, int leakedSlots) {}

    public Health health() {
        // Without the lock, which a close holds as long as it drains.
        ServiceThreads running = threads;
        return running == null ? new Health(false, "not started", 0, 0) : running.health();
    }

    /**
     * Whether the hints of other processes arrive here, by a test that the node makes of itself once a minute. Without them
     * their work is found within a second all the same. True when it does not listen for hints at all.
     */
    public boolean hintsArrive() {
        return hintState() != HintListener.State.MISSING;
    }

    HintListener.State hintState() {
        ServiceThreads running = threads;
        return running == null ? HintListener.State.OFF : running.hints();
    }

    public boolean isReady() {
        return health().ready();
    }

    /** Makes a new operation like one that has ended, linked to it; returns the new id. */
    public UUID rerun(@Nullable String organization, UUID id, Author author) throws SQLException {
        AsyncOperation old = systemJobs
                .get(organization, id)
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault("There is no operation " + id + "."));
        if (!old.isCompleted()) {
            throw ErrorCode.INVALID_STATE_CHANGE.fault("Operation " + id + " has not ended (" + old.standing()
                    + "); only a completed operation can be run again.");
        }
        Operation again = Operation.of(old.type())
                .organization(old.organization())
                .name(old.name())
                .data(systemJobs.data(organization, id).orElse(null))
                .token(old.token())
                .limit(old.limit())
                .owner(old.ownerId())
                .parent(old.id())
                .correlation(old.correlationId() == null ? old.id() : old.correlationId(), old.depth());
        if (old.messageName() != null) {
            again = again.message(old.messageName());
        }
        if (old.regardingId() != null && old.regardingType() != null) {
            again = again.regarding(old.regardingType(), old.regardingId());
        }
        return queue.enqueue(again);
    }
}
