package io.nightshift.postgres;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Where the random tests begin. {@code -Dnightshift.seed=N} takes the seed that a failure printed.
 *
 * <p>What runs in every check begins at the same place each time: that a change fails shall be of that change. The tests with
 * the tag {@code long} draw a seed, and so look at what nobody has seen yet.
 */
public final class Seed {

    private Seed() {}

    /** The same in every run. */
    public static long repeated() {
        return Long.getLong("nightshift.seed", 1);
    }

    /** Another one in every run; to be printed. */
    public static long drawn() {
        return Long.getLong("nightshift.seed", ThreadLocalRandom.current().nextInt(1_000_000));
    }
}
