package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Settlement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a claim in its slot to a result at the completer, and what is told when the result is written. */
final class Runs implements Slots.Handling {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    private static final Set<Integer> DISABLED =
            Set.of(ErrorCode.ORGANIZATION_DISABLED.code(), ErrorCode.SCALE_GROUP_DISABLED.code());

    private final ServiceParts parts;
    private final ServiceClock clock;
    private final Lease lease;
    private final Settling settling;
    private final ContextServices context;
    private final RunLengths lengths;
    private final Map<Claim, CountDownLatch> alone = new ConcurrentHashMap<>();
    private volatile Results results = result -> {};
    private volatile Holding holds = Holding.NOTHING;
    private volatile Runnable laneFree = () -> {};

    /** Takes what is decided about an operation. */
    @FunctionalInterface
    interface Results {
        void add(Completer.Result result);
    }

    Runs(ServiceParts parts, Lease lease, Settling settling, ContextServices context, RunLengths lengths) {
        this.parts = parts;
        this.clock = parts.store().clock();
        this.lease = lease;
        this.settling = settling;
        this.context = context;
        this.lengths = lengths;
    }

    /** What may not start. */
    interface Holding {
        Holding NOTHING = new Holding() {
            @Override
            public boolean covers(Claim claim) {
                return false;
            }

            @Override
            public boolean isDisabled(Claim claim) {
                return false;
            }

            @Override
            public boolean isTypeHeld(Claim claim) {
                return false;
            }
        };

        boolean covers(Claim claim);

        /** Whether everything of the claim's organization is held. */
        boolean isDisabled(Claim claim);

        /** Whether all of the claim's type are held. */
        boolean isTypeHeld(Claim claim);
    }

    /** Whom to ask before a handler starts. */
    void obey(Holding newHolds) {
        holds = newHolds;
    }

    /** Where results go. */
    void onResult(Results callback) {
        results = callback;
    }

    /** Called when an operation that was recorded has left its lane. */
    void onLaneFree(Runnable callback) {
        laneFree = callback;
    }

    OperationHandlers.Registered handler(Claim claim) {
        return parts.handlers()
                .find(claim.type(), claim.messageName())
                .orElseThrow(() -> new IllegalStateException("Claimed without a handler: " + claim.id()));
    }

    /** The run of a claim that starts now. */
    @Override
    public Run make(Claim claim, @Nullable Prefix prefix) {
        Duration deadline = handler(claim).options().deadline();
        long now = clock.nanos();
        Run run =
                new Run(claim, clock.now(), now, deadline == null ? Long.MAX_VALUE : now + deadline.toNanos(), prefix);
        run.obey(holds);
        return run;
    }

    /** One operation on the thread of its handler; what comes after it in a lane may start when it has come to its end. */
    @Override
    public boolean run(Run run) {
        Claim claim = run.claim();
        if (!lease.isHeld()) {
            return false;
        }
        Prefix prefix = run.prefix();
        boolean mayStart = (prefix == null || !prefix.isBroken())
                && (claim.lossCount() == 0 || isMarked(run))
                && !holds.covers(claim);
        if (!mayStart) {
            giveBack(claim);
            return false;
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
        if (claim.token() != null) {
            lengths.ran(claim.bucket(), clock.nanos() - run.startedNanos());
        }
        settlement = unlessDisabled(settlement);
        if (claim.isQuarantined()) {
            finishAlone(run, settlement);
        } else {
            finish(run, settlement);
        }
        return settlement == null || settlement.to().status().isFinal();
    }

    /** While an organization is held, what failed because it is disabled burns no retry: it waits for the end of the hold. */
    private @Nullable Settlement unlessDisabled(@Nullable Settlement settlement) {
        if (settlement == null || settlement.move() != Move.RETRY) {
            return settlement;
        }
        Integer code = settlement.errorCode();
        boolean waits = code != null && DISABLED.contains(code) && holds.isDisabled(settlement.claim());
        return waits ? Settlement.released(settlement.claim()) : settlement;
    }

    @Override
    public void giveBack(Claim claim) {
        results.add(new Completer.Result(Settlement.released(claim), clock.nanos()));
    }

    /** The start of what was lost before is known to the database before it happens: the next loss counts for certain. */
    private boolean isMarked(Run run) {
        try {
            boolean marked = !context.claims()
                    .start(List.of(new Claims.Started(run.claim(), run.startedOn())))
                    .isEmpty();
            if (marked) {
                run.marked();
            }
            return marked;
        } catch (SQLException e) {
            LOG.debug("The start of {} could not be marked", run.claim().id(), e);
            return false;
        }
    }

    /**
     * Nothing starts beside what is in quarantine until its result is in the database: the next one there may kill this
     * process, and its loss would be taken for one of an operation that has come to its end.
     */
    private void finishAlone(Run run, @Nullable Settlement settlement) {
        CountDownLatch latch = new CountDownLatch(1);
        alone.put(run.claim(), latch);
        finish(run, settlement);
        try {
            while (lease.isHeld() && !latch.await(100, TimeUnit.MILLISECONDS)) {
                // Without the lease nobody records it any more.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            alone.remove(run.claim());
        }
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
            results.add(new Completer.Result(settlement.startedOn(run.startedOn()), run.startedNanos(), run.prefix()));
        }
    }

    /** Tells what became of a result. */
    void written(Completer.Written written) {
        Completer.Result result = written.result();
        Settlement settlement = result.settlement();
        CountDownLatch latch = alone.get(settlement.claim());
        if (latch != null) {
            latch.countDown();
        }
        if (written.recorded()) {
            Duration ran = Duration.ofNanos(clock.nanos() - result.startedNanos());
            parts.listener().recorded(settlement.claim(), settlement.move(), ran);
            if (Completer.frees(settlement)) {
                laneFree.run();
            }
        } else {
            LOG.info(
                    "The result of {} was refused: another node had taken the operation over.",
                    settlement.claim().id());
            parts.listener().fenced(settlement.claim(), settlement.move());
        }
    }
}
