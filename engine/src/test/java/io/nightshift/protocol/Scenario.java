package io.nightshift.protocol;

import java.util.EnumSet;
import java.util.Set;

/**
 * What is explored: which operations share a gate, and how often something unusual may happen. Everything else is left to
 * the search: every order of every step.
 *
 * @param gates for each operation {@link #NONE}, {@link #LANE} (a dependency token) or {@link #KEY} (a limit key of width 1)
 * @param transactional for each operation, whether its handler works through context.transaction: a checkpoint, then the
 *     completion
 * @param lateCommits whether enqueues are transactions that may commit late; otherwise all operations are there at the
 *     beginning, their notes with them
 * @param runs whether a claim of a lane's head may take its successors with it
 * @param faults how many crashes, stops, lapsed leases and lost answers there may be together, 0 to 3
 * @param userMoves how many moves users make, 0 to 3
 * @param retries whether a handler may end once with an error that passes
 */
record Scenario(
        String name,
        int[] gates,
        boolean[] transactional,
        boolean lateCommits,
        boolean runs,
        int faults,
        int userMoves,
        boolean retries,
        Set<Mistake> mistakes) {

    static final int NONE = -1;
    static final int LANE = 0;
    static final int KEY = 1;

    /** Operations without a gate, all there at the beginning, nothing unusual. */
    static Scenario named(String name) {
        return new Scenario(
                name,
                new int[] {NONE, NONE, NONE},
                new boolean[World.OPERATIONS],
                false,
                false,
                0,
                0,
                false,
                EnumSet.noneOf(Mistake.class));
    }

    /** The operations there are, by their gates: at most three. */
    Scenario gates(int... gates) {
        return new Scenario(name, gates, transactional, lateCommits, runs, faults, userMoves, retries, mistakes);
    }

    Scenario transactional(boolean... operations) {
        return new Scenario(name, gates, operations, lateCommits, runs, faults, userMoves, retries, mistakes);
    }

    Scenario withLateCommits() {
        return new Scenario(name, gates, transactional, true, runs, faults, userMoves, retries, mistakes);
    }

    Scenario withRuns() {
        return new Scenario(name, gates, transactional, lateCommits, true, faults, userMoves, retries, mistakes);
    }

    Scenario faults(int most) {
        return new Scenario(name, gates, transactional, lateCommits, runs, most, userMoves, retries, mistakes);
    }

    Scenario userMoves(int most) {
        return new Scenario(name, gates, transactional, lateCommits, runs, faults, most, retries, mistakes);
    }

    Scenario withRetries() {
        return new Scenario(name, gates, transactional, lateCommits, runs, faults, userMoves, true, mistakes);
    }

    Scenario planted(Mistake mistake) {
        return new Scenario(
                name, gates, transactional, lateCommits, runs, faults, userMoves, retries, EnumSet.of(mistake));
    }

    boolean has(Mistake mistake) {
        return mistakes.contains(mistake);
    }

    int operations() {
        return gates.length;
    }

    /** The gate of an operation; one that does not exist has none. */
    int gate(int operation) {
        return operation < gates.length ? gates[operation] : NONE;
    }

    boolean sameGate(int one, int other) {
        return gate(one) != NONE && gate(one) == gate(other);
    }
}
