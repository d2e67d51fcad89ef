package io.nightshift.execution;

import java.util.HashMap;
import java.util.Map;

/**
 * Whose turn it is among organizations of different weight (stride scheduling): each has a pass, the lowest is next, and
 * what it takes raises its pass by as much as its weight is small. Who was away gets no credit for it: he comes back at the
 * pass of whoever was served last. Not thread-safe.
 */
final class Turns {

    private static final int MOST_REMEMBERED = 1000;

    private final Map<Integer, Double> passes = new HashMap<>();
    private double served;

    /** The pass of an organization: of two, the one with the lower pass is next. */
    double pass(int organization) {
        Double pass = passes.get(organization);
        return pass == null || pass < served ? served : pass;
    }

    /** It takes its turn; a negative count gives back what it could not use. */
    void took(int organization, int count, int weight) {
        double pass = pass(organization);
        if (count > 0) {
            served = pass;
        }
        passes.put(organization, pass + (double) count / weight);
        if (passes.size() > MOST_REMEMBERED) {
            passes.values().removeIf(known -> known <= served);
        }
    }
}
