package io.nightshift.protocol;

import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;

/** What one committed statement does to an operation's row, its slot and the notes. */
final class Rows {

    private static final int READY = World.STANDINGS.indexOf(Standing.READY);

    private final Scenario scenario;

    Rows(Scenario scenario) {
        this.scenario = scenario;
    }

    /** Whether a write of this process for its claim still counts. */
    boolean isFenced(World world, int process, int operation) {
        return world.isLocked(operation)
                && (scenario.has(Mistake.NO_FENCING)
                        || world.operation(operation, World.CLAIM)
                                == world.known(process, operation, World.KNOWN_CLAIM));
    }

    void move(World world, int operation, Move move) {
        int target = World.target(world.operation(operation, World.STANDING), move);
        if (target >= 0) {
            set(world, operation, target);
        }
    }

    void set(World world, int operation, int target) {
        boolean wasLocked = world.isLocked(operation);
        boolean wasCompleted = world.isCompleted(operation);
        world.operation(operation, World.STANDING, target);
        Standing standing = World.STANDINGS.get(target);
        if (wasCompleted) {
            world.broken = "operation " + operation + " changed after it was completed";
        }
        if (standing.state() != StateCode.LOCKED) {
            world.operation(operation, World.HOST, 0);
        }
        if (standing.status().isFinal()) {
            int recorded = world.operation(operation, World.RECORDED) + 1;
            world.operation(operation, World.RECORDED, recorded);
            if (recorded > 1) {
                world.broken = "operation " + operation + " was recorded twice";
            }
            leave(world, operation);
        } else if (world.operation(operation, World.SLOT) == World.IN_TOW && standing.state() != StateCode.LOCKED) {
            // Back in line; it may be the last that kept the lane from being given on.
            world.operation(operation, World.SLOT, 0);
            if (!scenario.has(Mistake.NO_NOTE_FROM_ONE_IN_TOW)) {
                note(world, Scenario.LANE);
            }
        } else if (scenario.gate(operation) == Scenario.KEY && !scenario.has(Mistake.LIMIT_KEPT_BY_A_SUSPENDED_ONE)) {
            boolean stopsRunning = wasLocked && standing.state() != StateCode.LOCKED;
            if (stopsRunning || standing.state() == StateCode.SUSPENDED) {
                world.operation(operation, World.SLOT, 0);
                note(world, Scenario.KEY);
            } else if (target == READY) {
                note(world, Scenario.KEY);
            }
        }
    }

    private void leave(World world, int operation) {
        int gate = scenario.gate(operation);
        if (gate == Scenario.NONE) {
            return;
        }
        world.operation(operation, World.SLOT, 0);
        if (!scenario.has(Mistake.NO_NOTE_AT_THE_END)) {
            note(world, gate);
        }
    }

    void note(World world, int gate) {
        if (scenario.has(Mistake.NOTE_ONLY_WHEN_NONE_IS_VISIBLE)) {
            for (int process = 0; process < World.PROCESSES; process++) {
                if (world.promoter(process, World.STAGE) > 0 && world.promoter(process, World.GATE) == gate) {
                    return;
                }
            }
        }
        world.note(gate, true);
    }
}
