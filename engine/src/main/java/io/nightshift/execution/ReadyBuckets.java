package io.nightshift.execution;

import io.nightshift.operation.PriorityClass;
import io.nightshift.queue.Bucket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The buckets that are known to have something to claim, by class and organization. The organizations get their turns by
 * weight, the buckets of one organization one after another. Not thread-safe: it is the dispatcher's own.
 */
final class ReadyBuckets {

    /** One claim takes some milliseconds at most. */
    private static final int MOST_CLAIMED = 500;

    /** Few enough that who is hinted at hardly waits for the claim that is under way. */
    private static final int MOST_CLAIMED_BESIDE = 100;

    private static final int MOST_BUCKETS = 64;

    /** So finely is room divided among organizations. */
    private static final int PORTIONS = 32;

    private final Admission admission;
    private final Permits permits;
    private final Map<PriorityClass, Map<Integer, Deque<Bucket>>> byClass = new EnumMap<>(PriorityClass.class);
    private final Map<PriorityClass, Turns> turns = new EnumMap<>(PriorityClass.class);

    ReadyBuckets(Admission admission, Permits permits) {
        this.admission = admission;
        this.permits = permits;
        for (PriorityClass priorityClass : PriorityClass.values()) {
            byClass.put(priorityClass, new HashMap<>());
            turns.put(priorityClass, new Turns());
        }
    }

    boolean isEmpty() {
        return byClass.values().stream().allMatch(Map::isEmpty);
    }

    Set<Bucket> all() {
        Set<Bucket> all = new HashSet<>();
        byClass.values().forEach(organizations -> organizations.values().forEach(all::addAll));
        return all;
    }

    boolean contains(Bucket bucket) {
        Deque<Bucket> known = organizations(classOf(bucket)).get(bucket.organization());
        return known != null && known.contains(bucket);
    }

    void add(Bucket bucket) {
        if (!contains(bucket)) {
            organizations(classOf(bucket))
                    .computeIfAbsent(bucket.organization(), number -> new ArrayDeque<>())
                    .addFirst(bucket);
        }
    }

    private void remove(Bucket bucket) {
        Map<Integer, Deque<Bucket>> organizations = organizations(classOf(bucket));
        Deque<Bucket> known = organizations.get(bucket.organization());
        if (known != null && known.remove(bucket) && known.isEmpty()) {
            organizations.remove(bucket.organization());
        }
    }

    /**
     * How many to claim from which bucket now.
     *
     * @param besideOthers whether others come again and again that are not known yet
     */
    Map<Bucket, Integer> plan(boolean besideOthers) {
        Map<Bucket, Integer> plan = new LinkedHashMap<>();
        for (PriorityClass priorityClass : PriorityClass.values()) {
            plan(priorityClass, besideOthers ? MOST_CLAIMED_BESIDE : MOST_CLAIMED, plan);
        }
        return permits.within(plan);
    }

    /** A small claim of its own for buckets that have just been hinted at, so that they wait behind nobody's batch. */
    Map<Bucket, Integer> plan(Set<Bucket> hinted) {
        Map<Bucket, Integer> plan = new LinkedHashMap<>();
        for (Bucket bucket : hinted) {
            int room = Math.min(
                    Math.min(admission.room(classOf(bucket), bucket.organization()), PORTIONS), permits.room(bucket));
            if (room > 0 && plan.size() < MOST_BUCKETS) {
                plan.put(bucket, room);
                took(classOf(bucket), bucket.organization(), room);
            }
        }
        return permits.within(plan);
    }

    /** What came of a plan for a bucket; one that gave less than it was asked for is empty, for all we know. */
    void claimed(Bucket bucket, int planned, int claimed, boolean isEmpty) {
        if (claimed != planned) {
            took(classOf(bucket), bucket.organization(), claimed - planned);
        }
        if (isEmpty) {
            remove(bucket);
        } else {
            add(bucket);
        }
    }

    private void plan(PriorityClass priorityClass, int most, Map<Bucket, Integer> plan) {
        Map<Integer, Integer> rooms = new HashMap<>();
        for (Map.Entry<Integer, Deque<Bucket>> entry :
                organizations(priorityClass).entrySet()) {
            Integer organization = entry.getKey();
            int room = Math.min(admission.room(priorityClass, organization), permitted(entry.getValue()));
            if (room > 0) {
                rooms.put(organization, room);
            }
        }
        int room = Math.min(admission.room(priorityClass), most);
        int portion = Math.max(1, room / PORTIONS);
        Map<Integer, Integer> shares = new HashMap<>();
        while (room > 0 && !rooms.isEmpty()) {
            Integer next = next(priorityClass, rooms.keySet());
            int count = Math.min(Math.min(portion, room), rooms.getOrDefault(next, 0));
            room -= count;
            took(priorityClass, next, count);
            shares.merge(next, count, Integer::sum);
            rooms.compute(next, (organization, left) -> left == null || left <= count ? null : left - count);
        }
        // One of each that has come anew, although the others have filled what there is: it is served before them.
        for (Integer organization : rooms.keySet()) {
            if (!shares.containsKey(organization)) {
                took(priorityClass, organization, 1);
                shares.put(organization, 1);
            }
        }
        shares.forEach((organization, count) ->
                divide(Objects.requireNonNull(organizations(priorityClass).get(organization)), count, plan));
    }

    /** How many of these buckets there are permits for. */
    private int permitted(Deque<Bucket> buckets) {
        if (!permits.areNeeded()) {
            return Integer.MAX_VALUE;
        }
        long sum = 0;
        for (Bucket bucket : buckets) {
            sum += permits.room(bucket);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    private void divide(Deque<Bucket> buckets, int count, Map<Bucket, Integer> plan) {
        List<Bucket> turn = buckets.stream()
                .filter(bucket -> !permits.areNeeded() || permits.room(bucket) > 0)
                .limit(Math.max(0, Math.min(count, MOST_BUCKETS - plan.size())))
                .toList();
        for (int i = 0; i < turn.size(); i++) {
            Bucket bucket = turn.get(i);
            buckets.remove(bucket);
            buckets.addLast(bucket);
            plan.put(bucket, (count + i) / turn.size());
        }
    }

    private Integer next(PriorityClass priorityClass, Set<Integer> organizations) {
        Turns turns = turns(priorityClass);
        Integer next = null;
        for (Integer organization : organizations) {
            if (next == null || turns.pass(organization) < turns.pass(next)) {
                next = organization;
            }
        }
        return Objects.requireNonNull(next);
    }

    private void took(PriorityClass priorityClass, int organization, int count) {
        turns(priorityClass).took(organization, count, admission.weights().of(organization));
    }

    private Turns turns(PriorityClass priorityClass) {
        return Objects.requireNonNull(turns.get(priorityClass));
    }

    private Map<Integer, Deque<Bucket>> organizations(PriorityClass priorityClass) {
        return Objects.requireNonNull(byClass.get(priorityClass));
    }

    private static PriorityClass classOf(Bucket bucket) {
        return PriorityClass.of(bucket.priorityClass());
    }
}
