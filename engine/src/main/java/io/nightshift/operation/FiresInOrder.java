package io.nightshift.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Collects the times of a rule so that each is later than the one before. Readings of a clock come in order, their times
 * not quite: where the clocks go from 02:00 to 03:00, what was to be at 02:30 comes at 03:30, after what is at 03:00; and
 * 02:30 and 03:30 are one time.
 */
final class FiresInOrder {

    private final int most;
    private final List<Instant> sure = new ArrayList<>();
    private final TreeSet<Instant> waiting = new TreeSet<>();
    private Instant last;

    FiresInOrder(Instant after, int most) {
        this.last = after;
        this.most = most;
    }

    boolean isFull() {
        return sure.size() >= most;
    }

    /**
     * Adds a time.
     *
     * @param earliest no time that is added later is before this
     * @param counts whether it is one of the rule, or only tells how far the rule has come
     */
    void add(Instant fire, Instant earliest, boolean counts) {
        if (counts && fire.isAfter(last)) {
            waiting.add(fire);
        }
        while (!isFull() && !waiting.isEmpty() && !waiting.first().isAfter(earliest)) {
            take();
        }
    }

    /** All of them, when the rule has no more. */
    List<Instant> all() {
        while (!isFull() && !waiting.isEmpty()) {
            take();
        }
        return sure;
    }

    private void take() {
        last = waiting.removeFirst();
        sure.add(last);
    }
}
