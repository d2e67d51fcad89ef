package io.nightshift.sdk;

import java.util.List;

/**
 * A page of a record's history (Dynamics: AuditDetailCollection).
 *
 * @param auditDetails the newest first
 * @param moreRecords whether there are older ones
 */
public record AuditDetailCollection(List<AuditDetail> auditDetails, boolean moreRecords) {

    public AuditDetailCollection {
        auditDetails = List.copyOf(auditDetails);
    }
}
