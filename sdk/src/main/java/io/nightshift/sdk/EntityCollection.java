package io.nightshift.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records of one entity, as a query answers them.
 *
 * @param entityName the logical name of the entity
 * @param entities the records, in the order of the query
 * @param moreRecords whether the query has further pages
 * @param pagingCookie what the next page is asked with, or null
 * @param totalRecordCount how many records the query has in all; -1 when it was not asked to count
 * @param totalRecordCountLimitExceeded whether counting ended at its limit
 */
public record EntityCollection(
        String entityName,
        List<Entity> entities,
        boolean moreRecords,
        @Nullable String pagingCookie,
        int totalRecordCount,
        boolean totalRecordCountLimitExceeded) {

    public EntityCollection {
        entities = List.copyOf(entities);
    }

    /** Records that are all there is. */
    public EntityCollection(String entityName, List<Entity> entities) {
        this(entityName, entities, false, null, -1, false);
    }
}
