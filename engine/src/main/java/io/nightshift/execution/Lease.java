package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.Pulse;
import io.nightshift.queue.QueueStore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease of this node, and its watch over the others. The lease is a beat on the node's row. It is ours from the start of
 * the last renewal that succeeded, for the lease less a margin, on our own monotonic clock; another node is dead when we
 * have seen its beat unchanged for its whole lease while all our own renewals succeeded. No wall clock decides anything.
 */
final class Lease {

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

    private final Nodes nodes;
    private final ServiceClock clock;
    private final ServiceSettings settings;
    private final List<String> handlers;
    private final String version;
    private final Map<Long, Seen> watched = new HashMap<>();
    private volatile long nodeId;
    private volatile long renewedNanos;
    private volatile boolean held;
    private volatile boolean draining;
    private volatile boolean toDrain;
    private volatile boolean suspects;
    private volatile boolean declared;

    private record Seen(Nodes.Beat beat, long sinceNanos) {}

    Lease(QueueStore store, ServiceSettings settings, List<String> handlers, String version) {
        this.nodes = new Nodes(store);
        this.clock = store.clock();
        this.settings = settings;
        this.handlers = handlers;
        this.version = version;
    }

    /** Starts a new incarnation of this node. */
    synchronized void register() throws SQLException {
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        long before = clock.nanos();
        nodes.register(
                new Nodes.Registration(
                        id,
                        settings.nodeName(),
                        (int) settings.lease().toMillis(),
                        settings.slots(),
                        version,
                        handlers),
                nodeId);
        watched.clear();
        nodeId = id;
        renewedNanos = before;
        held = true;
    }

    long nodeId() {
        return nodeId;
    }

    /** Whether work may go on. False a margin before anybody else may take it over. */
    boolean isHeld() {
        return held && clock.nanos() - renewedNanos < settings.lease().toNanos() - marginNanos();
    }

    /** Whether work of this incarnation may go on; one that was given up meanwhile may not, whatever came after it. */
    boolean isHeldBy(long node) {
        return isHeld() && nodeId == node;
    }

    /** How long nobody else may take over; negative when somebody may have done so. */
    long leftNanos() {
        return settings.lease().toNanos() - (clock.nanos() - renewedNanos);
    }

    long lengthNanos() {
        return settings.lease().toNanos();
    }

    /** Whether another node has been silent for half its lease: then each beat counts. */
    boolean suspects() {
        return suspects;
    }

    /** Whether a node was declared dead since this was asked last. */
    boolean hasDeclared() {
        boolean since = declared;
        declared = false;
        return since;
    }

    void drain() {
        draining = true;
    }

    /** Whether somebody has ordered this node to take nothing more, as of the last renewal. */
    boolean isToDrain() {
        return toDrain;
    }

    /**
     * One renewal and one look at the other nodes.
     *
     * @param looking whether to look for work in the same round trip
     * @return null when the lease is over: this node has been declared dead, or was too late
     */
    synchronized @Nullable Pulse renew(boolean looking) throws SQLException {
        long before = clock.nanos();
        boolean gap = before - renewedNanos > settings.lease().toNanos() / 2;
        Pulse pulse;
        try {
            pulse = nodes.pulse(nodeId, draining, looking);
        } catch (SQLException e) {
            watched.clear();
            throw e;
        }
        if (clock instanceof SystemClock system) {
            system.sampled(pulse.databaseTime(), before, clock.nanos());
        }
        if (!pulse.renewed()) {
            held = false;
            return null;
        }
        if (!isHeld()) {
            // Too late: what we ran has been stopped, or is being stopped, as if the lease were lost.
            return null;
        }
        renewedNanos = before;
        toDrain = pulse.isToDrain();
        if (gap) {
            // While we did not look, a beat may have come and gone: begin to watch anew.
            watched.clear();
        }
        watch(pulse.others());
        return pulse;
    }

    /** Gives the incarnation up, so that what it held can be taken over at once. */
    void end() throws SQLException {
        held = false;
        nodes.end(nodeId);
    }

    /** Marks the lease as lost without a word to the database. */
    void lose() {
        held = false;
    }

    private void watch(List<Nodes.Beat> others) throws SQLException {
        long now = clock.nanos();
        Map<Long, Seen> seen = new HashMap<>();
        for (Nodes.Beat beat : others) {
            Seen before = watched.get(beat.id());
            boolean unchanged = before != null && before.beat().beat() == beat.beat();
            seen.put(beat.id(), unchanged ? before : new Seen(beat, now));
        }
        watched.clear();
        watched.putAll(seen);
        boolean silent = false;
        for (Seen one : seen.values()) {
            silent |= now - one.sinceNanos()
                    >= Duration.ofMillis(one.beat().leaseMillis()).toNanos() / 2;
            if (now - one.sinceNanos()
                    >= Duration.ofMillis(one.beat().leaseMillis()).toNanos()) {
                if (nodes.declareDead(one.beat())) {
                    declared = true;
                    LOG.warn(
                            "The node {} gave no sign of life for {} ms; what it ran is taken over.",
                            one.beat().name(),
                            one.beat().leaseMillis());
                }
                watched.remove(one.beat().id());
            }
        }
        suspects = silent;
    }

    private long marginNanos() {
        return settings.lease().toNanos() / 5;
    }
}
