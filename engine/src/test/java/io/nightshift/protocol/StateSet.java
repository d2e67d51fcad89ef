package io.nightshift.protocol;

import java.util.Arrays;

/** The states that were met, numbered in the order of discovery, with two numbers of states kept beside each. */
final class StateSet {

    private static final int BLOCK_BITS = 16;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private long[][] words = new long[16][];
    private int[][] came = new int[16][];
    private int[][] goes = new int[16][];
    private int[] table = new int[1 << 16];
    private int size;

    StateSet() {
        Arrays.fill(table, -1);
    }

    int size() {
        return size;
    }

    /** The number of the state; a new one gets the next number and is said to come from {@code from}. */
    int add(long[] state, int from) {
        int place = place(state);
        if (table[place] >= 0) {
            return table[place];
        }
        int block = size >>> BLOCK_BITS;
        if (block == words.length) {
            words = Arrays.copyOf(words, block * 2);
            came = Arrays.copyOf(came, block * 2);
            goes = Arrays.copyOf(goes, block * 2);
        }
        if (words[block] == null) {
            words[block] = new long[BLOCK * Packing.WORDS];
            came[block] = new int[BLOCK];
            goes[block] = new int[BLOCK];
        }
        System.arraycopy(state, 0, words[block], (size & BLOCK - 1) * Packing.WORDS, Packing.WORDS);
        came[block][size & BLOCK - 1] = from;
        goes[block][size & BLOCK - 1] = -1;
        table[place] = size++;
        if (size * 2 > table.length) {
            grow();
        }
        return size - 1;
    }

    long[] state(int number) {
        int at = (number & BLOCK - 1) * Packing.WORDS;
        return Arrays.copyOfRange(words[number >>> BLOCK_BITS], at, at + Packing.WORDS);
    }

    /** The state from which this one was first reached. */
    int came(int number) {
        return came[number >>> BLOCK_BITS][number & BLOCK - 1];
    }

    /** The state to which the most helpful step leads, or -1. */
    int goes(int number) {
        return goes[number >>> BLOCK_BITS][number & BLOCK - 1];
    }

    void goes(int number, int to) {
        goes[number >>> BLOCK_BITS][number & BLOCK - 1] = to;
    }

    private int place(long[] state) {
        long hash = 0;
        for (long word : state) {
            hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        int place = (int) (hash ^ hash >>> 32) & table.length - 1;
        while (table[place] >= 0 && !isAt(table[place], state)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private boolean isAt(int number, long[] state) {
        long[] block = words[number >>> BLOCK_BITS];
        int at = (number & BLOCK - 1) * Packing.WORDS;
        for (int i = 0; i < Packing.WORDS; i++) {
            if (block[at + i] != state[i]) {
                return false;
            }
        }
        return true;
    }

    private void grow() {
        table = new int[table.length * 2];
        Arrays.fill(table, -1);
        for (int number = 0; number < size; number++) {
            table[place(state(number))] = number;
        }
    }
}
