package io.nightshift.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit with what it says of a record (Dynamics: AttributeAuditDetail and RelationshipAuditDetail).
 *
 * @param auditRecord the record of {@code audit}: who, when, what was done
 * @param oldValue the attributes that changed, as they were; without those that were empty, and without what is secret
 * @param newValue the same, as they became
 * @param relationshipName of an entry about relations: the schema name; else null
 * @param targetRecords of an entry about relations: what was related, or is no longer; else empty
 */
public record AuditDetail(
        Entity auditRecord,
        Entity oldValue,
        Entity newValue,
        @Nullable String relationshipName,
        List<EntityReference> targetRecords) {

    public AuditDetail {
        targetRecords = List.copyOf(targetRecords);
    }
}
