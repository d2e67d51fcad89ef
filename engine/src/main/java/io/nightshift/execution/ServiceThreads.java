package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Hint;
import io.nightshift.queue.OperationLog;
import io.nightshift.queue.Recorder;
import io.nightshift.queue.RunningLimits;
import io.nightshift.queue.Settlement;
import io.nightshift.queue.Throughputs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private final ThroughputMeter throughput;
    private final LogWriter logs;
    private final Runs runs;
    private final Permits permits;
    private final Slots slots;
    private final Completer completer;
    private final Floors floors;
    private final Dispatcher dispatcher;
    private final Chores chores;
    private final Watch watch;
    private final Fence fence;
    private final HoldWatch holds;
    private final Heartbeat heartbeat;
    private final HintListener hints;
    private final Housekeeping house;
    private final List<Loop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;
    private boolean drained;

    ServiceThreads(ServiceParts given) {
        this.clock = given.store().clock();
        ServiceSettings settings = given.settings();
        this.claims = new Claims(given.store());
        String version = AsyncService.class.getPackage().getImplementationVersion();
        this.lease = new Lease(
                given.store(), settings, given.handlers().names(), Objects.requireNonNullElse(version, "development"));
        this.throughput = new ThroughputMeter(new Throughputs(given.store()), clock, lease::nodeId, given.listener());
        this.parts = given.listeningWith(throughput);
        this.logs = new LogWriter(new OperationLog(parts.store()));
        Recorder recorder = new Recorder(parts.store(), lease::nodeId);
        RunLengths lengths = new RunLengths();
        this.runs = new Runs(
                parts,
                lease,
                new Settling(parts),
                new ContextServices(
                        parts.store(),
                        parts.queue(),
                        claims,
                        new OperationTransactions(parts.store(), claims, recorder),
                        logs,
                        parts.listener()),
                lengths);
        Admission admission = new Admission(settings.slots(), clock);
        this.permits = new Permits(new RunningLimits(parts.store()), lease, admission, clock, settings.slots());
        this.slots = new Slots(
                admission, task -> Thread.ofVirtual().name("nightshift-handler").start(task), runs);
        this.completer = new Completer(recorder, claims, lease::isHeld, runs::written);
        Pace claiming = new Pace(clock, settings.poll());
        Pace choring = new Pace(clock, settings.poll());
        this.heartbeat = new Heartbeat(lease, List.of(claiming, choring), clock, settings.poll());
        this.floors = new Floors(claims, clock, Floors.SLOW_NANOS);
        this.dispatcher = new Dispatcher(
                floors,
                lease,
                parts.handlers(),
                new Dispatcher.Running(admission, permits, slots, completer, lengths, clock),
                claiming);
        this.chores = new Chores(parts.store(), parts.listener(), choring);
        this.watch = new Watch(
                claims, lease, slots, clock, claim -> runs.handler(claim).options());
        this.hints = new HintListener(parts.store(), settings.hints());
        this.holds = new HoldWatch(parts.queue().holds(), lease, slots, clock);
        this.fence = new Fence(parts, lease, slots);
        this.house = new Housekeeping(
                parts.store(), settings.retention(), () -> claiming.isBusy() || choring.isBusy(), holds::any);
    }

    void start() throws SQLException {
        lease.register();
        ServiceListener listener = parts.listener();
        Loop renewing = new Loop("Renewing the lease", this::beat, listener);
        Loop dispatching = new Loop("Claiming operations", dispatcher::tick, listener);
        Loop completing = new Loop("Recording results", completer::tick, listener);
        Loop choring = new Loop("Waking and promoting operations", this::chores, listener);
        Loop watching = new Loop("Watching running operations", this::watch, listener);
        Loop housekeeping = new Loop("Keeping house", house::tick, listener);
        Loop flooring = new Loop("Looking below the floors of claims", floors::tick, listener);
        floors.onAlarm(() -> {
            flooring.signal().raise();
            dispatching.signal().raise();
        });
        chores.onWake(choring.signal()::raise);
        slots.onFree(dispatching.signal()::raise);
        slots.onStart(watch::starts);
        watch.onWake(watching.signal()::raise);
        completer.onAdded(completing.signal()::raise);
        chores.onReady(bucket -> {
            floors.lower(bucket);
            dispatcher.hint(bucket);
            dispatching.signal().raise();
        });
        watch.onSettled(completer::add);
        watch.onUnrecorded(completer::unrecorded);
        watch.onLeaseLost(fence::fence);
        watch.onClaiming(dispatcher::isClaimingSince);
        heartbeat.onLost(fence::fence);
        heartbeat.onLookYourselves(() -> {
            dispatching.signal().raise();
            chores.ask();
            house.offer(true);
        });
        heartbeat.onFound(look -> {
            watch.holds(look.holdsSomething());
            holds.offer(look.holds(), watching.signal()::raise);
            house.offer(look.hasDeltas());
            permits.offer(look.limits());
            if (dispatcher.offer(look.buckets()) || permits.isDue()) {
                dispatching.signal().raise();
            }
            chores.offer(look.pending());
        });
        Consumer<Hint> hinted = hint -> take(hint, dispatching.signal(), watching.signal());
        parts.queue().onHint(hinted);
        hints.onHint(hinted);
        runs.onResult(completer::add);
        runs.obey(holds);
        holds.onGiveBack(runs::giveBack);
        runs.onLaneFree(chores::ask);
        Loop listening = new Loop("Listening for hints", hints::tick, listener);
        run(List.of(renewing, dispatching, completing, choring, watching, housekeeping, listening, flooring));
        ServiceSettings settings = parts.settings();
        LOG.info("The node {} has started with {} slots.", settings.nodeName(), settings.slots());
    }

    private void run(List<Loop> all) {
        for (Loop loop : all) {
            loops.add(loop);
            threads.add(Thread.ofPlatform()
                    .daemon()
                    .name("nightshift-" + loop.name())
                    .start(loop::run));
        }
    }

    /** What somebody, here or elsewhere, says is worth a look. */
    private void take(Hint hint, Signal dispatching, Signal watching) {
        Bucket bucket = hint.bucket();
        if (bucket == null) {
            chores.ask();
        } else if (dispatcher.offer(List.of(bucket))) {
            dispatching.raise();
        }
        if (hint.kind() == Hint.Kind.MOVED || hint.kind() == Hint.Kind.ANY) {
            dispatcher.hint();
            dispatching.raise();
            watch.ask();
            holds.ask();
            permits.ask();
            watching.raise();
        }
    }

    AsyncService.Health health() {
        int leaked = slots.leaked();
        String reason = closed
                ? "stopped"
                : fence.isDraining()
                        ? "draining"
                        : !lease.isHeld()
                                ? "the lease is lost; the database may be away"
                                : leaked * 4 > parts.settings().slots()
                                        ? leaked + " slots are lost to handlers that do not end"
                                        : "ready";
        return new AsyncService.Health(reason.equals("ready"), reason, slots.busy(), leaked);
    }

    HintListener.State hints() {
        return hints.state();
    }

    private long beat() throws SQLException {
        logs.flush();
        long wait = heartbeat.tick();
        obeyDrainOrder();
        return wait;
    }

    /** People may order a node to drain while it goes on living; whatever was just about to start is met by the next beat. */
    private void obeyDrainOrder() {
        boolean toDrain = lease.isToDrain();
        if (toDrain != drained) {
            drained = toDrain;
            dispatcher.rest(toDrain);
            LOG.info(
                    "The node {} {}.",
                    parts.settings().nodeName(),
                    toDrain ? "drains, as ordered" : "takes work again");
        }
        if (drained) {
            standDown();
        }
    }

    /** Gives back what has not started, and asks what runs to stop at its next checkpoint. */
    private void standDown() {
        for (Claim claim : slots.withdrawAll()) {
            completer.add(new Completer.Result(Settlement.released(claim), clock.nanos()));
        }
        slots.running().forEach(run -> run.stop(StopReason.DRAIN, false));
    }

    private long watch() throws SQLException {
        long wait = watch.tick();
        if (lease.isHeld()) {
            holds.tick();
        }
        return wait;
    }

    private long chores() throws SQLException {
        logs.flush();
        long pause = lease.isHeld() ? chores.tick() : TimeUnit.MILLISECONDS.toNanos(100);
        throughput.tick();
        return pause;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        fence.drain();
        lease.drain();
        dispatcher.drain();
        standDown();
        fence.awaitIdle(parts.settings().drain());
        if (!slots.isIdle()) {
            slots.running().forEach(run -> run.stop(StopReason.DRAIN, true));
            fence.awaitIdle(AFTER_INTERRUPT);
        }
        for (Run run : slots.running()) {
            if (run.settle()) {
                LOG.warn(
                        "{} did not end in time and is given back.", run.claim().id());
                run.stop(StopReason.LEASE_LOST, false);
                completer.add(new Completer.Result(
                        Settlement.released(run.claim()).startedOn(run.startedOn()), run.startedNanos()));
            }
        }
        closed = true;
        hints.close();
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

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
