package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which work gets the next slot. Each organization has a line of its own, and lines are served in weighted turn, so that a
 * claim of one never waits behind the prefetch of another. While other organizations exist, one has at most nine tenths of
 * the regular slots. Priority work has a tenth of the slots on top, and may use regular slots: all that are free, but half
 * of them at most while regular work waits. Thread-safe.
 */
final class Admission {

    private static final long RATE_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final int count;
    private final int reserve;
    private final ServiceClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Integer, Line> lines = new HashMap<>();
    private final Map<PriorityClass, Turns> turns = new EnumMap<>(PriorityClass.class);
    /** The slot each started work has. */
    private final Map<Work, Slot> slots = new HashMap<>();

    private final Map<Slot, Integer> busy = new EnumMap<>(Slot.class);
    private volatile Weights weights = Weights.NONE;
    private long windowStart;

    /** A slot is one of the regular ones, lent to priority work or not, or of the priority quota. */
    private enum Slot {
        REGULAR,
        LENT,
        PRIORITY
    }

    /**
     * What counts when organizations share a node.
     *
     * @param others whether there is more than one organization
     */
    record Weights(Map<Integer, Integer> known, boolean others) {
        static final Weights NONE = new Weights(Map.of(), false);

        int of(int organization) {
            return known.getOrDefault(organization, 1);
        }
    }

    Admission(int count, ServiceClock clock) {
        this.count = count;
        this.reserve = Math.max(1, count / 10);
        this.clock = clock;
        this.windowStart = clock.nanos();
        for (PriorityClass priorityClass : PriorityClass.values()) {
            turns.put(priorityClass, new Turns());
        }
    }

    void weights(Weights now) {
        weights = now;
    }

    Weights weights() {
        return weights;
    }

    void add(List<Work> works) {
        locked(() -> {
            for (Work work : works) {
                line(work.organization()).queue(work.priorityClass()).add(work);
            }
            return null;
        });
    }

    /** The work that starts now, or null when none waits that may. The caller has its slot until he gives it back. */
    @Nullable
    Work start() {
        return locked(this::choose);
    }

    /** Gives the slot of one work back and takes the next. */
    @Nullable
    Work startAfter(Work ended) {
        return locked(() -> {
            free(ended);
            return choose();
        });
    }

    /** Gives the slot of a work back. */
    void end(Work ended) {
        locked(() -> {
            free(ended);
            return null;
        });
    }

    /** A claim of this work has ended; true when more may be claimed for its line. */
    boolean ended(Work work) {
        return locked(() -> {
            Line.Queue queue = line(work.organization()).queue(work.priorityClass());
            queue.ended();
            return queue.claims() <= queue.ahead() / 2;
        });
    }

    /** How many claims of a class can be taken now, whoever they belong to. */
    int room(PriorityClass priorityClass) {
        return locked(() -> {
            measure();
            int room = freeSlots(priorityClass);
            for (Line line : lines.values()) {
                Line.Queue queue = line.queue(priorityClass);
                room += queue.ahead() - queue.claims();
            }
            return Math.max(0, room);
        });
    }

    /**
     * How many claims of one organization can be taken now, whether there is room for all organizations together or not;
     * 0 while enough of them wait. Some may be taken even when no slot is free, if slots become free often: they are served
     * in turn, before what others have waiting.
     */
    int room(PriorityClass priorityClass, int organization) {
        return locked(() -> {
            Line line = line(organization);
            Line.Queue queue = line.queue(priorityClass);
            if (queue.claims() > queue.ahead() / 2) {
                return 0;
            }
            int free = freeSlots(priorityClass);
            int slotsNow = free > 0 ? free : isBrisk(priorityClass) ? reserve : 0;
            int ofItsShare = priorityClass == PriorityClass.REGULAR
                    ? Math.min(slotsNow, share() - line.regularSlots())
                    : slotsNow;
            return Math.max(0, ofItsShare) + queue.ahead() - queue.claims();
        });
    }

    /** Takes back a claim that has not started, from a waiting work or from one that is inside; true when it was there. */
    boolean withdraw(Claim claim) {
        return locked(() -> {
            if (slots.keySet().stream().anyMatch(work -> work.withdraw(claim))) {
                return true;
            }
            Line.Queue queue = line(claim.organization()).queue(PriorityClass.of(claim.priorityClass()));
            for (Work work : queue.works()) {
                if (work.withdraw(claim)) {
                    queue.withdrawn(1);
                    return true;
                }
            }
            return false;
        });
    }

