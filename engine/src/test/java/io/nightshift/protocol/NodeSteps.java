package io.nightshift.protocol;

/** Life and death of nodes: renewal, lease, watching, declaring dead, stops and crashes. */
final class NodeSteps extends Steps {

    NodeSteps(Scenario scenario) {
        super(scenario);
    }

    @Override
    void from(World world, Sink sink) {
        for (int node = 0; node < World.PROCESSES; node++) {
            switch (world.process(node, World.MODE)) {
                case World.UP -> {
                    renew(world, node, sink);
                    fence(world, node, sink);
                    watch(world, node, sink);
                    stop(world, node, sink);
                    crash(world, node, sink);
                }
                case World.STOPPED -> {
                    World next = world.copy();
                    next.process(node, World.MODE, World.UP);
                    sink.step(Step.CONTINUE, node, 0, next);
                    if (world.process(node, World.LAPSED) == 0) {
                        next = world.copy();
                        next.process(node, World.LAPSED, 1);
                        sink.step(Step.TIME_PASSES, node, 0, next);
                    }
                    crash(world, node, sink);
                }
                default -> startAnew(world, node, Step.RESTART, sink);
            }
        }
    }

    private void renew(World world, int node, Sink sink) {
        int row = world.process(node, World.ROW);
        if (!world.alive(row)) {
            startAnew(world, node, Step.FOUND_DEAD, sink);
            return;
        }
        if (world.process(node, World.LAPSED) == 0) {
            return; // A renewal in time changes nothing that others look at.
        }
        World next = world.copy();
        next.process(node, World.LAPSED, 0);
        for (int other = 0; other < World.PROCESSES; other++) {
            next.over(other, row, world.isOver(other, row) && scenario.has(Mistake.DECLARED_DEAD_WHATEVER_THE_BEAT));
        }
        sink.step(Step.RENEW_LATE, node, 0, next);
    }

    /** A new incarnation with a row of its own; what the one before held is left to the rescuers. */
    private void startAnew(World world, int node, Step step, Sink sink) {
        int row = Naming.unusedRow(world);
        World next = world.copy();
        forgetAll(next, node);
        next.alive(row, true);
        next.process(node, World.MODE, World.UP);
        next.process(node, World.ROW, row);
        next.process(node, World.LAPSED, 0);
        sink.step(step, node, row, next);
    }

    private static void forgetAll(World world, int node) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            forget(world, node, operation);
        }
        for (int row = 0; row < World.ROWS; row++) {
            world.over(node, row, false);
        }
    }

    private void fence(World world, int node, Sink sink) {
        boolean holds = false;
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            int phase = world.known(node, operation, World.PHASE);
            holds |= phase != World.IDLE && phase != World.TO_RELEASE;
        }
        if (world.process(node, World.LAPSED) == 1) {
            if (holds && !scenario.has(Mistake.NO_SELF_FENCE)) {
                World next = world.copy();
                dropAll(next, node);
                sink.step(Step.SELF_FENCE, node, 0, next);
            }
            return;
        }
        World next = fault(world);
        if (next != null) {
            next.process(node, World.LAPSED, 1);
            if (scenario.has(Mistake.ROW_GIVEN_UP_BEFORE_THE_HANDLERS_STOP)) {
                next.alive(world.process(node, World.ROW), false);
            } else if (!scenario.has(Mistake.NO_SELF_FENCE)) {
                dropAll(next, node);
            }
            sink.step(Step.LEASE_LAPSES, node, 0, next);
        }
    }

    private static void dropAll(World world, int node) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            drop(world, node, operation);
        }
    }

    private void watch(World world, int node, Sink sink) {
        for (int row = 0; row < World.ROWS; row++) {
            boolean alive = world.alive(row);
            if (row == world.process(node, World.ROW) || !Naming.isUsed(world, row) || world.isCleared(row)) {
                continue;
            }
            World next = world.copy();
            if (!alive) {
                if (!world.hosts(row)) {
                    next.clear(row);
                    sink.step(Step.CLEAR, node, row, next);
                }
                continue;
            }
            if (world.isOver(node, row)) {
                next.alive(row, false);
                for (int other = 0; other < World.PROCESSES; other++) {
                    next.over(other, row, false);
                }
                sink.step(Step.DECLARE_DEAD, node, row, next);
            } else if (world.process(node, World.LAPSED) == 0
                    && (hasGivenUp(world, row) || scenario.has(Mistake.RESCUE_WITHOUT_WATCHING_THE_LEASE))) {
                next.over(node, row, true);
                sink.step(Step.LEASE_OVER, node, row, next);
            }
        }
    }

    /**
     * What stands for time: within a whole lease without a renewal, the process of that row has seen by its own clock
     * that its lease is over, or it is stopped, or it is gone.
     */
    private static boolean hasGivenUp(World world, int row) {
        for (int process = 0; process < World.PROCESSES; process++) {
            if (world.process(process, World.MODE) != World.DOWN
                    && world.process(process, World.ROW) == row
                    && world.process(process, World.LAPSED) == 0) {
                return false;
            }
        }
        return true;
    }

    private static void stop(World world, int node, Sink sink) {
        World next = fault(world);
        if (next == null) {
            return;
        }
        next.process(node, World.MODE, World.STOPPED);
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            int phase = world.known(node, operation, World.PHASE);
            if (phase == World.RUNNING || phase == World.COMMITTING || phase == World.UNKNOWN) {
                next.known(node, operation, World.TAINTED, 1);
            }
        }
        sink.step(Step.STOP, node, 0, next);
    }

    private void crash(World world, int node, Sink sink) {
        World next = fault(world);
        if (next == null) {
            return;
        }
        forgetAll(next, node);
        LaneSteps.abort(next, node, scenario);
        next.process(node, World.MODE, World.DOWN);
        next.process(node, World.LAPSED, 0);
        sink.step(Step.CRASH, node, 0, next);
    }
}
