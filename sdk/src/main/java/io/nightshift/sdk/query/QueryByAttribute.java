package io.nightshift.sdk.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows whose attributes have given values: the simplest query. Immutable.
 *
 * @param entityName the entity
 * @param columnSet the attributes wanted
 * @param attributes attribute and value, all of which must be equal; a null value asks for rows without one
 * @param orders the order of the result
 * @param pageInfo the part wanted
 * @param topCount at most so many rows, without paging; null for no such limit
 */
public record QueryByAttribute(
        String entityName,
        ColumnSet columnSet,
        Map<String, @Nullable Object> attributes,
        List<OrderExpression> orders,
        PagingInfo pageInfo,
        @Nullable Integer topCount)
        implements QueryBase {

    /** Keeps copies of the map, in its order, and of the list. */
    public QueryByAttribute {
        Objects.requireNonNull(entityName);
        Objects.requireNonNull(columnSet);
        Objects.requireNonNull(pageInfo);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        orders = List.copyOf(orders);
    }

    /** All rows of an entity, to which {@link #where} adds. */
    public QueryByAttribute(String entityName, ColumnSet columnSet) {
        this(entityName, columnSet, Map.of(), List.of(), PagingInfo.FIRST, null);
    }

    /** One attribute more that must be equal. */
    public QueryByAttribute where(String attribute, @Nullable Object value) {
        Map<String, @Nullable Object> more = new LinkedHashMap<>(attributes);
        more.put(attribute, value);
        return new QueryByAttribute(entityName, columnSet, more, orders, pageInfo, topCount);
    }

    /** One order more. */
    public QueryByAttribute orderBy(String attribute, OrderType type) {
        return new QueryByAttribute(
                entityName,
                columnSet,
                attributes,
                FilterExpression.plus(orders, new OrderExpression(attribute, type)),
                pageInfo,
                topCount);
    }

    /** Another page. */
    public QueryByAttribute page(PagingInfo page) {
        return new QueryByAttribute(entityName, columnSet, attributes, orders, page, topCount);
    }

    /** The expression that asks the same. */
    public QueryExpression expression() {
        List<ConditionExpression> conditions = new ArrayList<>();
        attributes.forEach((attribute, value) -> conditions.add(
                value == null
                        ? new ConditionExpression(attribute, ConditionOperator.NULL)
                        : new ConditionExpression(attribute, ConditionOperator.EQUAL, value)));
        return new QueryExpression(
                entityName,
                columnSet,
                List.of(),
                new FilterExpression(LogicalOperator.AND, conditions, List.of(), List.of()),
                List.of(),
                orders,
                pageInfo,
                topCount,
                false);
    }
}
