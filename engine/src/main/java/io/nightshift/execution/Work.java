package io.nightshift.execution;

import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Claims of one bucket that run one after another in one slot: a plain claim alone, or the members of a lane that were
 * claimed together. What has not started can still be taken out, from the tail. Thread-safe.
 */
final class Work {

    private final int organization;
    private final PriorityClass priorityClass;
    private final Bucket bucket;
    private final boolean inLane;
    private final boolean quarantined;
    private final @Nullable Prefix prefix;
    private List<Claim> claims;
    private int started;
    private int ended;
    private volatile long sinceNanos;

    Work(List<Claim> claims) {
        Claim head = claims.getFirst();
        this.organization = head.organization();
        this.priorityClass = PriorityClass.of(head.priorityClass());
        this.bucket = head.bucket();
        this.inLane = head.token() != null;
        this.quarantined = claims.stream().anyMatch(Claim::isQuarantined);
        this.prefix = claims.size() > 1 ? new Prefix() : null;
        this.claims = claims;
    }

    static Work of(Claim claim) {
        return new Work(List.of(claim));
    }

    /** The works of what was claimed at a time: the members of a lane are one. */
    static List<Work> of(List<Claim> claimed) {
        record Lane(
                int organization,
                @Nullable String token,
                @Nullable UUID alone) {}
        Map<Lane, List<Claim>> lanes = new LinkedHashMap<>();
        for (Claim claim : claimed) {
            String token = claim.token();
            lanes.computeIfAbsent(
                            new Lane(claim.organization(), token, token == null ? claim.id() : null),
                            lane -> new ArrayList<>(1))
                    .add(claim);
        }
        return lanes.values().stream().map(Work::new).toList();
    }

    /** What of it is recorded; null when it is one claim alone. */
    @Nullable
    Prefix prefix() {
        return prefix;
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

    Bucket bucket() {
        return bucket;
    }

    /** Whether it has its turn in a lane. */
    boolean isInLane() {
        return inLane;
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

    /** What runs, or would start next; null when all has ended. */
    synchronized @Nullable Claim current() {
        return ended < claims.size() ? claims.get(ended) : null;
    }

    /** How many have not started. */
    synchronized int size() {
        return claims.size() - started;
    }

    /** Takes out a claim that has not started, and those behind it: they may not start before it has ended. */
    synchronized List<Claim> withdraw(Claim claim) {
        int from = claims.subList(started, claims.size()).indexOf(claim);
        return from < 0 ? List.of() : cut(started + from);
    }

    /** Takes out all that has not started. */
    synchronized List<Claim> withdrawAll() {
        return cut(started);
    }

    private List<Claim> cut(int from) {
        List<Claim> taken = List.copyOf(claims.subList(from, claims.size()));
        claims = List.copyOf(claims.subList(0, from));
        return taken;
    }
}
