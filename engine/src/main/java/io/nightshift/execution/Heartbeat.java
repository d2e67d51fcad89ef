package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Pulse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one timer of a node. A beat renews the lease and, while the node is idle, looks for work in the same round trip; what
 * it finds wakes the loops. While all of them are busy they look by themselves, and a beat only renews.
 */
final class Heartbeat {

    /** A look that takes longer must not stand in the way of the renewal: the next ones are statements of their own. */
    private static final long SLOW_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** So many times as long as a slow look took, none is a part of the renewal. */
    private static final int REST = 10;

    private final Lease lease;
    private final List<Pace> paces;
    private final ServiceClock clock;
    private final long beatNanos;
    private final long renewNanos;
    private volatile Consumer<Pulse.Look> found = look -> {};
    private volatile Runnable lookYourselves = () -> {};
    private volatile Runnable lost = () -> {};
    private long renewedNanos;
    private long quickAgainNanos;

    Heartbeat(Lease lease, List<Pace> paces, ServiceClock clock, Duration poll) {
        this.lease = lease;
        this.paces = paces;
        this.clock = clock;
        this.renewNanos = lease.lengthNanos() / 4;
        this.beatNanos = Math.min(poll.toNanos(), renewNanos);
        this.renewedNanos = clock.nanos();
        this.quickAgainNanos = renewedNanos;
    }

    /** Takes what a look has found. */
    void onFound(Consumer<Pulse.Look> callback) {
        found = callback;
    }

    /** Called instead when looking took too long to be a part of the renewal. */
    void onLookYourselves(Runnable callback) {
        lookYourselves = callback;
    }

    /** Called when the lease is over. */
    void onLost(Runnable callback) {
        lost = callback;
    }

    /** One beat. */
    long tick() throws SQLException {
        long before = clock.nanos();
        boolean looks = !paces.stream().allMatch(Pace::isBusy);
        if (!looks && !lease.suspects() && before - renewedNanos < renewNanos - beatNanos / 2) {
            return beatNanos;
        }
        renewedNanos = before;
        Pulse pulse = lease.renew(looks && before - quickAgainNanos >= 0);
        if (pulse == null) {
            lost.run();
            return beatNanos;
        }
        Pulse.Look look = pulse.look();
        if (look != null) {
            long now = clock.nanos();
            quickAgainNanos = now - before > SLOW_LOOK_NANOS ? now + REST * (now - before) : now;
            found.accept(look);
        } else if (looks) {
            lookYourselves.run();
        }
        if (lease.hasDeclared()) {
            // What the dead node held comes back now, not with the next beat.
            lookYourselves.run();
        }
        return beatNanos;
    }
}
