package io.nightshift.platform.record;

import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.BusinessEntityChanges.NewOrUpdatedItem;
import io.nightshift.sdk.BusinessEntityChanges.RemovedOrDeletedItem;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a caller knows who follows the changes of records with a subject. */
final class ChangeMirror {

    private final OrganizationService service;
    private final String entity;
    final Map<UUID, String> known = new HashMap<>();
    private @Nullable String version;
    int pages;

    ChangeMirror(OrganizationService service, String entity) {
        this.service = service;
        this.entity = entity;
    }

    /** Follows what has changed, in pages of this size, and answers how many changes there were. */
    int follow(int size) {
        int changes = 0;
        PagingInfo page = new PagingInfo(1, size);
        BusinessEntityChanges found;
        do {
            found = changes(service, entity, version, page);
            for (BusinessEntityChanges.Change change : found.changes()) {
                changes++;
                switch (change) {
                    case NewOrUpdatedItem item ->
                        known.put(
                                item.newOrUpdatedEntity().id(),
                                item.newOrUpdatedEntity().get("subject", String.class));
                    case RemovedOrDeletedItem item ->
                        known.remove(item.removedItem().id());
                }
            }
            page = page.next(found.pagingCookie());
            pages++;
        } while (found.moreRecords());
        version = found.dataToken();
        return changes;
    }

    static BusinessEntityChanges changes(
            OrganizationService service, String entity, @Nullable String version, PagingInfo page) {
        return service.execute(
                        new RetrieveEntityChangesRequest(entity, ColumnSet.of("subject"), version).pageInfo(page))
                .required("EntityChanges", BusinessEntityChanges.class);
    }
}
