package io.nightshift.execution;

import java.util.Map;

/**
 * What counts when organizations share a node.
 *
 * @param known by the number of the organization; one that is not in it has the weight 1
 * @param others whether there is more than one organization
 */
record Weights(Map<Integer, Integer> known, boolean others) {

    /** Before the first look: all alike, and none of them alone. */
    static final Weights NONE = new Weights(Map.of(), true);

    int of(int organization) {
        return known.getOrDefault(organization, 1);
    }
}
