package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import io.nightshift.queue.Claims;
import io.nightshift.queue.Claims.Wanted;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims, and looks for buckets, without walking what lies dead at the front of a bucket. Usually nothing does: PostgreSQL
 * clears away what was claimed. While somebody holds an old snapshot it must not, and each claim would walk all that was
 * claimed since. When looks have become slow, claims therefore begin at a floor, the lowest sequence that was still ready a
 * second ago, and looks are answered from memory; what lies lower, because it came back or was committed late, is looked for
 * apart from them, for a tenth of the time at most. Thread-safe.
 */
final class Floors {

    /** A look that takes longer walks what is dead; or the server is busy, and then little is lost by taking it for that. */
    static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** So long what was enqueued may take to be committed without being overtaken. */
    static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So many times as long as a look took pass until the next one. */
    private static final int REST = 10;

    private static final long AFTER_FALSE_ALARM_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long UNTIL_ALARM_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int MOST_REMEMBERED = 1000;

    private final Claims claims;
    private final ServiceClock clock;
    private final long slowNanos;
    private final Map<Bucket, Floor> floors = new HashMap<>();
    private volatile Runnable alarm = () -> {};
    private boolean suspected;
    private boolean used;
    private long restedNanos;

    /** Where the claims of a bucket begin, where they will begin a second after that was found, and as what it was found. */
    private static final class Floor {
        private long from;
        private long next;
        private long nextSince;
        private Claims.@Nullable Ready found;
    }

    Floors(Claims claims, ServiceClock clock, long slowNanos) {
        this.claims = claims;
        this.clock = clock;
        this.slowNanos = slowNanos;
        this.restedNanos = clock.nanos();
    }

    /** Called when {@link #tick} has something to do before its time. */
    void onAlarm(Runnable callback) {
        alarm = callback;
    }

    /** As {@link Claims#claim}; what lies below a floor is left for the next turn. */
    List<Claim> claim(long node, List<Wanted> wanted) throws SQLException {
        List<Claim> claimed = claims.claim(node, above(wanted));
        raise(wanted, claimed);
        return claimed;
    }

    /** As {@link Claims#look}; while floors are used, the buckets that had something of late. */
    List<Claims.Ready> look() throws SQLException {
        synchronized (this) {
            if (used) {
                return floors.values().stream()
                        .map(floor -> floor.found)
                        .filter(Objects::nonNull)
                        .toList();
            }
        }
        long begun = clock.nanos();
        List<Claims.Ready> found = claims.look();
        took(clock.nanos() - begun);
        return found;
    }

    /** Something has come back to a bucket, and may lie below its floor. */
    synchronized void lower(Bucket bucket) {
        Floor floor = floors.get(bucket);
        if (floor != null) {
            floor.from = 0;
            floor.next = 0;
        }
    }

    /** Looks for what lies lowest while that is slow; returns how long it rests. */
    long tick() throws SQLException {
        long rest = rest();
        if (rest > 0) {
            return rest;
        }
        long begun = clock.nanos();
        List<Claims.Ready> found = claims.look();
        long cost = clock.nanos() - begun;
        synchronized (this) {
            used = cost >= slowNanos;
            suspected = false;
            restedNanos = clock.nanos() + (used ? REST * cost : AFTER_FALSE_ALARM_NANOS);
            if (!used) {
                floors.clear();
                return UNTIL_ALARM_NANOS;
            }
            if (floors.size() > MOST_REMEMBERED) {
                floors.clear();
            }
            found.forEach(this::remember);
        }
        alarm.run();
        return rest();
    }

    private synchronized long rest() {
        return used || suspected ? restedNanos - clock.nanos() : UNTIL_ALARM_NANOS;
    }

    private void remember(Claims.Ready found) {
        Floor floor = floors.computeIfAbsent(found.bucket(), bucket -> at(found.lowest()));
        floor.found = found;
        floor.from = Math.min(floor.from, found.lowest());
    }

    private void took(long nanos) {
        synchronized (this) {
            if (nanos < slowNanos || suspected || used) {
                return;
            }
            suspected = true;
        }
        alarm.run();
    }

    private synchronized List<Wanted> above(List<Wanted> wanted) {
        if (!used) {
            return wanted;
        }
        List<Wanted> above = new ArrayList<>(wanted.size());
        for (Wanted each : wanted) {
            Floor floor = floors.get(each.bucket());
            if (floor != null && floor.next > 0 && clock.nanos() - floor.nextSince >= GRACE_NANOS) {
                floor.from = floor.next;
                floor.next = 0;
            }
            above.add(floor == null ? each : each.from(floor.from));
        }
        return above;
    }

    /** Below the lowest of a claim nothing was ready; nor was anything below its end, when that is all there was. */
    private synchronized void raise(List<Wanted> wanted, List<Claim> claimed) {
        if (!used) {
            return;
        }
        Map<Bucket, Integer> got = new HashMap<>();
        Map<Bucket, Long> ends = new HashMap<>();
        for (Claim claim : claimed) {
            Bucket bucket = claim.bucket();
            Floor floor = floors.computeIfAbsent(bucket, unknown -> at(0));
            if (got.merge(bucket, 1, Integer::sum) == 1 && floor.next == 0) {
                floor.next = claim.sequence();
                floor.nextSince = clock.nanos();
                ends.put(bucket, 0L);
            }
            ends.computeIfPresent(bucket, (any, end) -> claim.sequence() + 1);
        }
        for (Wanted each : wanted) {
            Floor floor = floors.get(each.bucket());
            Long end = ends.get(each.bucket());
            if (floor != null && end != null && got.getOrDefault(each.bucket(), 0) < each.most()) {
                floor.next = end;
            }
        }
    }

    private static Floor at(long sequence) {
        Floor floor = new Floor();
        floor.from = sequence;
        return floor;
    }
}
