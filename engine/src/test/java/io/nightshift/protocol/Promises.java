package io.nightshift.protocol;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;

/** What must hold in every state, and in every state in which nothing is left to do. */
final class Promises {

    private final Scenario scenario;

    Promises(Scenario scenario) {
        this.scenario = scenario;
    }

    /** The promise that this state breaks, or null. */
    String broken(World world) {
        if (world.broken != null) {
            return world.broken;
        }
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (world.operation(operation, World.PAUSED) == 1
                    && (world.isReady(operation) || Standing.IN_PROGRESS.equals(world.standing(operation)))) {
                return "operation " + operation + " was paused and is " + world.standing(operation);
            }
            if (Standing.SUCCEEDED.equals(world.standing(operation))
                    && scenario.transactional()[operation]
                    && world.operation(operation, World.EFFECTS) != 3) {
                return "operation " + operation + " succeeded without all of its work";
            }
            for (int node = 0; node < World.PROCESSES; node++) {
                if (runsWithoutClaim(world, node, operation)) {
                    return "node " + (char) ('A' + node) + " was never stopped and runs operation " + operation
                            + " which it no longer holds";
                }
            }
        }
        for (int gate = Scenario.LANE; gate <= Scenario.KEY; gate++) {
            if (holders(world, gate) > 1) {
                return "gate " + gate + " has two holders";
            }
            if (running(world, gate) > 1) {
                return "two operations of gate " + gate + " run at the same time";
            }
        }
        return null;
    }

    /** A handler in a process that was stopped may run on for a moment after its lease; its writes are fenced. */
    private boolean runsWithoutClaim(World world, int node, int operation) {
        return world.isUp(node)
                && !repeatsCommits()
                && world.known(node, operation, World.PHASE) == World.RUNNING
                && world.known(node, operation, World.TAINTED) == 0
                && !(world.isLocked(operation)
                        && world.operation(operation, World.HOST) == world.process(node, World.ROW)
                        && world.operation(operation, World.CLAIM) == world.known(node, operation, World.KNOWN_CLAIM));
    }

    /** With these mistakes a handler goes on after its completion; what we want to see is the harm that comes of it. */
    private boolean repeatsCommits() {
        return scenario.has(Mistake.UNKNOWN_COMMIT_IS_REPEATED) || scenario.has(Mistake.LOOK_WITHOUT_WAITING);
    }

    private int holders(World world, int gate) {
        int holders = 0;
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (scenario.gate(operation) == gate && world.operation(operation, World.SLOT) == World.HOLDS) {
                holders++;
            }
        }
        return holders;
    }

    private int running(World world, int gate) {
        int running = 0;
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            for (int node = 0; scenario.gate(operation) == gate && node < World.PROCESSES; node++) {
                int phase = world.known(node, operation, World.PHASE);
                if (world.isUp(node) && phase == World.RUNNING && world.known(node, operation, World.TAINTED) == 0) {
                    running++;
                }
            }
        }
        return running;
    }

    /** What has been left behind in a state in which nothing helps any more, or null. */
    String leftBehind(World world) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (world.isLive(operation) && !waitsForUser(world, operation) && !isBehindAWaitingOne(world, operation)) {
                return "operation " + operation + " stays " + world.standing(operation) + " for ever";
            }
        }
        return null;
    }

    private static boolean waitsForUser(World world, int operation) {
        Standing standing = world.standing(operation);
        return standing != null && standing.state() == StateCode.SUSPENDED && standing.cause() == Cause.PAUSED;
    }

    private boolean isBehindAWaitingOne(World world, int operation) {
        for (int holder = 0; holder < World.OPERATIONS; holder++) {
            if (scenario.gate(operation) == Scenario.LANE
                    && scenario.sameGate(holder, operation)
                    && holder != operation
                    && world.operation(holder, World.SLOT) == World.HOLDS
                    && waitsForUser(world, holder)) {
                return world.isReady(operation);
            }
        }
        return false;
    }
}