    /** The claims that have not started. */
    List<Claim> waiting() {
        return locked(() -> {
            List<Claim> all = new ArrayList<>();
            slots.keySet().forEach(work -> all.addAll(work.left()));
            lines.values()
                    .forEach(line ->
                            line.queues().forEach(queue -> queue.works().forEach(work -> all.addAll(work.left()))));
            return all;
        });
    }

    int busy() {
        return locked(slots::size);
    }

    boolean isIdle() {
        return locked(() -> slots.isEmpty()
                && lines.values().stream()
                        .allMatch(line -> line.queues().stream().allMatch(Line.Queue::isEmpty)));
    }

    private @Nullable Work choose() {
        Line line = next(PriorityClass.PRIORITY, false);
        if (line != null && busy(Slot.PRIORITY) < reserve) {
            return take(line, PriorityClass.PRIORITY, Slot.PRIORITY);
        }
        if (busy(Slot.REGULAR) + busy(Slot.LENT) >= count) {
            return null;
        }
        Line regular = next(PriorityClass.REGULAR, true);
        if (line != null && (regular == null || busy(Slot.LENT) < count / 2)) {
            Line borrower = next(PriorityClass.PRIORITY, true);
            if (borrower != null) {
                return take(borrower, PriorityClass.PRIORITY, Slot.LENT);
            }
        }
        return regular == null ? null : take(regular, PriorityClass.REGULAR, Slot.REGULAR);
    }

    /** The line with work of this class whose turn it is. */
    private @Nullable Line next(PriorityClass priorityClass, boolean ofRegularSlots) {
        Line next = null;
        double lowest = 0;
        for (Map.Entry<Integer, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            if (line.queue(priorityClass).isEmpty() || (ofRegularSlots && line.regularSlots() >= share())) {
                continue;
            }
            double pass = turns(priorityClass).pass(entry.getKey());
            if (next == null || pass < lowest) {
                next = line;
                lowest = pass;
            }
        }
        return next;
    }

    private Work take(Line line, PriorityClass priorityClass, Slot slot) {
        Work work = line.queue(priorityClass).poll();
        turns(priorityClass).took(work.organization(), work.size(), weights.of(work.organization()));
        slots.put(work, slot);
        busy.merge(slot, 1, Integer::sum);
        if (slot != Slot.PRIORITY) {
            line.takeRegularSlot(1);
        }
        return work;
    }

    private void free(Work work) {
        Slot slot = slots.remove(work);
        if (slot == null) {
            return;
        }
        busy.merge(slot, -1, Integer::sum);
        if (slot != Slot.PRIORITY) {
            line(work.organization()).takeRegularSlot(-1);
        }
    }

    private int freeSlots(PriorityClass priorityClass) {
        int regular = Math.max(0, count - busy(Slot.REGULAR) - busy(Slot.LENT));
        return priorityClass == PriorityClass.REGULAR
                ? regular
                : Math.max(0, reserve - busy(Slot.PRIORITY))
                        + Math.max(0, Math.min(regular, count / 2 - busy(Slot.LENT)));
    }

    /** Slots become free so often that what waits now starts within half a second. */
    private boolean isBrisk(PriorityClass priorityClass) {
        int ahead = 0;
        int waiting = 0;
        for (Line line : lines.values()) {
            ahead += line.queue(priorityClass).ahead();
            waiting += line.queue(priorityClass).claims();
        }
        return waiting < ahead * 10;
    }

    private int share() {
        return count >= 2 && weights.others() ? count - reserve : count;
    }

    private int busy(Slot slot) {
        return busy.getOrDefault(slot, 0);
    }

    private Turns turns(PriorityClass priorityClass) {
        return Objects.requireNonNull(turns.get(priorityClass));
    }

    private Line line(int organization) {
        return lines.computeIfAbsent(organization, number -> new Line());
    }

    private void measure() {
        long now = clock.nanos();
        long elapsed = now - windowStart;
        if (elapsed < RATE_WINDOW_NANOS) {
            return;
        }
        windowStart = now;
        lines.values().forEach(line -> line.queues().forEach(queue -> queue.measure(elapsed / 1_000_000.0)));
        lines.values().removeIf(Line::isIdle);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
