package io.nightshift.sdk.query;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link from the rows of one entity to those of another. Immutable: methods that add give a new link.
 *
 * @param linkToEntityName the entity linked to
 * @param linkFromAttributeName the attribute of the entity that the link starts from
 * @param linkToAttributeName the attribute of the other that must be equal to it
 * @param joinOperator how rows are joined
 * @param entityAlias a name for the linked entity that is unique in the query; null for one made up
 * @param columns the attributes of the linked entity that are wanted
 * @param attributeExpressions aggregates and groups over its attributes
 * @param linkCriteria what must hold for a linked row
 * @param linkEntities links that start from the linked entity
 * @param orders order of the result by its attributes, after the orders of the entity it starts from
 */
public record LinkEntity(
        String linkToEntityName,
        String linkFromAttributeName,
        String linkToAttributeName,
        JoinOperator joinOperator,
        @Nullable String entityAlias,
        ColumnSet columns,
        List<AttributeExpression> attributeExpressions,
        FilterExpression linkCriteria,
        List<LinkEntity> linkEntities,
        List<OrderExpression> orders) {

    /** Keeps copies of the lists. */
    public LinkEntity {
        Objects.requireNonNull(linkToEntityName);
        Objects.requireNonNull(linkFromAttributeName);
        Objects.requireNonNull(linkToAttributeName);
        Objects.requireNonNull(joinOperator);
        Objects.requireNonNull(columns);
        Objects.requireNonNull(linkCriteria);
        attributeExpressions = List.copyOf(attributeExpressions);
        linkEntities = List.copyOf(linkEntities);
        orders = List.copyOf(orders);
    }

    /** A link without columns and criteria. */
    public LinkEntity(
            String linkToEntityName,
            String linkFromAttributeName,
            String linkToAttributeName,
            JoinOperator joinOperator,
            @Nullable String entityAlias) {
        this(
                linkToEntityName,
                linkFromAttributeName,
                linkToAttributeName,
                joinOperator,
                entityAlias,
                ColumnSet.of(),
                List.of(),
                FilterExpression.NONE,
                List.of(),
                List.of());
    }

    /** The same link with these columns. */
    public LinkEntity columns(String... names) {
        return with(ColumnSet.of(names), linkCriteria, linkEntities, orders);
    }

    /** The same link with these criteria. */
    public LinkEntity criteria(FilterExpression criteria) {
        return with(columns, criteria, linkEntities, orders);
    }

    /** One link more that starts from the linked entity. */
    public LinkEntity link(LinkEntity link) {
        return with(columns, linkCriteria, FilterExpression.plus(linkEntities, link), orders);
    }

    /** One order more. */
    public LinkEntity orderBy(String attribute, OrderType type) {
        return with(
                columns,
                linkCriteria,
                linkEntities,
                FilterExpression.plus(orders, new OrderExpression(attribute, type)));
    }

    /** One aggregate or group more. */
    public LinkEntity expression(AttributeExpression expression) {
        return new LinkEntity(
                linkToEntityName,
                linkFromAttributeName,
                linkToAttributeName,
                joinOperator,
                entityAlias,
                columns,
                FilterExpression.plus(attributeExpressions, expression),
                linkCriteria,
                linkEntities,
                orders);
    }

    private LinkEntity with(
            ColumnSet newColumns,
            FilterExpression newCriteria,
            List<LinkEntity> newLinks,
            List<OrderExpression> newOrders) {
        return new LinkEntity(
                linkToEntityName,
                linkFromAttributeName,
                linkToAttributeName,
                joinOperator,
                entityAlias,
                newColumns,
                attributeExpressions,
                newCriteria,
                newLinks,
                newOrders);
    }
}
