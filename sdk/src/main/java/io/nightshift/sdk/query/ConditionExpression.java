package io.nightshift.sdk.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What must hold for an attribute. Values may be of the attribute's class or text that can be read as such.
 *
 * @param entityName the alias of the linked entity whose attribute it is; null for the entity that the filter stands in
 * @param attributeName the logical name of the attribute
 * @param operator the comparison
 * @param values as many as the operator takes; collections among them count as their elements
 * @param compareColumns whether the one value is the logical name of another attribute of the same entity
 */
public record ConditionExpression(
        @Nullable String entityName,
        String attributeName,
        ConditionOperator operator,
        List<@Nullable Object> values,
        boolean compareColumns) {

    /** Keeps a copy of the values. */
    public ConditionExpression {
        Objects.requireNonNull(attributeName);
        Objects.requireNonNull(operator);
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }

    /** A condition of an attribute of the entity that the filter stands in. */
    public ConditionExpression(String attributeName, ConditionOperator operator, @Nullable Object... values) {
        this(null, attributeName, operator, Arrays.asList(values), false);
    }

    /** Compares two attributes of one entity. */
    public static ConditionExpression columns(String attributeName, ConditionOperator operator, String otherAttribute) {
        return new ConditionExpression(null, attributeName, operator, List.of(otherAttribute), true);
    }

    /** The same condition of an attribute of a linked entity. */
    public ConditionExpression of(String entityAlias) {
        return new ConditionExpression(entityAlias, attributeName, operator, values, compareColumns);
    }
}
