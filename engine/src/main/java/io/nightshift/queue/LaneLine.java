package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import java.util.List;

/**
 * The operations with one dependency token that have not ended, in the order in which they run.
 *
 * @param first the first of them: whoever has a slot of the lane, then those that wait
 * @param waiting how many wait for the slot
 * @param hasMore whether more wait than were counted
 * @param isStuck whether its holder goes on only when a person does something
 */
public record LaneLine(String token, List<AsyncOperation> first, int waiting, boolean hasMore, boolean isStuck) {

    public LaneLine {
        first = List.copyOf(first);
    }

    /** How many stand behind the first one: those that run in its tow, and those that wait. */
    public int behind() {
        long running = first.stream().filter(AsyncOperation::holdsLane).count();
        return Math.max(0, Math.toIntExact(waiting + running) - 1);
    }
}
