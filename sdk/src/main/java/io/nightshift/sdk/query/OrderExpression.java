package io.nightshift.sdk.query;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One key of the order of a result. Text is ordered without regard to case.
 *
 * @param attributeName the logical name of an attribute of the entity that the expression belongs to, or null
 * @param alias in a query with aggregates, the alias of an {@link AttributeExpression} to order by instead, or null;
 *     exactly one of the two is given
 * @param orderType the direction
 */
public record OrderExpression(
        @Nullable String attributeName, @Nullable String alias, OrderType orderType) {

    /** @throws IllegalArgumentException unless exactly one of {@code attributeName} and {@code alias} is given */
    public OrderExpression {
        Objects.requireNonNull(orderType);
        if ((attributeName == null) == (alias == null)) {
            throw new IllegalArgumentException("An order names an attribute or an alias: one of them, not both.");
        }
    }

    /** Orders by an attribute. */
    public OrderExpression(String attributeName, OrderType orderType) {
        this(attributeName, null, orderType);
    }

    /** Orders by an aggregate or a group of this alias. */
    public static OrderExpression byAlias(String alias, OrderType orderType) {
        return new OrderExpression(null, alias, orderType);
    }
}
