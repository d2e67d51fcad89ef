package io.nightshift.server.systemjobs;

import io.nightshift.platform.query.Queries;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;

/**
 * What a bulk delete would meet now.
 *
 * @param count how many there are, as far as is counted
 * @param more whether there are more than were counted
 * @param sample some of them
 */
public record DeletionPreview(String entity, long count, boolean more, List<Entity> sample) {

    private static final int SAMPLE = 10;

    static DeletionPreview of(String fetchXml, OrganizationService service) {
        QueryExpression query = Queries.expression(new FetchExpression(fetchXml));
        EntityCollection found =
                service.retrieveMultiple(query.columns(ColumnSet.all()).page(new PagingInfo(1, SAMPLE, true, null)));
        return new DeletionPreview(
                query.entityName(), found.totalRecordCount(), found.totalRecordCountLimitExceeded(), found.entities());
    }

    /** Whether the number must be typed before it is done. */
    public boolean retype() {
        return count > JobActions.RETYPE_ABOVE;
    }
}
