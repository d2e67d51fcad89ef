package io.nightshift.server.webapi.additions;

import io.nightshift.operation.Move;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.query.Queries;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.OptionsReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system jobs that a query of records finds, in pages from the newest to the oldest, for a move of all of them. */
final class JobQuery {

    private static final int COMPLETED = 3;

    private JobQuery() {}

    /** The query that is asked for as {@code $filter} text or as FetchXML; null when neither is. */
    static @Nullable QueryExpression of(Asked asked) {
        String filter = asked.text("Filter");
        String fetch = asked.text("FetchXml");
        if (filter != null && fetch != null) {
            throw FaultCode.INVALID_ARGUMENT.fault("Give a 'Filter' or a 'FetchXml', not both.");
        }
        EntityMetadata jobs = asked.asker().jobs();
        if (filter != null) {
            Model model = asked.model();
            return new OptionsReader(model, Map.of())
                    .read(jobs, Map.of("$filter", filter))
                    .query();
        }
        if (fetch == null) {
            return null;
        }
        QueryExpression query = Queries.expression(new FetchExpression(fetch));
        if (!query.entityName().equals(jobs.logicalName())) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The FetchXML asks for another entity than " + jobs.logicalName() + ".");
        }
        return query;
    }

    /** A page of what the move can apply to at all: deletion to what has ended, all others to what has not. */
    static QueryExpression page(QueryExpression asked, Move move, int size, @Nullable String cookie) {
        ConditionOperator ended = move == Move.DELETE ? ConditionOperator.EQUAL : ConditionOperator.NOT_EQUAL;
        FilterExpression criteria = FilterExpression.and(new ConditionExpression("statecode", ended, COMPLETED))
                .filter(asked.criteria());
        return new QueryExpression(
                asked.entityName(),
                ColumnSet.of("asyncoperationid", "ownerid", "owningbusinessunit"),
                List.of(),
                criteria,
                asked.linkEntities(),
                List.of(new OrderExpression("asyncoperationid", OrderType.DESCENDING)),
                new PagingInfo(cookie == null ? 1 : 2, size, cookie == null, cookie),
                null,
                false);
    }
}
