package io.nightshift.server.webapi.odata;

import io.nightshift.sdk.query.ConditionOperator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The query functions of the {@code Microsoft.Dynamics.CRM} namespace, each an operator of a condition. */
final class QueryFunctions {

    /** These are operators of OData itself. */
    private static final Set<ConditionOperator> PLAIN = EnumSet.of(
            ConditionOperator.EQUAL,
            ConditionOperator.NOT_EQUAL,
            ConditionOperator.GREATER_THAN,
            ConditionOperator.LESS_THAN,
            ConditionOperator.GREATER_EQUAL,
            ConditionOperator.LESS_EQUAL,
            ConditionOperator.NULL,
            ConditionOperator.NOT_NULL);

    private static final Map<String, ConditionOperator> BY_NAME = new HashMap<>();

    static {
        for (ConditionOperator operator : ConditionOperator.values()) {
            if (!PLAIN.contains(operator)) {
                BY_NAME.put(name(operator), operator);
            }
        }
    }

    private QueryFunctions() {}

    static Optional<ConditionOperator> operator(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** {@code LAST_X_DAYS} is {@code LastXDays}. */
    private static String name(ConditionOperator operator) {
        StringBuilder name = new StringBuilder();
        boolean capital = true;
        for (char letter : operator.name().toCharArray()) {
            if (letter == '_') {
                capital = true;
            } else {
                name.append(capital ? letter : Character.toLowerCase(letter));
                capital = false;
            }
        }
        return name.toString();
    }
}
