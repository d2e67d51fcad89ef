package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import org.jspecify.annotations.Nullable;

/**
 * Asks which records of an entity have changed since the version of an earlier answer; without a version, for all records
 * as the beginning of it. Who asks may read every record of the entity (access level organization), because what was
 * deleted has no owner any more; else 0x80040220. A version that is older than what is kept (30 days) is 0x80044352: then
 * all records have to be read anew. Virtual entities are 0x80040315.
 */
public final class RetrieveEntityChangesRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "RetrieveEntityChanges";

    /**
     * A request for the first page of what has changed.
     *
     * @param dataVersion the {@code dataToken} of the last answer; null to begin
     */
    public RetrieveEntityChangesRequest(String entityName, ColumnSet columns, @Nullable String dataVersion) {
        super(NAME);
        set("EntityName", entityName);
        set("Columns", columns);
        if (dataVersion != null) {
            set("DataVersion", dataVersion);
        }
    }

    /** Asks for this page: its size from 1 to 5,000, and from the second on the cookie of the one before. */
    public RetrieveEntityChangesRequest pageInfo(PagingInfo page) {
        set("PageInfo", page);
        return this;
    }
}
