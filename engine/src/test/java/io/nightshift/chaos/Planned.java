package io.nightshift.chaos;

import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * An operation of the storm before it is enqueued.
 *
 * @param lane its dependency token; null for none
 * @param position its place in the lane, from 1
 * @param millis how long each part of its work takes
 * @param delayMillis how long after the enqueue it may start; 0 for at once
 */
record Planned(String lane, int position, Kind kind, int millis, int delayMillis) {

    private static final int OPEN_LANES = 250;
    private static final int SHALLOWEST = 3;
    private static final int DEEPEST = 8;
    private static final int LIMIT_WIDTH = 30;

    private static final int SWIFT_DEEPEST = 40;

    /**
     * So many operations, a quarter of them without a lane, the rest in lanes that grow side by side: of 3 to 8 whose members
     * differ, and every third of up to 40 members of one swift kind, of which nodes claim whole runs.
     */
    static List<Planned> some(Random random, int count) {
        record Lane(String token, int length, int depth, Kind only) {}
        List<Planned> all = new ArrayList<>(count);
        List<Lane> open = new ArrayList<>();
        int lanes = 0;
        int owed = 0;
        for (int left = count; left > 0; left--) {
            boolean mayBeLoose = owed < left;
            boolean mayOpen = open.size() < OPEN_LANES && owed + DEEPEST <= left;
            if (mayBeLoose && ((open.isEmpty() && !mayOpen) || random.nextInt(4) == 0)) {
                all.add(one(random, null, 1));
                continue;
            }
            int at = open.size();
            if (mayOpen) {
                boolean swift = lanes % 3 == 0 && owed + SWIFT_DEEPEST <= left;
                int depth = random.nextInt(SHALLOWEST, (swift ? SWIFT_DEEPEST : DEEPEST) + 1);
                Kind only = !swift ? null : random.nextBoolean() ? Kind.SWIFT : Kind.SWIFT_TRANSACTION;
                open.add(new Lane("lane-" + ++lanes, 0, depth, only));
                owed += depth;
            } else {
                at = random.nextInt(open.size());
            }
            Lane lane = open.get(at);
            Lane longer = new Lane(lane.token(), lane.length() + 1, lane.depth(), lane.only());
            all.add(
                    lane.only() == null
                            ? one(random, longer.token(), longer.length())
                            : new Planned(longer.token(), longer.length(), lane.only(), random.nextInt(1, 20), 0));
            owed--;
            if (longer.length() == longer.depth()) {
                open.remove(at);
            } else {
                open.set(at, longer);
            }
        }
        return all;
    }

    private static Planned one(Random random, String lane, int position) {
        int dice = random.nextInt(100);
        Kind kind = dice < 50
                ? Kind.TRANSACTION
                : dice < 60 ? Kind.RETRYING : dice < 75 ? Kind.STEPWISE : dice < 88 ? Kind.PLAIN : Kind.STUBBORN;
        int delay = random.nextInt(20) == 0 ? random.nextInt(100, 2000) : 0;
        return new Planned(lane, position, kind, random.nextInt(20, 700), delay);
    }

    /** A third of those without a lane share two limit keys; null for the others. */
    LimitKey limit() {
        return lane == null && millis % 3 == 0 ? new LimitKey("limit-" + millis % 2, LIMIT_WIDTH) : null;
    }

    Operation operation(Instant now) {
        Operation operation =
                Operation.named(kind.message()).token(lane).limit(limit()).data(position + " " + millis);
        return delayMillis == 0 ? operation : operation.postponeUntil(now.plusMillis(delayMillis));
    }
}
