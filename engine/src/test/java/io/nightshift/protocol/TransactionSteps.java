package io.nightshift.protocol;

import io.nightshift.operation.Move;

/**
 * context.transaction: the handler's own writes and the fenced write of the engine in one transaction, first with a
 * checkpoint, then with the completion. A commit that was sent may take effect after the connection, or the node, is gone.
 */
final class TransactionSteps extends Steps {

    TransactionSteps(Scenario scenario) {
        super(scenario);
    }

    @Override
    void from(World world, Sink sink) {
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (!scenario.transactional()[operation]) {
                continue;
            }
            if (world.operation(operation, World.LOCK) >= World.BY_TRANSACTION) {
                resolve(world, operation, sink);
            }
            for (int node = 0; node < World.PROCESSES; node++) {
                if (!world.isUp(node)) {
                    continue;
                }
                switch (world.known(node, operation, World.PHASE)) {
                    case World.RUNNING -> send(world, node, operation, sink);
                    case World.COMMITTING -> lose(world, node, operation, sink);
                    case World.UNKNOWN -> look(world, node, operation, sink);
                    default -> {}
                }
            }
        }
    }

    private void send(World world, int node, int operation, Sink sink) {
        if (scenario.has(Mistake.EFFECT_COMMITS_APART)) {
            World next = world.copy();
            takeEffect(next, operation, 0);
            takeEffect(next, operation, 1);
            next.known(node, operation, World.PHASE, World.ENDED_WELL);
            next.known(node, operation, World.TAINTED, 0);
            sink.step(Step.EFFECT, node, operation, next);
            return;
        }
        if (world.operation(operation, World.LOCK) != World.FREE || hasUnrecordedBefore(world, node, operation)) {
            return;
        }
        World next = world.copy();
        if (rows.isFenced(world, node, operation)) {
            int step = world.known(node, operation, World.KNOWN_CURSOR);
            next.operation(operation, World.LOCK, World.BY_TRANSACTION + node * 2 + step);
            next.known(node, operation, World.PHASE, World.COMMITTING);
        } else {
            endRun(next, node, operation);
            forget(next, node, operation);
        }
        sink.step(Step.SEND, node, operation, next);
    }

    private void resolve(World world, int operation, Sink sink) {
        int node = (world.operation(operation, World.LOCK) - World.BY_TRANSACTION) / 2;
        int step = (world.operation(operation, World.LOCK) - World.BY_TRANSACTION) % 2;
        boolean answered = world.known(node, operation, World.PHASE) == World.COMMITTING;
        World next = world.copy();
        next.operation(operation, World.LOCK, World.FREE);
        next.operation(operation, World.CURSOR, step + 1);
        takeEffect(next, operation, step);
        if (step == 1) {
            rows.move(next, operation, Move.SUCCEED);
        }
        if (answered && step == 1) {
            forget(next, node, operation);
        } else if (answered) {
            next.known(node, operation, World.PHASE, World.RUNNING);
            next.known(node, operation, World.KNOWN_CURSOR, 1);
        }
        sink.step(Step.TRANSACTION_COMMITS, node, operation, next);
        if (!answered) {
            World back = world.copy();
            back.operation(operation, World.LOCK, World.FREE);
            sink.step(Step.TRANSACTION_ABORTS, node, operation, back);
        }
    }

    private static void takeEffect(World world, int operation, int step) {
        int effects = world.operation(operation, World.EFFECTS);
        if ((effects & 1 << step) != 0) {
            world.broken = "the work of operation " + operation + " took effect twice";
        }
        world.operation(operation, World.EFFECTS, effects | 1 << step);
    }

    private static void lose(World world, int node, int operation, Sink sink) {
        World next = fault(world);
        if (next != null) {
            next.known(node, operation, World.PHASE, World.UNKNOWN);
            sink.step(Step.LOSE_CONNECTION, node, operation, next);
        }
    }

    private void look(World world, int node, int operation, Sink sink) {
        boolean repeats = scenario.has(Mistake.UNKNOWN_COMMIT_IS_REPEATED);
        boolean waits = !repeats && !scenario.has(Mistake.LOOK_WITHOUT_WAITING);
        if (waits && world.operation(operation, World.LOCK) != World.FREE) {
            return;
        }
        World next = world.copy();
        if (repeats || rows.isFenced(world, node, operation)) {
            next.known(node, operation, World.PHASE, World.RUNNING);
            if (!repeats) {
                next.known(node, operation, World.KNOWN_CURSOR, world.operation(operation, World.CURSOR));
            }
        } else {
            forget(next, node, operation);
        }
        sink.step(Step.LOOK, node, operation, next);
    }
}
