package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import java.util.List;

/**
 * Asks about how many records entities have, as the database's statistics say it: nothing is counted, so that it costs the
 * same however many there are, and may be some minutes old. The caller may read the entities.
 */
public final class RetrieveTotalRecordCountRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "RetrieveTotalRecordCount";

    /** A request about these entities, by their logical names; 1 to 1,000 of them. */
    public RetrieveTotalRecordCountRequest(List<String> entityNames) {
        super(NAME);
        set("EntityNames", List.copyOf(entityNames));
    }
}
