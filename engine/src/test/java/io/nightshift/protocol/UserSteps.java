package io.nightshift.protocol;

import io.nightshift.operation.Move;

/** Moves of a user: the row is locked and read, then written; others see it at the commit. */
final class UserSteps extends Steps {

    static final int NOBODY = 3;

    private static final Move[] MOVES = {Move.PAUSE, Move.POSTPONE, Move.RESUME, Move.CANCEL};

    UserSteps(Scenario scenario) {
        super(scenario);
    }

    @Override
    void from(World world, Sink sink) {
        int operation = world.cell[World.USER_OPERATION];
        if (operation != NOBODY) {
            commit(world, operation, sink);
        } else if (world.cell[World.MOVES_LEFT] > 0) {
            for (int chosen = 0; chosen < World.OPERATIONS; chosen++) {
                begin(world, chosen, sink);
            }
        }
    }

    private void begin(World world, int operation, Sink sink) {
        boolean unconditional = scenario.has(Mistake.MOVE_WITHOUT_A_CONDITION);
        if (!world.isLive(operation) || world.operation(operation, World.LOCK) != World.FREE) {
            return;
        }
        int from = world.operation(operation, World.STANDING);
        for (int move = 0; move < MOVES.length; move++) {
            if (World.target(from, MOVES[move]) < 0) {
                continue;
            }
            World next = world.copy();
            next.cell[World.MOVES_LEFT]--;
            next.cell[World.USER_OPERATION] = (byte) operation;
            next.cell[World.USER_MOVE] = (byte) move;
            next.cell[World.USER_FROM] = (byte) from;
            if (!unconditional) {
                next.operation(operation, World.LOCK, World.BY_USER);
            }
            sink.step(Step.valueOf("USER_" + MOVES[move] + "S"), 0, operation, next);
        }
    }

    private void commit(World world, int operation, Sink sink) {
        Move move = MOVES[world.cell[World.USER_MOVE]];
        World next = world.copy();
        rows.set(next, operation, World.target(world.cell[World.USER_FROM], move));
        next.operation(operation, World.PAUSED, move == Move.PAUSE ? 1 : 0);
        done(next, operation);
        sink.step(Step.USER_COMMITS, 0, operation, next);
        World back = world.copy();
        done(back, operation);
        sink.step(Step.USER_GIVES_UP, 0, operation, back);
    }

    private static void done(World world, int operation) {
        if (world.operation(operation, World.LOCK) == World.BY_USER) {
            world.operation(operation, World.LOCK, World.FREE);
        }
        world.cell[World.USER_OPERATION] = NOBODY;
        world.cell[World.USER_MOVE] = 0;
        world.cell[World.USER_FROM] = 0;
    }
}
