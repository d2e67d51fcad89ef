package io.nightshift.sdk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has changed among the records of an entity. Immutable.
 *
 * @param entityName the entity
 * @param changes each record at most once in a page; a record that changed again meanwhile may come in a later page, too
 * @param moreRecords whether there is a further page
 * @param pagingCookie what asks for the further page; null without one
 * @param dataToken the version to ask from next time; null before the last page, because it stands for all of them
 */
public record BusinessEntityChanges(
        String entityName,
        List<Change> changes,
        boolean moreRecords,
        @Nullable String pagingCookie,
        @Nullable String dataToken) {

    /** What became of one record. */
    public sealed interface Change {}

    /**
     * A record that is new, or whose values have changed.
     *
     * @param newOrUpdatedEntity the record as it stands now
     */
    public record NewOrUpdatedItem(Entity newOrUpdatedEntity) implements Change {}

    /**
     * A record that is not there any more; perhaps it never was there for who asks, when it was made and deleted meanwhile.
     *
     * @param removedItem the record that was
     */
    public record RemovedOrDeletedItem(EntityReference removedItem) implements Change {}

    public BusinessEntityChanges {
        changes = List.copyOf(changes);
    }
}
