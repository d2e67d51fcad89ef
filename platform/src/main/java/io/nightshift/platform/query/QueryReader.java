package io.nightshift.platform.query;

import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads every kind of query into the tree. All of them become a {@link QueryExpression} first, so that a name, a value or
 * a combination is refused in one place, in the same words.
 */
final class QueryReader {

    private final OrganizationMetadata metadata;
    private final QueryContext context;

    QueryReader(OrganizationMetadata metadata, QueryContext context) {
        this.metadata = metadata;
        this.context = context;
    }

    /**
     * The tree of a query.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault what is wrong with it, where, and what to do
     */
    Query read(QueryBase query) {
        return switch (query) {
            case QueryExpression expression -> read(expression, new Places());
            case QueryByAttribute simple -> read(expression(simple), new Places());
            case FetchExpression fetch -> {
                FetchXml read = FetchXml.read(fetch.query());
                yield read(read.query(), read.places());
            }
        };
    }

    private Query read(QueryExpression expression, Places places) {
        return new ExpressionReader(metadata, context, places).read(expression);
    }

    static QueryExpression expression(QueryByAttribute query) {
        List<ConditionExpression> conditions = new ArrayList<>();
        query.attributes()
                .forEach((attribute, value) -> conditions.add(
                        value == null
                                ? new ConditionExpression(attribute, ConditionOperator.NULL)
                                : new ConditionExpression(attribute, ConditionOperator.EQUAL, value)));
        return new QueryExpression(
                query.entityName(),
                query.columnSet(),
                List.of(),
                new FilterExpression(LogicalOperator.AND, conditions, List.of(), List.of()),
                List.of(),
                query.orders(),
                query.pageInfo(),
                query.topCount(),
                false);
    }
}
