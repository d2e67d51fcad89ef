package io.nightshift.protocol;

/** A part of the protocol: which steps are possible in a state, and what each leads to. */
abstract class Steps {

    /** Where steps are reported. */
    interface Sink {
        void step(Step step, int node, int subject, World next);
    }

    final Scenario scenario;
    final Rows rows;

    Steps(Scenario scenario) {
        this.scenario = scenario;
        this.rows = new Rows(scenario);
    }

    abstract void from(World world, Sink sink);

    /** A state after one of the faults that are counted, or null when there may be no further one. */
    static World fault(World world) {
        int left = world.cell[World.FAULTS_LEFT];
        if (left == 0) {
            return null;
        }
        World next = world.copy();
        next.cell[World.FAULTS_LEFT] = (byte) (left - 1);
        return next;
    }

    /** The process forgets the operation. */
    static void forget(World world, int process, int operation) {
        for (int field = World.PHASE; field <= World.KNOWN_CURSOR; field++) {
            world.known(process, operation, field, 0);
        }
    }

    /** The process gives up what it knows it holds; the release is a later step. */
    static void drop(World world, int process, int operation) {
        if (world.known(process, operation, World.PHASE) != World.IDLE) {
            world.known(process, operation, World.PHASE, World.TO_RELEASE);
            world.known(process, operation, World.TAINTED, 0);
            world.known(process, operation, World.KNOWN_CURSOR, 0);
        }
    }

    /** A run ends: what lies behind the operation in its lane is given back. */
    void endRun(World world, int process, int operation) {
        if (scenario.gate(operation) == Scenario.LANE) {
            for (int behind = operation + 1; behind < World.OPERATIONS; behind++) {
                if (scenario.sameGate(operation, behind)) {
                    drop(world, process, behind);
                }
            }
        }
    }

    /** Whether an earlier member of the same run has not been recorded yet. */
    boolean hasUnrecordedBefore(World world, int process, int operation) {
        if (scenario.gate(operation) != Scenario.LANE || scenario.has(Mistake.RESULT_BEFORE_ITS_PREDECESSORS)) {
            return false;
        }
        for (int ahead = 0; ahead < operation; ahead++) {
            if (scenario.sameGate(ahead, operation) && world.known(process, ahead, World.PHASE) != World.IDLE) {
                return true;
            }
        }
        return false;
    }
}
