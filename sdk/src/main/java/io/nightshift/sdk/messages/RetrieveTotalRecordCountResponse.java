package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationResponse;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@link RetrieveTotalRecordCountRequest} answers. */
public final class RetrieveTotalRecordCountResponse extends OrganizationResponse {

    private final Map<String, Long> counts;

    /** An answer with these. */
    public RetrieveTotalRecordCountResponse(Map<String, Long> counts) {
        super(RetrieveTotalRecordCountRequest.NAME);
        this.counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        set("EntityRecordCountCollection", this.counts);
    }

    /** The numbers by the logical names that were asked for, in their order. */
    public Map<String, Long> entityRecordCountCollection() {
        return counts;
    }
}
