package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.organization.RecordTable;
import io.nightshift.platform.organization.Sql;
import java.util.Collection;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The records that refer to others by the lookup of a relationship. */
final class ReferencingRecords {

    private final AttributeMetadata lookup;
    private final String referenced;

    ReferencingRecords(RequestContext context, OneToManyRelationshipMetadata relationship) {
        this.lookup = context.entity(relationship.referencingEntity()).attribute(relationship.referencingAttribute());
        this.referenced = relationship.referencedEntity();
    }

    /** Those that refer to one of these. */
    Condition to(Collection<UUID> ids) {
        Field<UUID> column = DSL.field(DSL.name(lookup.columnName()), SQLDataType.UUID);
        Condition found = Sql.among(column, ids);
        String type = lookup.typeColumnName();
        return type == null
                ? found
                : found.and(DSL.field(DSL.name(type), RecordTable.TEXT).eq(DSL.val(referenced)));
    }
}
