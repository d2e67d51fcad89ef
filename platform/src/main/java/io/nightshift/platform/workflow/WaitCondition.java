package io.nightshift.platform.workflow;

import io.nightshift.platform.workflow.document.Expression;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LogicalOperator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is waited for of a record: comparisons of its own attributes with values that were found when the wait began, so that
 * whoever changes the record needs nothing else to see whether it holds.
 *
 * @param eventKey what is recorded when it holds
 */
record WaitCondition(String eventKey, FilterExpression filter) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Binds a condition of a definition, which was checked to be one that can be waited for. */
    static FilterExpression bind(Expression condition, Evaluation evaluation) {
        return switch (condition) {
            case Expression.And and -> all(LogicalOperator.AND, and.parts(), evaluation);
            case Expression.Or or -> all(LogicalOperator.OR, or.parts(), evaluation);
            case Expression.Comparison(Expression.Path path, Expression.Operator operator, Expression right) ->
                FilterExpression.and(Comparing.condition(path.names().getLast(), operator, evaluation.value(right)));
            default -> throw new IllegalStateException("Not checked at activation: " + condition);
        };
    }

    private static FilterExpression all(LogicalOperator operator, List<Expression> parts, Evaluation evaluation) {
        return new FilterExpression(
                operator,
                List.of(),
                parts.stream().map(part -> bind(part, evaluation)).toList(),
                List.of());
    }

    /** The attributes it asks about. */
    Set<String> attributes() {
        Set<String> names = new LinkedHashSet<>();
        attributes(filter, names);
        return names;
    }

    private static void attributes(FilterExpression filter, Set<String> names) {
        filter.conditions().forEach(condition -> names.add(condition.attributeName()));
        filter.filters().forEach(inner -> attributes(inner, names));
    }

    String write() {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("event", eventKey);
        object.set("filter", node(filter));
        return MAPPER.writeValueAsString(object);
    }

    static WaitCondition read(String text) {
        JsonNode object = MAPPER.readTree(text);
        return new WaitCondition(object.path("event").asString(), filter(object.path("filter")));
    }

    private static ObjectNode node(FilterExpression filter) {
        ObjectNode object = MAPPER.createObjectNode();
        object.put("operator", filter.filterOperator().name());
        ArrayNode conditions = object.putArray("conditions");
        for (ConditionExpression condition : filter.conditions()) {
            ObjectNode one = conditions.addObject();
            one.put("attribute", condition.attributeName());
            one.put("operator", condition.operator().fetchName());
            ArrayNode values = one.putArray("values");
            condition.values().forEach(value -> values.add(InstanceJson.value(value)));
        }
        ArrayNode inner = object.putArray("filters");
        filter.filters().forEach(each -> inner.add(node(each)));
        return object;
    }

    private static FilterExpression filter(JsonNode node) {
        List<ConditionExpression> conditions = new ArrayList<>();
        for (JsonNode one : node.path("conditions")) {
            List<@Nullable Object> values = new ArrayList<>();
            one.path("values").forEach(value -> values.add(Comparing.queryValue(InstanceJson.value(value))));
            conditions.add(new ConditionExpression(
                    one.path("attribute").asString(),
                    ConditionOperator.ofFetchName(one.path("operator").asString())
                            .orElseThrow(),
                    values.toArray()));
        }
        List<FilterExpression> filters = new ArrayList<>();
        node.path("filters").forEach(each -> filters.add(filter(each)));
        return new FilterExpression(
                LogicalOperator.valueOf(node.path("operator").asString()), conditions, filters, List.of());
    }
}
