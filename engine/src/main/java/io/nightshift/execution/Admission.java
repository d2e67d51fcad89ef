package io.nightshift.execution;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which work gets the next slot. Each organization has a line of its own, and lines are served in weighted turn, so that a
 * claim of one never waits behind the prefetch of another. While other organizations exist, one has at most nine tenths of
 * the regular slots. Priority work has a tenth of the slots on top, and may use regular slots: all that are free, but half
 * of them at most while regular work waits. Thread-safe.
 */
final class Admission {

    private static final long RATE_WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * So long a node starts nothing else for the sake of one operation. Whatever still runs then was there before it: if the
     * node dies after all, each is named to the other as a suspect.
     */
    static final long LONGEST_QUARANTINE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int count;
    private final int reserve;
    private final ServiceClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Lines lines = new Lines();
    private final Quarantine quarantine = new Quarantine();
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

    Admission(int count, ServiceClock clock) {
        this.count = count;
        this.reserve = Math.max(1, count / 10);
        this.clock = clock;
        this.windowStart = clock.nanos();
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
                work.waitsSince(clock.nanos());
                if (work.isQuarantined()) {
                    quarantine.add(work);
                } else {
                    lines.queue(work).add(work);
                }
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
            work.ended();
            Line.Queue queue = lines.queue(work);
            queue.ended();
            return queue.claims() <= queue.ahead() / 2;
        });
    }

    /** How many claims of a class can be taken now, whoever they belong to. */
    int room(PriorityClass priorityClass) {
        return locked(() -> {
            measure();
            return quarantine.isOn()
                    ? 0
                    : Math.max(0, freeSlots(priorityClass) + lines.ahead(priorityClass) - lines.claims(priorityClass));
        });
    }

    /**
     * How many claims of one organization can be taken now, whether there is room for all organizations together or not;
     * 0 while enough of them wait. Some may be taken even when no slot is free, if slots become free often: they are served
     * in turn, before what others have waiting.
     */
    int room(PriorityClass priorityClass, int organization) {
        return locked(() -> {
            Line line = lines.of(organization);
            Line.Queue queue = line.queue(priorityClass);
            if (queue.claims() > queue.ahead() / 2 || quarantine.isOn()) {
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

    /** Takes back a claim that has not started and those behind it, from a waiting work or from one that is inside. */
    List<Claim> withdraw(Claim claim) {
        return locked(() -> Stream.concat(slots.keySet().stream(), quarantine.waiting().stream())
                .map(work -> work.withdraw(claim))
                .filter(taken -> !taken.isEmpty())
                .findFirst()
                .orElseGet(() -> lines.withdraw(claim)));
    }

    /**
     * Takes out what has waited for longer than that, for a slot or for those before it in its lane; not what waits for the
     * node to become empty.
     */
    List<Claim> withdrawOld(long nanos) {
        return locked(() -> {
            long before = clock.nanos() - nanos;
            List<Claim> old = new ArrayList<>(lines.withdrawBefore(before));
            slots.keySet().stream()
                    .filter(work -> work.sinceNanos() - before < 0)
                    .forEach(work -> old.addAll(work.withdrawAll()));
            return old;
        });
    }

    /** The claims that have not started. */
    List<Claim> waiting() {
        return locked(() -> all().stream().flatMap(work -> work.left().stream()).toList());
    }

    /** The claims that run, or that would if all had a slot: of each work one. */
    List<Claim> inHand() {
        return locked(() -> all().stream()
                .flatMap(work -> Stream.ofNullable(work.current()))
                .toList());
    }

    int busy() {
        return locked(slots::size);
    }

    boolean isIdle() {
        return locked(() -> slots.isEmpty() && !quarantine.isOn() && lines.isEmpty());
    }

    private List<Work> all() {
        List<Work> all = new ArrayList<>(slots.keySet());
        all.addAll(quarantine.waiting());
        all.addAll(lines.waiting());
        return all;
    }

    private @Nullable Work choose() {
        if (quarantine.isOn()) {
            boolean itsTurn =
                    slots.isEmpty() || quarantine.hasWaitedSince(clock.nanos() - LONGEST_QUARANTINE_WAIT_NANOS);
            Work alone = itsTurn ? quarantine.start() : null;
            return alone == null ? null : occupy(alone, Slot.REGULAR);
        }
        Line line = lines.next(PriorityClass.PRIORITY, any -> true);
        if (line != null && busy(Slot.PRIORITY) < reserve) {
            return take(line, PriorityClass.PRIORITY, Slot.PRIORITY);
        }
        if (busy(Slot.REGULAR) + busy(Slot.LENT) >= count) {
            return null;
        }
        Line regular = lines.next(PriorityClass.REGULAR, this::isBelowItsShare);
        if (line != null && (regular == null || busy(Slot.LENT) < count / 2)) {
            Line borrower = lines.next(PriorityClass.PRIORITY, this::isBelowItsShare);
            if (borrower != null) {
                return take(borrower, PriorityClass.PRIORITY, Slot.LENT);
            }
        }
        return regular == null ? null : take(regular, PriorityClass.REGULAR, Slot.REGULAR);
    }

    private Work take(Line line, PriorityClass priorityClass, Slot slot) {
        return occupy(lines.take(line, priorityClass, weights), slot);
    }

    private Work occupy(Work work, Slot slot) {
        slots.put(work, slot);
        busy.merge(slot, 1, Integer::sum);
        if (slot != Slot.PRIORITY) {
            lines.of(work.organization()).takeRegularSlot(1);
        }
        return work;
    }

    private void free(Work work) {
        Slot slot = slots.remove(work);
        if (slot == null) {
            return;
        }
        quarantine.ended(work);
        busy.merge(slot, -1, Integer::sum);
        if (slot != Slot.PRIORITY) {
            lines.of(work.organization()).takeRegularSlot(-1);
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
        return lines.claims(priorityClass) < lines.ahead(priorityClass) * 10;
    }

    private boolean isBelowItsShare(Line line) {
        return line.regularSlots() < share();
    }

    private int share() {
        return count >= 2 && weights.others() ? count - reserve : count;
    }

    private int busy(Slot slot) {
        return busy.getOrDefault(slot, 0);
    }

    private void measure() {
        long now = clock.nanos();
        long elapsed = now - windowStart;
        if (elapsed >= RATE_WINDOW_NANOS) {
            windowStart = now;
            lines.measure(elapsed / 1_000_000.0);
        }
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
