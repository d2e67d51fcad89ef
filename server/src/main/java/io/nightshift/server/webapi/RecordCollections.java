package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.CollectionQuery;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.OptionsReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads collections of records: of a set, of a navigation property, of FetchXML and views. */
final class RecordCollections {

    private final Scope scope;
    private final ApiRequest request;
    private final Prefer prefer;
    private final RecordWriter writer;

    RecordCollections(Scope scope, ApiRequest request) {
        this.scope = scope;
        this.request = request;
        this.prefer = request.prefer();
        this.writer = new RecordWriter(scope.model(), prefer);
    }

    /** The records of a set, as its options say. */
    ApiAnswer set(EntityMetadata entity) {
        FetchQueries fetch = new FetchQueries(scope, request, writer);
        if (fetch.isAskedFor()) {
            return fetch.answer(entity).with("Preference-Applied", prefer.applied(true, false));
        }
        TrackedChanges changes = new TrackedChanges(scope, request, writer);
        if (changes.areAskedFor()) {
            CollectionQuery query = new OptionsReader(scope.model(), Map.of()).read(entity, changes.selection());
            return changes.answer(query, context(query));
        }
        return page(read(entity));
    }

    /** The records of a navigation property. */
    ApiAnswer many(Target.Many many) {
        scope.require(many.owner(), many.ownerId());
        CollectionQuery query = read(many.entity());
        return page(query.with(Expansions.of(many.owner(), query.query(), many.navigation(), many.ownerId())));
    }

    /** How many records a set has, counted up to 5,000 as Dynamics does. */
    ApiAnswer count(Target of) {
        QueryExpression query = switch (of) {
            case Target.Set set -> read(set.entity()).query();
            case Target.Many many -> {
                scope.require(many.owner(), many.ownerId());
                yield Expansions.of(many.owner(), read(many.entity()).query(), many.navigation(), many.ownerId());
            }
            default -> throw Addresses.unknown("$count");
        };
        EntityCollection found = scope.service()
                .retrieveMultiple(new QueryExpression(
                        query.entityName(),
                        ColumnSet.of(),
                        List.of(),
                        query.criteria(),
                        query.linkEntities(),
                        List.of(),
                        new PagingInfo(1, 1, true, null),
                        null,
                        false));
        return ApiAnswer.text("text/plain; charset=utf-8", Integer.toString(found.totalRecordCount()));
    }

    /** The record with this id as the options of the request show it. */
    ObjectNode record(EntityMetadata entity, UUID id) {
        return Objects.requireNonNull(record(entity, id, null), "nothing is known, so it is written");
    }

    /** The same; null when it has the etag that the caller has already. */
    @Nullable
    ObjectNode record(EntityMetadata entity, UUID id, @Nullable String knownEtag) {
        CollectionQuery query = read(entity);
        Entity record =
                scope.service().retrieve(entity.logicalName(), id, query.query().columnSet());
        String etag = RecordWriter.etag(record);
        if (knownEtag != null && !etag.isEmpty() && (knownEtag.equals("*") || knownEtag.contains(etag))) {
            return null;
        }
        ObjectNode written = new Expansions(scope, writer, prefer.pageSize())
                .written(query, List.of(record))
                .getFirst();
        ObjectNode node = ApiAnswer.JSON.createObjectNode();
        node.put("@odata.context", context(query) + "/$entity");
        node.setAll(written);
        return node;
    }

    private CollectionQuery read(EntityMetadata entity) {
        return new OptionsReader(scope.model(), request.aliases()).read(entity, request.options());
    }

    private String context(CollectionQuery query) {
        String columns = query.all() || query.aggregates()
                ? ""
                : "(" + query.columns().stream().map(Model::property).collect(Collectors.joining(",")) + ")";
        return scope.root() + "/$metadata#" + query.entity().names().entitySetName() + columns;
    }

    private ApiAnswer page(CollectionQuery query) {
        QueryExpression expression = query.query();
        String token = request.options().get("$skiptoken");
        PagingInfo page = token != null
                ? SkipToken.of(token).paging()
                : new PagingInfo(
                        1,
                        expression.topCount() != null || prefer.pageSize() == null ? 0 : prefer.pageSize(),
                        query.count(),
                        null);
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", context(query));
        if (query.empty()) {
            body.putArray("value");
            return ApiAnswer.json(200, body);
        }
        EntityCollection found = scope.service().retrieveMultiple(expression.page(page));
        total(body, found, query.count(), prefer);
        ArrayNode value = body.putArray("value");
        if (query.aggregates()) {
            for (Entity row : found.entities()) {
                value.add(writer.group(query.entity(), row, query.aliases()));
            }
        } else {
            new Expansions(scope, writer, prefer.pageSize())
                    .written(query, found.entities())
                    .forEach(value::add);
        }
        if (found.moreRecords() && expression.topCount() == null) {
            SkipToken next = new SkipToken(page.pageNumber() + 1, page.count(), query.count(), found.pagingCookie());
            body.put("@odata.nextLink", RequestAddress.at(request, "$skiptoken", next.text()));
        }
        return ApiAnswer.json(200, body).with("Preference-Applied", prefer.applied(true, false));
    }

    /** How many there are in all, as far as they were counted. */
    static void total(ObjectNode body, EntityCollection found, boolean counted, Prefer prefer) {
        if (!counted) {
            return;
        }
        body.put("@odata.count", found.totalRecordCount());
        String count = "Microsoft.Dynamics.CRM.totalrecordcount";
        if (prefer.wants(count)) {
            body.put("@" + count, found.totalRecordCount());
            body.put("@" + count + "limitexceeded", found.totalRecordCountLimitExceeded());
        }
    }
}
