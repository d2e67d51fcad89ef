package io.nightshift.protocol;

/** Packs a state into four words: each cell has as many bits as its values need. */
final class Packing {

    static final int WORDS = 4;

    private static final int[] WIDTH = widths();

    private Packing() {}

    static long[] pack(World world) {
        long[] words = new long[WORDS];
        int word = 0;
        int shift = 0;
        for (int i = 0; i < WIDTH.length; i++) {
            if (shift + WIDTH[i] > 64) {
                word++;
                shift = 0;
            }
            words[word] |= (long) world.cell[i] << shift;
            shift += WIDTH[i];
        }
        return words;
    }

    static World unpack(long[] words) {
        World world = new World();
        int word = 0;
        int shift = 0;
        for (int i = 0; i < WIDTH.length; i++) {
            if (shift + WIDTH[i] > 64) {
                word++;
                shift = 0;
            }
            world.cell[i] = (byte) (words[word] >>> shift & (1L << WIDTH[i]) - 1);
            shift += WIDTH[i];
        }
        return world;
    }

    private static int[] widths() {
        int[] width = new int[World.CELLS];
        fill(width, 0, World.OPERATIONS, 5, 3, 3, 2, 2, 3, 2, 1, 1, 2);
        fill(width, World.KNOWN, World.PROCESSES * World.OPERATIONS, 3, 3, 1, 2);
        fill(width, World.PROCESS, World.PROCESSES, 2, 3, 1);
        fill(width, World.ALIVE, World.ROWS, 2);
        fill(width, World.WATCH, World.PROCESSES * World.ROWS, 1);
        fill(width, World.PROMOTER, World.PROCESSES, 3, 2, 1, 1);
        fill(width, World.NOTE, 2, 1);
        fill(width, World.USER_OPERATION, 1, 2, 2, 5, 2, 2);
        fill(width, World.BEFORE, 3, 1);
        return width;
    }

    private static void fill(int[] width, int from, int times, int... pattern) {
        for (int i = 0; i < times * pattern.length; i++) {
            width[from + i] = pattern[i % pattern.length];
        }
    }
}
