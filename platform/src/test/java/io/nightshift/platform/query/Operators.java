package io.nightshift.platform.query;

import io.nightshift.sdk.query.ConditionOperator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which operators an attribute takes, said once more, apart from the code that is tested. */
final class Operators {

    private static final Set<ConditionOperator> OF_CALLER = EnumSet.of(
            ConditionOperator.EQUAL_USER_ID,
            ConditionOperator.NOT_EQUAL_USER_ID,
            ConditionOperator.EQUAL_BUSINESS_ID,
            ConditionOperator.NOT_EQUAL_BUSINESS_ID,
            ConditionOperator.EQUAL_USER_TEAMS,
            ConditionOperator.EQUAL_USER_OR_USER_TEAMS);

    private Operators() {}

    /** Those that an attribute of the kind takes. */
    static List<ConditionOperator> of(ValueKind kind) {
        return EnumSet.allOf(ConditionOperator.class).stream()
                .filter(operator -> fits(kind, operator))
                .toList();
    }

    private static boolean fits(ValueKind kind, ConditionOperator operator) {
        return switch (operator) {
            case NULL, NOT_NULL -> true;
            case EQUAL,
                    NOT_EQUAL,
                    GREATER_THAN,
                    LESS_THAN,
                    GREATER_EQUAL,
                    LESS_EQUAL,
                    IN,
                    NOT_IN,
                    BETWEEN,
                    NOT_BETWEEN -> kind != ValueKind.OPTIONS;
            case LIKE,
                    NOT_LIKE,
                    CONTAINS,
                    DOES_NOT_CONTAIN,
                    BEGINS_WITH,
                    DOES_NOT_BEGIN_WITH,
                    ENDS_WITH,
                    DOES_NOT_END_WITH -> kind == ValueKind.TEXT;
            case CONTAIN_VALUES, DOES_NOT_CONTAIN_VALUES -> kind == ValueKind.OPTIONS;
            case EQUAL_USER_LANGUAGE -> kind == ValueKind.WHOLE;
            case LAST_X_HOURS, NEXT_X_HOURS, OLDER_THAN_X_HOURS, OLDER_THAN_X_MINUTES ->
                kind.isDate() && kind != ValueKind.DAY;
            default -> OF_CALLER.contains(operator) ? kind == ValueKind.ID : kind.isDate();
        };
    }

    /** Whether its value is a number of hours, days and so on. */
    static boolean counts(ConditionOperator operator) {
        return operator.name().contains("_X_");
    }
}
