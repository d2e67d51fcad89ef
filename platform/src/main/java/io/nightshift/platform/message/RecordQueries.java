package io.nightshift.platform.message;

import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.query.QueryContext.Caller;
import io.nightshift.platform.record.ReferenceNames;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.query.QueryBase;
import java.util.ArrayList;

/** Queries within a request, asked by its user. The answer's references have the names of what they refer to. */
final class RecordQueries {

    private final RequestContext context;
    private final Queries queries;

    RecordQueries(RequestContext context) {
        this.context = context;
        this.queries = new Queries(context.organization(), Queries.TIMEOUT);
    }

    EntityCollection retrieveMultiple(QueryBase query) {
        EntityCollection found = queries.retrieveMultiple(
                context.connection(), query, QueryContext.of(context.now(), Caller.of(context.access())));
        return new EntityCollection(
                found.entityName(),
                new ReferenceNames(context).added(new ArrayList<>(found.entities())),
                found.moreRecords(),
                found.pagingCookie(),
                found.totalRecordCount(),
                found.totalRecordCountLimitExceeded());
    }
}
