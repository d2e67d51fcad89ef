package io.nightshift.sdk.query;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query over an entity and those linked to it. Immutable: methods that add give a new query, so a query can be kept
 * as a constant and shared between threads.
 *
 * <p>With aggregates or groups here or in a link the query aggregates: it has no columns then, and its rows have only
 * {@code AliasedValue}s.
 *
 * @param entityName the entity
 * @param columnSet the attributes wanted; the id is always among them, unless the query is distinct or aggregates
 * @param attributeExpressions aggregates, groups, and attributes under other names
 * @param criteria what must hold for a row
 * @param linkEntities links that start from the entity
 * @param orders the order of the result; rows that are equal in it are ordered by id
 * @param pageInfo the part wanted
 * @param topCount at most so many rows, 1 to 5,000, without paging; null for no such limit
 * @param distinct whether equal rows appear once; text is equal without regard to case
 */
public record QueryExpression(
        String entityName,
        ColumnSet columnSet,
        List<AttributeExpression> attributeExpressions,
        FilterExpression criteria,
        List<LinkEntity> linkEntities,
        List<OrderExpression> orders,
        PagingInfo pageInfo,
        @Nullable Integer topCount,
        boolean distinct)
        implements QueryBase {

    /** Keeps copies of the lists. */
    public QueryExpression {
        Objects.requireNonNull(entityName);
        Objects.requireNonNull(columnSet);
        Objects.requireNonNull(criteria);
        Objects.requireNonNull(pageInfo);
        attributeExpressions = List.copyOf(attributeExpressions);
        linkEntities = List.copyOf(linkEntities);
        orders = List.copyOf(orders);
    }

    /** All rows of an entity, with these attributes. */
    public QueryExpression(String entityName, String... columns) {
        this(
                entityName,
                ColumnSet.of(columns),
                List.of(),
                FilterExpression.NONE,
                List.of(),
                List.of(),
                PagingInfo.FIRST,
                null,
                false);
    }

    /** Other columns. */
    public QueryExpression columns(ColumnSet columns) {
        return with(columns, attributeExpressions, criteria, linkEntities, orders);
    }

    /** Other criteria. */
    public QueryExpression criteria(FilterExpression newCriteria) {
        return with(columnSet, attributeExpressions, newCriteria, linkEntities, orders);
    }

    /** One condition more. */
    public QueryExpression where(String attribute, ConditionOperator operator, @Nullable Object... values) {
        ConditionExpression condition = new ConditionExpression(attribute, operator, values);
        return criteria(
                criteria.filterOperator() == LogicalOperator.AND
                        ? criteria.condition(condition)
                        : FilterExpression.and(condition).filter(criteria));
    }

    /** One link more. */
    public QueryExpression link(LinkEntity link) {
        return with(columnSet, attributeExpressions, criteria, FilterExpression.plus(linkEntities, link), orders);
    }

    /** One aggregate or group more. */
    public QueryExpression expression(AttributeExpression expression) {
        return with(columnSet, FilterExpression.plus(attributeExpressions, expression), criteria, linkEntities, orders);
    }

    /** One order more. */
    public QueryExpression orderBy(String attribute, OrderType type) {
        return orderBy(new OrderExpression(attribute, type));
    }

    /** One order more. */
    public QueryExpression orderBy(OrderExpression order) {
        return with(columnSet, attributeExpressions, criteria, linkEntities, FilterExpression.plus(orders, order));
    }

    /** Another page. */
    public QueryExpression page(PagingInfo page) {
        return new QueryExpression(
                entityName, columnSet, attributeExpressions, criteria, linkEntities, orders, page, topCount, distinct);
    }

    /** Only the first rows. */
    public QueryExpression top(int count) {
        return new QueryExpression(
                entityName, columnSet, attributeExpressions, criteria, linkEntities, orders, pageInfo, count, distinct);
    }

    /** Equal rows once. */
    public QueryExpression asDistinct() {
        return new QueryExpression(
                entityName, columnSet, attributeExpressions, criteria, linkEntities, orders, pageInfo, topCount, true);
    }

    private QueryExpression with(
            ColumnSet newColumns,
            List<AttributeExpression> newExpressions,
            FilterExpression newCriteria,
            List<LinkEntity> newLinks,
            List<OrderExpression> newOrders) {
        return new QueryExpression(
                entityName, newColumns, newExpressions, newCriteria, newLinks, newOrders, pageInfo, topCount, distinct);
    }
}
