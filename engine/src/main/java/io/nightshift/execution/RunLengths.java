package io.nightshift.execution;

import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claims.Wanted;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many of a lane are claimed together: as many as run within a quarter of a second in one slot, as far as is known of
 * their bucket. Of a bucket of lanes fewer heads are claimed, the longer their runs have been. Thread-safe.
 */
final class RunLengths {

    /** What is claimed has started within about a second, also when it takes longer than what was measured. */
    private static final long RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final int LONGEST_RUN = 500;

    /** One batch of results. */
    private static final int MOST_CLAIMED = 1000;

    private static final int MOST_REMEMBERED = 1000;

    private final Map<Bucket, Known> known = new ConcurrentHashMap<>();

    /**
     * What is known of a bucket that has lanes.
     *
     * @param nanosEach how long one takes, about
     * @param perHead how many came with a head, itself included, about
     */
    private record Known(double nanosEach, double perHead) {
        private static final Known LITTLE = new Known(RUN_NANOS, 1);

        Known ran(long nanos) {
            // A long one counts at once, so that nothing waits behind many of its kind.
            return new Known(nanos > nanosEach ? nanos : (3 * nanosEach + nanos) / 4, perHead);
        }

        Known claimed(int heads, int claims) {
            return new Known(nanosEach, (perHead + (double) claims / heads) / 2);
        }
    }

    /** What to ask of a bucket from which so many claims are planned. */
    Wanted wanted(Bucket bucket, int planned) {
        Known of = known.get(bucket);
        if (of == null) {
            return new Wanted(bucket, planned, 0, 0);
        }
        int heads = Math.max(1, (int) Math.ceil(planned / of.perHead()));
        int inTime = (int) Math.min(LONGEST_RUN, RUN_NANOS / Math.max(1, of.nanosEach()));
        return new Wanted(bucket, heads, Math.max(0, Math.min(inTime, MOST_CLAIMED / heads) - 1), 0);
    }

    /** Of a bucket with lanes so many heads were claimed, and with them so many in all. */
    void claimed(Bucket bucket, int heads, int claims) {
        if (known.size() > MOST_REMEMBERED) {
            known.clear();
        }
        known.merge(bucket, Known.LITTLE.claimed(heads, claims), (old, first) -> old.claimed(heads, claims));
    }

    /** A member of a lane has run so long. */
    void ran(Bucket bucket, long nanos) {
        known.merge(bucket, Known.LITTLE.ran(nanos), (old, first) -> old.ran(nanos));
    }
}
