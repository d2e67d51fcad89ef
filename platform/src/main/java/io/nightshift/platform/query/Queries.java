package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Query.Output;
import io.nightshift.platform.record.StoredValues;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Queries over the records of an organization. Thread-safe. */
public final class Queries {

    /** How long a statement may take when nobody says otherwise; Dynamics has two minutes, too. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final OrganizationMetadata metadata;
    private final SqlQueries tables;

    /**
     * Queries over this organization as it stands.
     *
     * @param timeout how long a statement may take, in whole seconds
     */
    public Queries(Organization organization, Duration timeout) {
        this.metadata = organization.metadata();
        this.tables = new SqlQueries(organization, timeout);
    }

    /**
     * The records that a query asks for, one page of them.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault what is wrong with the query, or 0x80044151 when it takes too
     *     long; then the transaction of the connection can only be rolled back
     */
    public EntityCollection retrieveMultiple(Connection connection, QueryBase query, QueryContext context) {
        Query tree = new QueryReader(metadata, context).read(query);
        Answer answer = tables.answer(connection, tree, context.zone());
        return new EntityCollection(
                tree.root().entity(),
                answer.rows().stream().map(row -> entity(tree, row)).toList(),
                answer.more(),
                answer.cookie(),
                answer.shownTotal(),
                answer.totalExceeded());
    }

    /**
     * Whether a record that is at hand meets the criteria, as a query would find it; the criteria have no links.
     *
     * @param record with all attributes that the criteria ask about
     */
    public boolean holds(Entity record, FilterExpression criteria, QueryContext context) {
        Query tree =
                new QueryReader(metadata, context).read(new QueryExpression(record.logicalName()).criteria(criteria));
        return !new MemoryQueries(_ -> List.of(record))
                .answer(tree, context.zone())
                .rows()
                .isEmpty();
    }

    /**
     * The expression that a FetchXML text says.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault when it is no FetchXML; whether its names exist is found out when
     *     it is executed
     */
    public static QueryExpression expression(FetchExpression fetch) {
        return FetchXml.read(fetch.query()).query();
    }

    /**
     * Which records a query means, as FetchXML: what {@link #expression(QueryBase)} reads from it finds the same records.
     * Columns, order and page are left out.
     */
    public static String fetchXml(QueryBase query) {
        QueryExpression meant = expression(query);
        QueryExpression bare = new QueryExpression(
                meant.entityName(),
                ColumnSet.of(),
                List.of(),
                meant.criteria(),
                meant.linkEntities().stream().map(Queries::bare).toList(),
                List.of(),
                PagingInfo.FIRST,
                null,
                false);
        return FetchXmlWriter.write(bare).query();
    }

    private static LinkEntity bare(LinkEntity link) {
        return new LinkEntity(
                link.linkToEntityName(),
                link.linkFromAttributeName(),
                link.linkToAttributeName(),
                link.joinOperator(),
                link.entityAlias(),
                ColumnSet.of(),
                List.of(),
                link.linkCriteria(),
                link.linkEntities().stream().map(Queries::bare).toList(),
                List.of());
    }

    /** The expression that any query says. */
    public static QueryExpression expression(QueryBase query) {
        return switch (query) {
            case QueryExpression expression -> expression;
            case QueryByAttribute simple -> simple.expression();
            case FetchExpression fetch -> expression(fetch);
        };
    }

    /**
     * Reads a query without answering it.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault what is wrong with it
     */
    public void check(QueryBase query, QueryContext context) {
        new QueryReader(metadata, context).read(query);
    }

    /** Values that are not there are left out, as they are when a record is read. */
    private static Entity entity(Query query, List<@Nullable Object> row) {
        Entity entity = new Entity(query.root().entity());
        for (int i = 0; i < row.size(); i++) {
            Object value = row.get(i);
            Output output = query.outputs().get(i);
            Column column = output.expression().column();
            if (value == null) {
                continue;
            }
            AttributeMetadata attribute = column.attribute();
            boolean own = output.expression() instanceof Column
                    && output.name().equals(attribute.logicalName())
                    && column.alias().equals(query.root().alias());
            if (!own) {
                putAliased(entity, output, value);
            } else {
                StoredValues.put(entity, attribute, value);
                if (column.key() && query.root().key().size() == 1) {
                    entity.id((UUID) value);
                }
            }
        }
        return entity;
    }

    private static void putAliased(Entity entity, Output output, Object value) {
        Column column = output.expression().column();
        String name = column.attribute().logicalName();
        entity.set(output.name(), new AliasedValue(column.entity(), name, value));
        if (output.expression() instanceof Column) {
            String label = StoredValues.label(column.attribute().type(), value);
            if (label != null) {
                entity.formattedValue(output.name(), label);
            }
        }
    }
}
