package io.nightshift.client;

import io.nightshift.sdk.OrganizationResponse;
import java.util.List;
import java.util.function.Function;

/** A message as requests of the Web API, and what their answers say. */
sealed interface Exchange {

    /** One request. */
    record Single(Call call, Function<Answer, OrganizationResponse> reading) implements Exchange {}

    /**
     * Requests of which all are carried out or none.
     *
     * @param reading what the answers of all of them say together
     * @param transaction whether the caller asked for a transaction, and is told which part failed
     */
    record ChangeSet(
            List<Single> parts, Function<List<OrganizationResponse>, OrganizationResponse> reading, boolean transaction)
            implements Exchange {
        public ChangeSet {
            parts = List.copyOf(parts);
        }
    }
}
