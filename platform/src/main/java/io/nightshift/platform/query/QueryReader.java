package io.nightshift.platform.query;

import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;

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
            case QueryByAttribute simple -> read(simple.expression(), new Places());
            case FetchExpression fetch -> {
                FetchXml read = FetchXml.read(fetch.query());
                yield read(read.query(), read.places());
            }
        };
    }

    private Query read(QueryExpression expression, Places places) {
        return new ExpressionReader(metadata, context, places).read(expression);
    }
}
