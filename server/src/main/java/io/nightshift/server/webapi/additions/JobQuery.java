package io.nightshift.server.webapi.additions;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.query.Queries;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.OptionsReader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system jobs that a query of records finds, for a move of all of them. */
final class JobQuery {

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
}
