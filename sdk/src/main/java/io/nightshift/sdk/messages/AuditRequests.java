package io.nightshift.sdk.messages;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.PagingInfo;
import java.util.UUID;

/**
 * Requests that read the audit. They take the right to read {@code audit}, which of the standard roles only System
 * Administrator has; an entry shows values of a record whether or not its reader could read them there.
 */
public final class AuditRequests {

    private AuditRequests() {}

    /** What one entry says; answers {@code AuditDetail}. */
    public static OrganizationRequest retrieveAuditDetails(UUID auditId) {
        return new OrganizationRequest("RetrieveAuditDetails").set("AuditId", auditId);
    }

    /**
     * What happened to a record, the newest first; answers {@code AuditDetailCollection}. A record that was deleted has its
     * history; of one that is there, the caller may read the record.
     *
     * @param page which of the pages of at most 5,000 entries
     */
    public static OrganizationRequest retrieveRecordChangeHistory(EntityReference target, PagingInfo page) {
        return new OrganizationRequest("RetrieveRecordChangeHistory")
                .set("Target", target)
                .set("PagingInfo", page);
    }

    /** The same of one attribute. */
    public static OrganizationRequest retrieveAttributeChangeHistory(
            EntityReference target, String attribute, PagingInfo page) {
        return new OrganizationRequest("RetrieveAttributeChangeHistory")
                .set("Target", target)
                .set("AttributeLogicalName", attribute)
                .set("PagingInfo", page);
    }
}
