package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.OperationLog;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running parts of a node, wired together, and the only place that starts threads. */
final class ServiceThreads implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceThreads.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    private final ServiceParts parts;
    private final ServiceClock clock;
    private final Claims claims;
    private final Lease lease;
    private final Settling settling;
    private final LogWriter logs;
    private final ContextServices context;
    private final Slots slots;
    private final Completer completer;
    private final Dispatcher dispatcher;
    private final Chores chores;
    private final Watch watch;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean fencing = new AtomicBoolean();
    private volatile boolean leaseLostTold;
    private volatile Runnable onLaneFree = () -> {};
    private volatile boolean draining;
    private volatile boolean closed;

    ServiceThreads(ServiceParts parts) {
        this.parts = parts;
        this.clock = parts.store().clock();
        ServiceSettings settings = parts.settings();
        this.claims = new Claims(parts.store());
        String version = AsyncService.class.getPackage().getImplementationVersion();
        this.lease = new Lease(
                parts.store(), settings, parts.handlers().names(), Objects.requireNonNullElse(version, "development"));
        this.settling = new Settling(clock, settings.outcomes(), settings.retries());
        this.logs = new LogWriter(new OperationLog(parts.store()));
        Recorder recorder = new Recorder(parts.store(), lease::nodeId);
        this.context = new ContextServices(
                parts.store(), parts.queue(), claims, new OperationTransactions(parts.store(), claims, recorder), logs);
        this.slots = new Slots(
                settings.slots(),
                clock,
                task -> Thread.ofVirtual().name("nightshift-handler").start(task),
                this::runOf,
                this::run);
        this.completer = new Completer(recorder, claims, lease::isHeld, this::written);
        this.dispatcher = new Dispatcher(
                claims, lease, parts.handlers(), new Dispatcher.Running(slots, completer, clock), settings.poll());
        this.chores = new Chores(parts.store(), parts.listener(), settings.poll());
        this.watch =
                new Watch(claims, lease, slots, clock, claim -> handler(claim).options());
    }

    void start() throws SQLException {
        lease.register();
        ServiceListener listener = parts.listener();
        Loop renewing = new Loop("Renewing the lease", this::renew, listener);
        Loop dispatching = new Loop("Claiming operations", dispatcher::tick, listener);
        Loop completing = new Loop("Recording results", completer::tick, listener);
        Loop choring = new Loop("Waking and promoting operations", this::chores, listener);
        Loop watching = new Loop("Watching running operations", watch::tick, listener);
        slots.onFree(dispatching.signal()::raise);
        chores.onReady(bucket -> {
            dispatcher.hint(bucket);
            dispatching.signal().raise();
        });
        watch.onSettled(settlement -> completer.add(new Completer.Result(settlement, clock.nanos())));
        watch.onLeaseLost(this::fence);
        parts.queue().onHint(bucket -> {
            if (bucket != null) {
                dispatcher.hint(bucket);
            }
            dispatching.signal().raise();
            choring.signal().raise();
            watch.ask();
            watching.signal().raise();
        });
        onLaneFree = choring.signal()::raise;
        for (Loop loop : List.of(renewing, dispatching, completing, choring, watching)) {
            loops.add(loop);
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("nightshift-" + loop.name())
                    .start(loop::run));
        }
        ServiceSettings settings = parts.settings();
        LOG.info("The node {} has started with {} slots.", settings.nodeName(), settings.slots());
    }

    AsyncService.Health health() {
        int leaked = slots.leaked();
        String reason = closed
                ? "stopped"
                : draining
                        ? "draining"
                        : !lease.isHeld()
                                ? "the lease is lost; the database may be away"
                                : leaked * 4 > parts.settings().slots()
                                        ? leaked + " slots are lost to handlers that do not end"
                                        : "ready";
        return new AsyncService.Health(reason.equals("ready"), reason, slots.busy(), leaked);
    }

    private long renew() throws SQLException {
        logs.flush();
        if (!lease.renew()) {
            fence();
        }
        return parts.settings().lease().toNanos() / 4;
    }

    private long chores() throws SQLException {
        logs.flush();
        return lease.isHeld() ? chores.tick() : TimeUnit.MILLISECONDS.toNanos(100);
    }

    private OperationHandlers.Registered handler(Claim claim) {
        return parts.handlers()
                .find(claim.type(), claim.messageName())
                .orElseThrow(() -> new IllegalStateException("Claimed without a handler: " + claim.id()));
    }

    private Run runOf(Claim claim) {
        Duration deadline = handler(claim).options().deadline();
        long now = clock.nanos();
        return new Run(claim, now, deadline == null ? Long.MAX_VALUE : now + deadline.toNanos());
    }

    /** One operation on the thread of its handler. */
    private void run(Run run) {
        Claim claim = run.claim();
        if (!lease.isHeld()) {
            return;
        }
        Settlement settlement;
        try {
            parts.listener().started(claim);
            String organization = parts.store().organizations().name(claim.organization());
            settlement = new Execution(
                            handler(claim), run, new OperationContext(claim, organization, run, context), settling)
                    .run();
        } catch (SQLException e) {
            settlement = settling.settle(claim, HandlerOptions.DEFAULT, e);
        } catch (Throwable e) {
            LOG.error("{} ended with an error that cannot be judged", claim.id(), e);
            settlement = Settlement.failed(
                    claim, ErrorCode.ISV_UNEXPECTED.code(), e.getClass().getName());
        }
        finish(run, settlement);
    }

    private void finish(Run run, @Nullable Settlement settlement) {
        if (!run.settle()) {
            return;
        }
        if (settlement == null) {
            Settlement recorded = Settlement.succeeded(run.claim(), null);
            written(new Completer.Written(new Completer.Result(recorded, run.startedNanos()), true));
        } else if (run.stopReason() == StopReason.LEASE_LOST
                && !settlement.to().status().isFinal()) {
            LOG.debug("{} was stopped because the lease was lost", run.claim().id());
        } else {
            completer.add(new Completer.Result(settlement, run.startedNanos()));
        }
    }

    private void written(Completer.Written written) {
        Completer.Result result = written.result();
        Settlement settlement = result.settlement();
        if (written.recorded()) {
            Duration ran = Duration.ofNanos(clock.nanos() - result.startedNanos());
            parts.listener().recorded(settlement.claim(), settlement.move(), ran);
            if (Completer.freesLane(settlement)) {
                onLaneFree.run();
            }
        } else {
            LOG.info(
                    "The result of {} was refused: another node had taken the operation over.",
                    settlement.claim().id());
            parts.listener().fenced(settlement.claim(), settlement.move());
        }
    }

    /**
     * The lease is over: stop everything, give the incarnation up, begin a new one when the database answers. Handlers have
     * what is left until others may take over to come to their end; only then is the incarnation given up.
     */
    private void fence() {
        if (draining || !fencing.compareAndSet(false, true)) {
            return;
        }
        try {
            if (lease.isHeld()) {
                return; // another thread has just begun a new incarnation
            }
            long left = lease.leftNanos();
            lease.lose();
            slots.withdrawAll();
            slots.running().forEach(run -> run.stop(StopReason.LEASE_LOST, true));
            if (!leaseLostTold) {
                leaseLostTold = true;
                LOG.warn(
                        "The node {} lost its lease and stops what it runs.",
                        parts.settings().nodeName());
                parts.listener().leaseLost();
            }
            awaitIdle(Duration.ofNanos(left));
            lease.end();
            // What has not ended by now may never end; the new incarnation has all its slots.
            slots.running().forEach(slots::leak);
            if (draining) {
                return; // closed meanwhile: nobody would renew a further incarnation
            }
            lease.register();
            leaseLostTold = false;
            LOG.info("The node {} has a new lease.", parts.settings().nodeName());
        } catch (SQLException e) {
            LOG.debug("The database does not answer yet", e);
        } finally {
            fencing.set(false);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        draining = true;
        lease.drain();
        dispatcher.drain();
        for (Claim claim : slots.withdrawAll()) {
            completer.add(new Completer.Result(Settlement.released(claim, false), clock.nanos()));
        }
        slots.running().forEach(run -> run.stop(StopReason.DRAIN, false));
        awaitIdle(parts.settings().drain());
        if (!slots.isIdle()) {
            slots.running().forEach(run -> run.stop(StopReason.DRAIN, true));
            awaitIdle(AFTER_INTERRUPT);
        }
        for (Run run : slots.running()) {
            if (run.settle()) {
                LOG.warn(
                        "{} did not end in time and is given back.", run.claim().id());
                run.stop(StopReason.LEASE_LOST, false);
                completer.add(new Completer.Result(Settlement.released(run.claim(), true), run.startedNanos()));
            }
        }
        closed = true;
        loops.forEach(Loop::stop);
        threads.forEach(ServiceThreads::join);
        try {
            completer.flush();
            logs.flush();
            lease.end();
        } catch (SQLException e) {
            LOG.warn(
                    "The node could not say goodbye to the database ({}); others take over after its lease.",
                    e.getMessage());
        }
        LOG.info("The node {} has stopped.", parts.settings().nodeName());
    }

    private void awaitIdle(Duration limit) {
        long end = clock.nanos() + limit.toNanos();
        while (!slots.isIdle() && clock.nanos() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
