package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.query.Queries;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.ODataCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Queries written in FetchXML: in the address, in a view of the organization, or in one of a user. */
final class FetchQueries {

    private final Scope scope;
    private final ApiRequest request;
    private final RecordWriter writer;

    FetchQueries(Scope scope, ApiRequest request, RecordWriter writer) {
        this.scope = scope;
        this.request = request;
        this.writer = writer;
    }

    boolean isAskedFor() {
        return request.options().containsKey("fetchXml")
                || request.options().containsKey("savedQuery")
                || request.options().containsKey("userQuery");
    }

    ApiAnswer answer(EntityMetadata entity) {
        QueryExpression query = paged(Queries.expression(new FetchExpression(text())));
        if (!query.entityName().equals(entity.logicalName())) {
            throw ODataCode.QUERY_SYNTAX.fault("The FetchXML asks for another entity than "
                    + entity.names().entitySetName() + ", the set of the address.");
        }
        boolean plain = !query.distinct() && !aggregates(query.attributeExpressions(), query.linkEntities());
        EntityCollection found = scope.service().retrieveMultiple(plain ? withVersion(entity, query) : query);
        ObjectNode body = ApiAnswer.JSON.createObjectNode();
        body.put("@odata.context", scope.root() + "/$metadata#" + entity.names().entitySetName());
        RecordCollections.total(body, found, query.pageInfo().returnTotalRecordCount(), request.prefer());
        ArrayNode value = body.putArray("value");
        List<AttributeMetadata> columns = query.columnSet().allColumns()
                ? List.copyOf(entity.all())
                : query.columnSet().columns().stream().map(entity::attribute).toList();
        for (Entity record : found.entities()) {
            ObjectNode node = writer.record(entity, columns, record);
            writer.aliased(node, record, Map.of());
            value.add(node);
        }
        // Clients go on as long as there is a cookie, so the last page has none.
        if (found.moreRecords() && query.topCount() == null && found.pagingCookie() != null) {
            body.put(
                    "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie",
                    cookie(query.pageInfo().pageNumber() + 1, found.pagingCookie()));
            body.put("@Microsoft.Dynamics.CRM.morerecords", true);
        }
        return ApiAnswer.json(200, body);
    }

    private String text() {
        String fetch = request.options().get("fetchXml");
        if (fetch != null) {
            return fetch;
        }
        String saved = request.options().get("savedQuery");
        return saved != null
                ? view("savedquery", saved)
                : view("userquery", request.options().get("userQuery"));
    }

    private String view(String entity, @Nullable String id) {
        UUID view;
        try {
            view = PropertyValues.id(id == null ? "" : id.replaceAll("[{}]", ""));
        } catch (IllegalArgumentException e) {
            throw ODataCode.QUERY_SYNTAX.fault("A view is named by its id.");
        }
        Object fetch =
                scope.service().retrieve(entity, view, ColumnSet.of("fetchxml")).get("fetchxml");
        if (!(fetch instanceof String text)) {
            throw ODataCode.QUERY_SYNTAX.fault("The view has no FetchXML.");
        }
        return text;
    }

    private QueryExpression paged(QueryExpression query) {
        Integer size = request.prefer().pageSize();
        PagingInfo page = query.pageInfo();
        if (size == null || page.count() > 0 || query.topCount() != null) {
            return query;
        }
        return query.page(new PagingInfo(page.pageNumber(), size, page.returnTotalRecordCount(), page.pagingCookie()));
    }

    private static QueryExpression withVersion(EntityMetadata entity, QueryExpression query) {
        if (query.columnSet().allColumns() || entity.find("versionnumber").isEmpty()) {
            return query;
        }
        List<String> columns = new ArrayList<>(query.columnSet().columns());
        if (!columns.contains("versionnumber")) {
            columns.add("versionnumber");
        }
        return query.columns(ColumnSet.of(columns.toArray(String[]::new)));
    }

    private static boolean aggregates(List<AttributeExpression> expressions, List<LinkEntity> links) {
        return expressions.stream().anyMatch(each -> each.groupBy() || each.aggregateType() != AggregateType.NONE)
                || links.stream().anyMatch(link -> aggregates(link.attributeExpressions(), link.linkEntities()));
    }

    /** The cookie twice percent-encoded within an element, as clients take it apart. */
    private static String cookie(int nextPage, String cookie) {
        return "<cookie pagenumber=\"" + nextPage + "\" pagingcookie=\"" + encoded(encoded(cookie))
                + "\" istracking=\"False\" />";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
