package io.nightshift.protocol;

import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;

/** An operation's way through a node: claim, start, end, record, release; and wake and rescue. */
final class ClaimSteps extends Steps {

    private static final int READY = World.STANDINGS.indexOf(Standing.READY);

    ClaimSteps(Scenario scenario) {
        super(scenario);
    }

    @Override
    void from(World world, Sink sink) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            wake(world, operation, sink);
            for (int node = 0; node < World.PROCESSES; node++) {
                if (mayClaim(world, node)) {
                    claim(world, node, operation, sink);
                }
                if (world.isUp(node)) {
                    start(world, node, operation, sink);
                    end(world, node, operation, sink);
                    record(world, node, operation, sink);
                    release(world, node, operation, sink);
                    rescue(world, node, operation, sink);
                }
            }
        }
    }

    /** A node that sees its lease ended asks for nothing; but what it had sent when it was stopped is carried out. */
    private static boolean mayClaim(World world, int node) {
        return world.process(node, World.MODE) == World.STOPPED
                || (world.isUp(node) && world.process(node, World.LAPSED) == 0);
    }

    private boolean canTake(World world, int node, int operation) {
        int phase = world.known(node, operation, World.PHASE);
        return world.isReady(operation)
                && world.operation(operation, World.LOCK) == World.FREE
                && (phase == World.IDLE || phase == World.TO_RELEASE);
    }

    private static void take(World world, int node, int operation) {
        int claim = world.operation(operation, World.CLAIM) + 1;
        if (claim > 7) {
            throw new IllegalStateException("More than seven claims: the scenario is out of its bounds.");
        }
        world.operation(operation, World.CLAIM, claim);
        world.operation(operation, World.STANDING, World.target(READY, Move.CLAIM));
        world.operation(operation, World.HOST, world.process(node, World.ROW));
    }

    private static void know(World world, int node, int operation) {
        world.known(node, operation, World.PHASE, World.CLAIMED);
        world.known(node, operation, World.KNOWN_CLAIM, world.operation(operation, World.CLAIM));
        world.known(node, operation, World.TAINTED, 0);
        world.known(node, operation, World.KNOWN_CURSOR, world.operation(operation, World.CURSOR));
    }

    /** One statement; the node's own row is read alive under a lock that declaring it dead waits for. */
    private void claim(World world, int node, int operation, Sink sink) {
        boolean alive = world.alive(world.process(node, World.ROW)) || scenario.has(Mistake.CLAIM_BY_A_DEAD_NODE);
        int gate = scenario.gate(operation);
        if (!alive
                || !canTake(world, node, operation)
                || (gate != Scenario.NONE && world.operation(operation, World.SLOT) != World.HOLDS)) {
            return;
        }
        World unanswered = fault(world);
        if (unanswered != null) {
            take(unanswered, node, operation);
            sink.step(Step.CLAIM_UNANSWERED, node, operation, unanswered);
        }
        World next = world.copy();
        take(next, node, operation);
        know(next, node, operation);
        sink.step(Step.CLAIM, node, operation, next);
        if (!scenario.runs() || gate != Scenario.LANE) {
            return;
        }
        World run = next;
        int first = scenario.has(Mistake.RUN_LEAVES_A_LATE_ONE_BEHIND) ? operation : 0;
        for (int behind = first; behind < World.OPERATIONS; behind++) {
            if (behind == operation || !scenario.sameGate(operation, behind) || !world.isLive(behind)) {
                continue;
            }
            // One with a lower number than the head has committed late; a run that jumps over it could break the
            // promise
            // to it: who lies behind the head may have been enqueued after it was there.
            if (behind > operation && canTake(world, node, behind)) {
                run = run.copy();
                take(run, node, behind);
                run.operation(behind, World.SLOT, World.IN_TOW);
                know(run, node, behind);
                sink.step(Step.CLAIM_RUN, node, operation, run);
            } else if (!mayPass(world, behind)) {
                break;
            }
        }
    }

    /** Never, but by mistake: one that cannot be taken, or that is still in tow of the head's last run, ends the run. */
    private boolean mayPass(World world, int behind) {
        return scenario.has(Mistake.RUN_JUMPS_OVER_A_MEMBER)
                || (scenario.has(Mistake.RUN_PASSES_WHAT_IS_STILL_IN_TOW)
                        && world.operation(behind, World.SLOT) == World.IN_TOW);
    }

    private void start(World world, int node, int operation, Sink sink) {
        boolean lapsed = world.process(node, World.LAPSED) == 1 && !scenario.has(Mistake.START_AFTER_THE_LEASE);
        if (world.known(node, operation, World.PHASE) != World.CLAIMED || lapsed) {
            return;
        }
        World next = world.copy();
        for (int ahead = 0; ahead < operation; ahead++) {
            if (scenario.gate(operation) != Scenario.LANE || !scenario.sameGate(ahead, operation)) {
                continue;
            }
            int phase = world.known(node, ahead, World.PHASE);
            if (phase != World.IDLE && phase != World.ENDED_WELL) {
                return; // The members of a run go one after another.
            }
            if (world.before(ahead, operation) && !world.isCompleted(ahead) && phase != World.ENDED_WELL) {
                next.broken = "operation " + operation + " starts before operation " + ahead + " has ended";
            }
        }
        next.known(node, operation, World.PHASE, World.RUNNING);
        sink.step(Step.START, node, operation, next);
    }

    private void end(World world, int node, int operation, Sink sink) {
        int phase = world.known(node, operation, World.PHASE);
        if (phase != World.RUNNING && phase != World.CLAIMED) {
            return;
        }
        Standing standing = world.standing(operation);
        boolean asked =
                standing != null && standing.state() == StateCode.LOCKED && standing.status() != StatusCode.IN_PROGRESS;
        if (asked) {
            World next = world.copy();
            drop(next, node, operation);
            endRun(next, node, operation);
            sink.step(Step.OBEY, node, operation, next);
        }
        if (phase == World.RUNNING && !scenario.transactional()[operation]) {
            World next = world.copy();
            next.known(node, operation, World.PHASE, World.ENDED_WELL);
            next.known(node, operation, World.TAINTED, 0);
            sink.step(Step.END, node, operation, next);
        }
        if (phase == World.RUNNING && scenario.retries() && world.operation(operation, World.RETRIED) == 0) {
            World next = world.copy();
            next.known(node, operation, World.PHASE, World.ENDED_TO_RETRY);
            next.known(node, operation, World.TAINTED, 0);
            endRun(next, node, operation);
            sink.step(Step.END_TO_RETRY, node, operation, next);
        }
    }

    private void record(World world, int node, int operation, Sink sink) {
        int phase = world.known(node, operation, World.PHASE);
        if ((phase != World.ENDED_WELL && phase != World.ENDED_TO_RETRY)
                || world.operation(operation, World.LOCK) != World.FREE
                || hasUnrecordedBefore(world, node, operation)) {
            return;
        }
        World next = world.copy();
        if (!rows.isFenced(world, node, operation)) {
            if (!scenario.has(Mistake.RUN_GOES_ON_AFTER_A_LOST_RESULT)) {
                endRun(next, node, operation);
            }
        } else if (phase == World.ENDED_WELL) {
            for (int ahead = 0; ahead < operation; ahead++) {
                if (scenario.gate(operation) == Scenario.LANE
                        && scenario.sameGate(ahead, operation)
                        && world.before(ahead, operation)
                        && !world.isCompleted(ahead)) {
                    next.broken = "operation " + operation + " is recorded before operation " + ahead;
                }
            }
            rows.move(next, operation, Move.SUCCEED);
        } else {
            next.operation(operation, World.RETRIED, 1);
            rows.move(next, operation, Move.RETRY);
        }
        forget(next, node, operation);
        sink.step(Step.RECORD, node, operation, next);
    }

    private void release(World world, int node, int operation, Sink sink) {
        if (world.operation(operation, World.LOCK) != World.FREE) {
            return;
        }
        int phase = world.known(node, operation, World.PHASE);
        boolean unknown = phase == World.IDLE
                && !scenario.has(Mistake.LOST_CLAIM_IS_FORGOTTEN)
                && world.isLocked(operation)
                && world.operation(operation, World.HOST) == world.process(node, World.ROW);
        if (phase == World.TO_RELEASE || unknown) {
            World next = world.copy();
            if (unknown || rows.isFenced(world, node, operation)) {
                rows.move(next, operation, Move.RELEASE);
            }
            forget(next, node, operation);
            sink.step(unknown ? Step.RELEASE_UNKNOWN : Step.RELEASE, node, operation, next);
        }
    }

    private void rescue(World world, int node, int operation, Sink sink) {
        if (world.isLocked(operation)
                && !world.alive(world.operation(operation, World.HOST))
                && !world.isCleared(world.operation(operation, World.HOST))
                && world.operation(operation, World.LOCK) == World.FREE) {
            World next = world.copy();
            rows.move(next, operation, Move.RESCUE);
            sink.step(Step.RESCUE, node, operation, next);
        }
    }

    private void wake(World world, int operation, Sink sink) {
        Standing standing = world.standing(operation);
        if (standing == null
                || standing.state() != StateCode.SUSPENDED
                || world.operation(operation, World.LOCK) != World.FREE) {
            return;
        }
        int target = scenario.has(Mistake.WAKE_WHATEVER_THE_CAUSE)
                ? READY
                : World.target(world.operation(operation, World.STANDING), Move.WAKE);
        if (target >= 0) {
            World next = world.copy();
            rows.set(next, operation, target);
            sink.step(Step.WAKE, 0, operation, next);
        }
    }
}
