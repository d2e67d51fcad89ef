package io.nightshift.protocol;

import io.nightshift.operation.Standing;

/** Enqueue and promotion: how lanes and keys get their holder. */
final class LaneSteps extends Steps {

    private static final int NOBODY = 3;
    private static final int TAKEN = 1;
    private static final int LOOKED = 2;
    private static final int WRITTEN = 3;
    private static final int LOOKED_AGAIN = 4;

    LaneSteps(Scenario scenario) {
        super(scenario);
    }

    @Override
    void from(World world, Sink sink) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            enqueue(world, operation, sink);
        }
        for (int node = 0; node < World.PROCESSES; node++) {
            if (world.isUp(node)) {
                promote(world, node, sink);
            }
        }
    }

    /** Sequences are drawn in the order of the operations; the transactions may commit in any order. */
    private void enqueue(World world, int operation, Sink sink) {
        int standing = world.operation(operation, World.STANDING);
        if (standing == World.ABSENT
                && (operation == 0 || world.operation(operation - 1, World.STANDING) != World.ABSENT)) {
            World next = world.copy();
            next.operation(operation, World.STANDING, World.UNCOMMITTED);
            for (int earlier = 0; earlier < operation; earlier++) {
                if (world.standing(earlier) != null) {
                    next.setBefore(earlier, operation);
                }
            }
            sink.step(Step.ENQUEUE, 0, operation, next);
        } else if (standing == World.UNCOMMITTED) {
            World next = world.copy();
            next.operation(operation, World.STANDING, World.STANDINGS.indexOf(Standing.READY));
            if (scenario.gate(operation) != Scenario.NONE) {
                rows.note(next, scenario.gate(operation));
            }
            sink.step(Step.ENQUEUE_COMMITS, 0, operation, next);
        }
    }

    private void promote(World world, int node, Sink sink) {
        switch (world.promoter(node, World.STAGE)) {
            case TAKEN -> {
                World next = world.copy();
                int head = head(world, world.promoter(node, World.GATE));
                if (head == NOBODY && !scenario.has(Mistake.NOTE_ONLY_WHEN_NONE_IS_VISIBLE)) {
                    // It writes nothing: when it commits is all one, unless somebody looks at the note it deletes.
                    rest(next, node);
                } else {
                    next.promoter(node, World.STAGE, LOOKED);
                    next.promoter(node, World.HEAD, head);
                }
                sink.step(Step.PROMOTION_LOOKS, node, 0, next);
            }
            case LOOKED -> write(world, node, sink);
            case WRITTEN -> {
                if (world.promoter(node, World.GATE) == Scenario.LANE && world.promoter(node, World.HEAD) != NOBODY) {
                    lookAgain(world, node, sink);
                } else {
                    commit(world, node, sink);
                }
            }
            case LOOKED_AGAIN -> commit(world, node, sink);
            default -> {
                for (int gate = Scenario.LANE; gate <= Scenario.KEY; gate++) {
                    if (world.note(gate)) {
                        take(world, node, gate, sink);
                    }
                }
            }
        }
    }

    private void take(World world, int node, int gate, Sink sink) {
        World next = world.copy();
        boolean stale = scenario.has(Mistake.PROMOTION_FROM_A_STALE_SNAPSHOT);
        next.promoter(node, World.GATE, gate);
        next.promoter(node, World.STAGE, stale ? LOOKED : TAKEN);
        next.promoter(node, World.HEAD, stale ? head(world, gate) : NOBODY);
        next.note(gate, stale);
        sink.step(Step.TAKE_NOTES, node, gate, next);
    }

    /** The lowest operation that may have the slot, as far as it is committed; nobody while somebody holds it. */
    private int head(World world, int gate) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (scenario.gate(operation) == gate && keepsOthersOut(world, operation)) {
                return NOBODY;
            }
        }
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            boolean overtaken = scenario.has(Mistake.LOCKED_HEAD_IS_OVERTAKEN)
                    && world.operation(operation, World.LOCK) != World.FREE;
            if (scenario.gate(operation) == gate
                    && mayHold(world, operation)
                    && !hasSlot(world, operation)
                    && !overtaken) {
                return operation;
            }
        }
        return NOBODY;
    }

    private boolean keepsOthersOut(World world, int operation) {
        return hasSlot(world, operation)
                && !(scenario.has(Mistake.PROMOTION_IGNORES_THOSE_IN_TOW)
                        && world.operation(operation, World.SLOT) == World.IN_TOW);
    }

    private static boolean hasSlot(World world, int operation) {
        return world.isLive(operation) && world.operation(operation, World.SLOT) != 0;
    }

    /** A lane is held by its first member whatever its state; a key only by those that want to run. */
    private boolean mayHold(World world, int operation) {
        return scenario.gate(operation) == Scenario.LANE ? world.isLive(operation) : world.isReady(operation);
    }

    private void write(World world, int node, Sink sink) {
        World next = world.copy();
        next.promoter(node, World.STAGE, WRITTEN);
        int head = world.promoter(node, World.HEAD);
        if (head == NOBODY) {
            sink.step(Step.PROMOTION_WRITES, node, 0, next);
            return;
        }
        next.promoter(node, World.HEAD, NOBODY);
        if (world.operation(head, World.LOCK) != World.FREE) {
            next.promoter(node, World.AGAIN, scenario.has(Mistake.LOCKED_HEAD_LOSES_ITS_NOTE) ? 0 : 1);
        } else if (mayHold(world, head) && world.operation(head, World.SLOT) == 0) {
            int gate = world.promoter(node, World.GATE);
            if (!scenario.has(Mistake.NO_UNIQUE_SLOT)) {
                int other = 1 - node;
                if (world.promoter(other, World.STAGE) >= WRITTEN
                        && world.promoter(other, World.GATE) == gate
                        && world.promoter(other, World.HEAD) != NOBODY) {
                    return; // The unique index makes the second writer wait for the first.
                }
                for (int holder = 0; holder < World.OPERATIONS; holder++) {
                    if (scenario.gate(holder) == gate
                            && world.isLive(holder)
                            && world.operation(holder, World.SLOT) == World.HOLDS) {
                        abort(next, node, scenario);
                        sink.step(Step.PROMOTION_WRITES, node, 0, next);
                        return;
                    }
                }
            }
            next.operation(head, World.LOCK, World.BY_PROMOTER + node);
            next.promoter(node, World.HEAD, head);
        }
        sink.step(Step.PROMOTION_WRITES, node, 0, next);
    }

    /**
     * A run may have been claimed since the look, and its head may have ended: no index forbids a holder beside those in
     * tow. Who was claimed after this look was claimed behind a holder that our row in the index forbids.
     */
    private void lookAgain(World world, int node, Sink sink) {
        World next = world.copy();
        next.promoter(node, World.STAGE, LOOKED_AGAIN);
        int head = world.promoter(node, World.HEAD);
        for (int other = 0; other < World.OPERATIONS; other++) {
            if (other != head
                    && scenario.sameGate(other, head)
                    && keepsOthersOut(world, other)
                    && !scenario.has(Mistake.PROMOTION_DOES_NOT_LOOK_AGAIN)) {
                next.operation(head, World.LOCK, World.FREE);
                next.promoter(node, World.HEAD, NOBODY);
            }
        }
        sink.step(Step.PROMOTION_LOOKS_AGAIN, node, 0, next);
    }

    private void commit(World world, int node, Sink sink) {
        World next = world.copy();
        int head = world.promoter(node, World.HEAD);
        int gate = world.promoter(node, World.GATE);
        if (head != NOBODY) {
            next.operation(head, World.SLOT, World.HOLDS);
            next.operation(head, World.LOCK, World.FREE);
        }
        if (scenario.has(Mistake.PROMOTION_FROM_A_STALE_SNAPSHOT)) {
            next.note(gate, false);
        }
        if (world.promoter(node, World.AGAIN) == 1) {
            next.note(gate, true);
        }
        rest(next, node);
        sink.step(Step.PROMOTION_COMMITS, node, 0, next);
    }

    /** The transaction is gone and all is as before it: its notes are there again. */
    static void abort(World world, int node, Scenario scenario) {
        if (world.promoter(node, World.STAGE) == 0) {
            return;
        }
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (world.operation(operation, World.LOCK) == World.BY_PROMOTER + node) {
                world.operation(operation, World.LOCK, World.FREE);
            }
        }
        if (!scenario.has(Mistake.PROMOTION_FROM_A_STALE_SNAPSHOT)) {
            world.note(world.promoter(node, World.GATE), true);
        }
        rest(world, node);
    }

    private static void rest(World world, int node) {
        for (int field = World.STAGE; field <= World.AGAIN; field++) {
            world.promoter(node, field, 0);
        }
    }
}
