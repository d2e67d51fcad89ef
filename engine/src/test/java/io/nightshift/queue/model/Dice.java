package io.nightshift.queue.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Chances and choices. */
record Dice(RandomGenerator random) {

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** First where it stands, then who, so that rare standings get their share; null when there is nobody. */
    @Nullable
    ModelOperation choose(List<ModelOperation> operations) {
        if (operations.isEmpty()) {
            return null;
        }
        Map<String, List<ModelOperation>> byStanding = new TreeMap<>();
        operations.forEach(o -> byStanding
                .computeIfAbsent(o.standing() + o.isSeries(), key -> new ArrayList<>())
                .add(o));
        return any(any(List.copyOf(byStanding.values())));
    }
}
