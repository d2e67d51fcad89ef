package io.nightshift.server.webapi;

import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a query that is the parameter of an action: a QueryExpression as Dataverse writes it in JSON, or FetchXML. */
final class QueryBody {

    private static final int DEEPEST = 40;

    private QueryBody() {}

    static QueryBase read(ObjectNode node) {
        JsonNode fetch = node.path("Query");
        if (fetch.isString()) {
            return new FetchExpression(fetch.asString());
        }
        QueryExpression query = new QueryExpression(name(node, "EntityName"));
        query = query.criteria(filter(node.path("Criteria"), 1));
        for (JsonNode link : node.path("LinkEntities")) {
            query = query.link(link(link, 1));
        }
        return query;
    }

    private static String name(JsonNode node, String property) {
        String name = node.path(property).asString("");
        if (name.isEmpty()) {
            throw ODataCode.INVALID_INPUT.fault("A query, link or condition needs its \"" + property + "\".");
        }
        return name;
    }

    private static FilterExpression filter(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw ODataCode.INVALID_INPUT.fault("Filters and links lie at most " + DEEPEST + " deep in each other.");
        }
        boolean or = constant(node.path("FilterOperator")).equals("OR");
        FilterExpression filter =
                new FilterExpression(or ? LogicalOperator.OR : LogicalOperator.AND, List.of(), List.of(), List.of());
        for (JsonNode condition : node.path("Conditions")) {
            filter = filter.condition(condition(condition));
        }
        for (JsonNode inner : node.path("Filters")) {
            filter = filter.filter(filter(inner, depth + 1));
        }
        return filter;
    }

    private static ConditionExpression condition(JsonNode node) {
        ConditionOperator operator = operator(node.path("Operator"));
        List<@Nullable Object> values = new ArrayList<>();
        for (JsonNode value : node.path("Values")) {
            values.add(plain(value.isObject() ? value.path("Value") : value));
        }
        ConditionExpression condition =
                new ConditionExpression(name(node, "AttributeName"), operator, values.toArray());
        String entity = node.path("EntityName").asString("");
        return entity.isEmpty() ? condition : condition.of(entity);
    }

    private static Object plain(JsonNode value) {
        if (value.isObject() || value.isArray() || value.isNull() || value.isMissingNode()) {
            throw ODataCode.INVALID_INPUT.fault("The \"Values\" of a condition are texts, numbers, true or false.");
        }
        return value.isNumber() ? value.decimalValue() : value.isBoolean() ? value.booleanValue() : value.asString();
    }

    /** {@code Equal} is {@code EQUAL}, {@code LastXDays} is {@code LAST_X_DAYS}. */
    private static String constant(JsonNode node) {
        return node.asString("")
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[a-z])(?=[0-9])", "_")
                .toUpperCase(Locale.ROOT);
    }

    private static ConditionOperator operator(JsonNode node) {
        try {
            return ConditionOperator.valueOf(constant(node));
        } catch (IllegalArgumentException e) {
            return ConditionOperator.ofFetchName(node.asString(""))
                    .orElseThrow(() -> ODataCode.INVALID_INPUT.fault(
                            "There is no condition operator '" + Shown.of(node.asString("")) + "'."));
        }
    }

    private static LinkEntity link(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw ODataCode.INVALID_INPUT.fault("Filters and links lie at most " + DEEPEST + " deep in each other.");
        }
        String alias = node.path("EntityAlias").asString("");
        LinkEntity link = new LinkEntity(
                name(node, "LinkToEntityName"),
                name(node, "LinkFromAttributeName"),
                name(node, "LinkToAttributeName"),
                constant(node.path("JoinOperator")).equals("LEFT_OUTER") ? JoinOperator.LEFT_OUTER : JoinOperator.INNER,
                alias.isEmpty() ? null : alias);
        link = link.criteria(filter(node.path("LinkCriteria"), depth + 1));
        for (JsonNode inner : node.path("LinkEntities")) {
            link = link.link(link(inner, depth + 1));
        }
        return link;
    }
}
