package io.nightshift.execution;

import io.nightshift.operation.PriorityClass;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The works of one organization on this node, by class: those that wait, and how many run. Guarded by {@link Admission}. */
final class Line {

    /** Waiting works start within this time, at the rate of the last moments. */
    private static final int AHEAD_MILLIS = 50;

    private static final int MOST_AHEAD = 2000;

    /** What is known of one class. */
    static final class Queue {
        private final Deque<Work> works = new ArrayDeque<>();
        private int claims;
        private long ended;
        private long measured;
        private int ahead;

        void add(Work work) {
            works.add(work);
            claims += work.size();
        }

        Work poll() {
            Work work = works.remove();
            claims -= work.size();
            return work;
        }

        /** Forgets a work that has nothing left; the others stay in their order. */
        void withdrawn(int count) {
            claims -= count;
            works.removeIf(work -> work.size() == 0);
        }

        boolean isEmpty() {
            return works.isEmpty();
        }

        Collection<Work> works() {
            return works;
        }

        /** The claims that wait. */
        int claims() {
            return claims;
        }

        /** How many claims may wait. */
        int ahead() {
            return ahead;
        }

        void ended() {
            ended++;
        }

        void measure(double elapsedMillis) {
            ahead = (int) Math.min(MOST_AHEAD, (ended - measured) / elapsedMillis * AHEAD_MILLIS);
            measured = ended;
        }
    }

    private final Map<PriorityClass, Queue> queues = new EnumMap<>(PriorityClass.class);
    /** How many of the regular slots it has. */
    private int regularSlots;

    Line() {
        for (PriorityClass priorityClass : PriorityClass.values()) {
            queues.put(priorityClass, new Queue());
        }
    }

    Queue queue(PriorityClass priorityClass) {
        return Objects.requireNonNull(queues.get(priorityClass));
    }

    Collection<Queue> queues() {
        return queues.values();
    }

    int regularSlots() {
        return regularSlots;
    }

    void takeRegularSlot(int count) {
        regularSlots += count;
    }

    /** Nothing is known of it that a new line would not know. */
    boolean isIdle() {
        return regularSlots == 0 && queues.values().stream().allMatch(queue -> queue.isEmpty() && queue.ahead() == 0);
    }
}
