package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.BusinessEntityChanges.Change;
import io.nightshift.sdk.BusinessEntityChanges.NewOrUpdatedItem;
import io.nightshift.sdk.BusinessEntityChanges.RemovedOrDeletedItem;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.server.webapi.odata.CollectionQuery;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The records of a set with the means to follow them: all of them with an {@code @odata.deltaLink}, then what has changed
 * since the link was given. What is deleted is an entry of its own.
 */
final class TrackedChanges {

    private static final String DELTA = "$deltatoken";
    private static final String SKIP = "$skiptoken";
    private static final Set<String> TAKEN = Set.of("$select", DELTA, SKIP);

    /** What no other token begins with. */
    private static final String MARK = "changes.";

    private final Scope scope;
    private final ApiRequest request;
    private final RecordWriter writer;

    TrackedChanges(Scope scope, ApiRequest request, RecordWriter writer) {
        this.scope = scope;
        this.request = request;
        this.writer = writer;
    }

    /** Whether the caller prefers it, or follows a link of an answer. */
    boolean areAskedFor() {
        return request.prefer().trackChanges()
                || request.options().containsKey(DELTA)
                || request.options().getOrDefault(SKIP, "").startsWith(MARK);
    }

    /** The options that say which properties are wanted; there may be no others. */
    Map<String, String> selection() {
        for (String option : request.options().keySet()) {
            if (option.startsWith("$") && !TAKEN.contains(option)) {
                throw ODataCode.QUERY_SYNTAX.fault("Changes are followed with $select alone; take " + Shown.of(option)
                        + " away, and leave out what is not wanted where the changes arrive.");
            }
        }
        String select = request.options().get("$select");
        return select == null ? Map.of() : Map.of("$select", select);
    }

    /** @param context what the answer says of its columns */
    ApiAnswer answer(CollectionQuery query, String context) {
        EntityMetadata entity = query.entity();
        String since = request.options().get(DELTA);
        PagingInfo page = page();
        BusinessEntityChanges found = scope.service()
                .execute(new RetrieveEntityChangesRequest(
                                entity.logicalName(),
                                query.query().columnSet(),
                                since == null ? null : RequestAddress.bare(since))
                        .pageInfo(page))
                .required("EntityChanges", BusinessEntityChanges.class);
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", since == null ? context : context + "/$delta");
        ArrayNode value = body.putArray("value");
        for (Change change : found.changes()) {
            value.add(
                    switch (change) {
                        case NewOrUpdatedItem item -> record(query, item.newOrUpdatedEntity());
                        case RemovedOrDeletedItem item -> removed(entity, item);
                    });
        }
        String cookie = found.pagingCookie();
        String version = found.dataToken();
        if (cookie != null) {
            body.put("@odata.nextLink", next(since, new SkipToken(page.pageNumber() + 1, page.count(), false, cookie)));
        } else if (version != null) {
            body.put("@odata.deltaLink", RequestAddress.at(request, DELTA, version));
        }
        return ApiAnswer.json(200, body).with("Preference-Applied", applied());
    }

    private String applied() {
        String others = request.prefer().applied(true, false);
        return !request.prefer().trackChanges()
                ? others
                : others.isEmpty() ? "odata.track-changes" : "odata.track-changes," + others;
    }

    private PagingInfo page() {
        String token = request.options().get(SKIP);
        Integer size = request.prefer().pageSize();
        if (token == null) {
            return new PagingInfo(1, size == null ? 0 : size, false, null);
        }
        return SkipToken.of(token.startsWith(MARK) ? token.substring(MARK.length()) : token)
                .paging();
    }

    private String next(@Nullable String since, SkipToken token) {
        String link = RequestAddress.at(request, SKIP, MARK + token.text());
        return since == null ? link : link + "&" + DELTA + "=" + RequestAddress.encoded(RequestAddress.bare(since));
    }

    private ObjectNode record(CollectionQuery query, Entity record) {
        return writer.record(query.entity(), query.columns(), record);
    }

    private ObjectNode removed(EntityMetadata entity, RemovedOrDeletedItem item) {
        return ApiAnswer.JSON
                .createObjectNode()
                .put(
                        "@odata.context",
                        scope.root() + "/$metadata#" + entity.names().entitySetName() + "/$deletedEntity")
                .put("id", item.removedItem().id().toString())
                .put("reason", "deleted");
    }
}
