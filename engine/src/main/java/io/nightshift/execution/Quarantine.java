package io.nightshift.execution;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs alone because its nodes ended without a word before: as long as such a work waits nothing else starts, and while
 * it runs there is nothing beside it. So a further loss has one possible reason. Guarded by {@link Admission}.
 */
final class Quarantine {

    private final Deque<Work> waiting = new ArrayDeque<>();
    private @Nullable Work alone;

    void add(Work work) {
        waiting.add(work);
    }

    /** Whether something runs alone or waits to do so. */
    boolean isOn() {
        waiting.removeIf(work -> work.size() == 0);
        return alone != null || !waiting.isEmpty();
    }

    List<Work> waiting() {
        return List.copyOf(waiting);
    }

    /** The work that runs alone from now on; null while another does. */
    @Nullable
    Work start() {
        if (alone == null) {
            alone = waiting.poll();
            return alone;
        }
        return null;
    }

    /** Whether the first of them waits since that time or longer. */
    boolean hasWaitedSince(long nanos) {
        Work first = waiting.peek();
        return first != null && first.sinceNanos() - nanos <= 0;
    }

    void ended(Work work) {
        if (work.equals(alone)) {
            alone = null;
        }
    }
}
