package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.Map;

/**
 * What the query options of an address ask for.
 *
 * @param entity the entity of the records
 * @param columns the attributes to show
 * @param all whether they are all there are
 * @param expansions the navigation properties to show
 * @param query the query for the records, with the columns that the expansions need
 * @param aliases of an aggregating query: the property that each alias is shown as; empty for any other
 * @param count whether all records are to be counted
 * @param empty whether no record is wanted, because {@code $top} is 0
 */
public record CollectionQuery(
        EntityMetadata entity,
        List<AttributeMetadata> columns,
        boolean all,
        List<Expansion> expansions,
        QueryExpression query,
        Map<String, String> aliases,
        boolean count,
        boolean empty) {

    public CollectionQuery {
        columns = List.copyOf(columns);
        expansions = List.copyOf(expansions);
        aliases = Map.copyOf(aliases);
    }

    /** Whether rows are groups instead of records. */
    public boolean aggregates() {
        return !aliases.isEmpty();
    }

    /** The same for another query. */
    public CollectionQuery with(QueryExpression changed) {
        return new CollectionQuery(entity, columns, all, expansions, changed, aliases, count, empty);
    }
}
