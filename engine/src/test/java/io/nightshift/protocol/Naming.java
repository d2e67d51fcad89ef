package io.nightshift.protocol;

import java.util.Arrays;

/**
 * Names that mean nothing: which row a node has, and which process is called A. States that differ in them only are one
 * state, which makes the search more than twenty times smaller.
 */
final class Naming {

    private Naming() {}

    /** A row that no process and no operation points at. */
    static int unusedRow(World world) {
        int row = 0;
        while (isUsed(world, row)) {
            row++;
        }
        return row;
    }

    /** Whether a process or an operation points at the row; one that nobody points at is as good as gone. */
    static boolean isUsed(World world, int row) {
        for (int process = 0; process < World.PROCESSES; process++) {
            if (world.process(process, World.MODE) != World.DOWN && world.process(process, World.ROW) == row) {
                return true;
            }
        }
        return world.hosts(row);
    }

    /** The same state with rows named in the order of their use, and with the processes exchanged if {@code first} is 1. */
    static World renamed(World world, int first) {
        World other = world.copy();
        int[] name = new int[World.ROWS];
        Arrays.fill(name, -1);
        int names = 0;
        for (int to = 0; to < World.PROCESSES; to++) {
            int process = (first + to) % World.PROCESSES;
            boolean down = world.process(process, World.MODE) == World.DOWN;
            if (!down) {
                name[world.process(process, World.ROW)] = names;
            }
            other.process(to, World.MODE, world.process(process, World.MODE));
            other.process(to, World.LAPSED, world.process(process, World.LAPSED));
            other.process(to, World.ROW, down ? 0 : names++);
            other.copyMemory(world, process, to);
        }
        for (int operation = 0; operation < World.OPERATIONS; operation++) {
            if (world.isLocked(operation)) {
                int host = world.operation(operation, World.HOST);
                if (name[host] < 0) {
                    name[host] = names++;
                }
                other.operation(operation, World.HOST, name[host]);
            }
            int lock = world.operation(operation, World.LOCK);
            if (first == 1 && lock >= World.BY_PROMOTER) {
                other.operation(operation, World.LOCK, lock < World.BY_TRANSACTION ? lock ^ 1 : lock ^ 2);
            }
        }
        other.copyRows(world, name, first);
        return other;
    }
}
