package io.nightshift.execution;

import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The lines of all organizations, served in weighted turn. Guarded by {@link Admission}. */
final class Lines {

    private final Map<Integer, Line> lines = new HashMap<>();
    private final Map<PriorityClass, Turns> turns = new EnumMap<>(PriorityClass.class);

    Lines() {
        for (PriorityClass priorityClass : PriorityClass.values()) {
            turns.put(priorityClass, new Turns());
        }
    }

    Line of(int organization) {
        return lines.computeIfAbsent(organization, number -> new Line());
    }

    Line.Queue queue(Work work) {
        return of(work.organization()).queue(work.priorityClass());
    }

    boolean isEmpty() {
        return lines.values().stream().allMatch(line -> line.queues().stream().allMatch(Line.Queue::isEmpty));
    }

    /** The line with work of this class whose turn it is, of those that may be served. */
    @Nullable
    Line next(PriorityClass priorityClass, Predicate<Line> mayBeServed) {
        Turns ofClass = turns(priorityClass);
        Line next = null;
        double lowest = 0;
        for (Map.Entry<Integer, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            if (line.queue(priorityClass).isEmpty() || !mayBeServed.test(line)) {
                continue;
            }
            double pass = ofClass.pass(entry.getKey());
            if (next == null || pass < lowest) {
                next = line;
                lowest = pass;
            }
        }
        return next;
    }

    /** Takes the oldest work of a line. */
    Work take(Line line, PriorityClass priorityClass, Weights weights) {
        Work work = line.queue(priorityClass).poll();
        turns(priorityClass).took(work.organization(), work.size(), weights.of(work.organization()));
        return work;
    }

    /** How many claims of a class may wait, at the rate of the last moments. */
    int ahead(PriorityClass priorityClass) {
        int ahead = 0;
        for (Line line : lines.values()) {
            ahead += line.queue(priorityClass).ahead();
        }
        return ahead;
    }

    /** How many claims of a class wait. */
    int claims(PriorityClass priorityClass) {
        int claims = 0;
        for (Line line : lines.values()) {
            claims += line.queue(priorityClass).claims();
        }
        return claims;
    }

    List<Claim> withdraw(Claim claim) {
        Line.Queue queue = of(claim.organization()).queue(PriorityClass.of(claim.priorityClass()));
        for (Work work : queue.works()) {
            List<Claim> taken = work.withdraw(claim);
            if (!taken.isEmpty()) {
                queue.withdrawn(taken.size());
                return taken;
            }
        }
        return List.of();
    }

    List<Claim> withdrawBefore(long nanos) {
        List<Claim> old = new ArrayList<>();
        for (Line line : lines.values()) {
            for (Line.Queue queue : line.queues()) {
                List<Claim> ofLine = new ArrayList<>();
                queue.works().stream()
                        .filter(work -> work.sinceNanos() - nanos < 0)
                        .forEach(work -> ofLine.addAll(work.withdrawAll()));
                queue.withdrawn(ofLine.size());
                old.addAll(ofLine);
            }
        }
        return old;
    }

    List<Work> waiting() {
        List<Work> all = new ArrayList<>();
        lines.values().forEach(line -> line.queues().forEach(queue -> all.addAll(queue.works())));
        return all;
    }

    void measure(double elapsedMillis) {
        lines.values().forEach(line -> line.queues().forEach(queue -> queue.measure(elapsedMillis)));
        lines.values().removeIf(Line::isIdle);
    }

    private Turns turns(PriorityClass priorityClass) {
        return Objects.requireNonNull(turns.get(priorityClass));
    }
}
