package io.nightshift.execution;

import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Claim;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Claims of one bucket that run one after another in one slot: a plain claim alone, or the members of a lane that were
 * claimed together. One that has not started can still be taken out. Thread-safe.
 */
final class Work {

    private final int organization;
    private final PriorityClass priorityClass;
    private final boolean quarantined;
    private List<Claim> claims;
    private int started;
    private int ended;
    private volatile long sinceNanos;

    Work(List<Claim> claims) {
        Claim head = claims.getFirst();
        this.organization = head.organization();
        this.priorityClass = PriorityClass.of(head.priorityClass());
        this.quarantined = claims.stream().anyMatch(Claim::isQuarantined);
        this.claims = claims;
    }

    static Work of(Claim claim) {
        return new Work(List.of(claim));
    }

    /** From now on it waits for a slot. */
    void waitsSince(long nanos) {
        sinceNanos = nanos;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    int organization() {
        return organization;
    }

    PriorityClass priorityClass() {
        return priorityClass;
    }

    /** Whether nothing may run beside it. */
    boolean isQuarantined() {
        return quarantined;
    }

    /** The claim that starts now, or null when none is left. */
    synchronized @Nullable Claim next() {
        return started < claims.size() ? claims.get(started++) : null;
    }

    /** What has not started. */
    synchronized List<Claim> left() {
        return List.copyOf(claims.subList(started, claims.size()));
    }

    /** The last one that started has ended. */
    synchronized void ended() {
        ended = started;
    }

    /** What runs and what has not started. */
    synchronized List<Claim> unended() {
        return List.copyOf(claims.subList(ended, claims.size()));
    }

    /** How many have not started. */
    synchronized int size() {
        return claims.size() - started;
    }

    /** Takes out a claim that has not started; true when it was there. */
    synchronized boolean withdraw(Claim claim) {
        if (!claims.subList(started, claims.size()).contains(claim)) {
            return false;
        }
        claims = Stream.concat(
                        claims.subList(0, started).stream(),
                        claims.subList(started, claims.size()).stream().filter(other -> !other.equals(claim)))
                .collect(Collectors.toUnmodifiableList());
        return true;
    }

    /** Takes out all that has not started. */
    synchronized List<Claim> withdrawAll() {
        List<Claim> left = left();
        claims = List.copyOf(claims.subList(0, started));
        return left;
    }
}
