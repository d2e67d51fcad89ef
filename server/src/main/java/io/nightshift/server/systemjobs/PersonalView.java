package io.nightshift.server.systemjobs;

import java.util.UUID;

/**
 * A view that somebody keeps.
 *
 * @param kept the parameters of its address
 */
public record PersonalView(UUID id, String name, Parameters kept) {

    /** Where it is opened. */
    public String address() {
        return kept.with("saved", id).on("/jobs");
    }

    /** Whether the list is what the view keeps. */
    public boolean isUnchanged(GridQuery query) {
        return kept.equals(query.kept());
    }
}
