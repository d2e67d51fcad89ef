package io.nightshift.queue.model;

import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What people have ordered not to start, in the model: each thing is held once or not. */
final class ModelHolds {

    private final ModelQueue queue;
    private final Set<Step.Target> held = new LinkedHashSet<>();

    ModelHolds(ModelQueue queue) {
        this.queue = queue;
    }

    /** Who has a slot of a held lane or limit key and is not claimed gives it back. */
    String place(Step.Target target) {
        if (!held.add(target)) {
            return "";
        }
        for (ModelOperation o : queue.all()) {
            boolean ofLane =
                    target.on() == Step.On.LANE && o.holdsLane && target.name().equals(o.lane());
            boolean ofLimit = target.on() == Step.On.LIMIT
                    && o.limitSlot != null
                    && target.name().equals(key(o));
            if (o.isLive() && !o.isLocked() && (ofLane || ofLimit)) {
                o.holdsLane &= !ofLane;
                o.limitSlot = null;
                queue.noteLimit(o);
            }
        }
        return "";
    }

    String lift(Step.Target target) {
        if (held.remove(target) && (target.on() == Step.On.LANE || target.on() == Step.On.LIMIT)) {
            queue.lost.remove(target.name());
        }
        return "";
    }

    /** Whether nothing of its bucket may be claimed. */
    boolean isBucketHeld(ModelOperation o) {
        return held.contains(Step.Target.EVERYTHING)
                || held.contains(new Step.Target(Step.On.TYPE, o.request.type().name()))
                || held.contains(new Step.Target(Step.On.MESSAGE, o.request.message()));
    }

    boolean isHeld(ModelOperation o) {
        return isBucketHeld(o)
                || (o.lane() != null && isLaneHeld(Objects.requireNonNull(o.lane())))
                || (o.limit() != null && isLimitHeld(Objects.requireNonNull(key(o))));
    }

    boolean isLaneHeld(String lane) {
        return held.contains(new Step.Target(Step.On.LANE, lane));
    }

    boolean isLimitHeld(String key) {
        return held.contains(new Step.Target(Step.On.LIMIT, key));
    }

    /** Those that stand now. */
    Set<Step.Target> all() {
        return held;
    }

    private static @Nullable String key(ModelOperation o) {
        return o.limit() == null ? null : o.limit().key();
    }
}
