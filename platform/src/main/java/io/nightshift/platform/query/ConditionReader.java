package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Filter.Among;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Chosen;
import io.nightshift.platform.query.Filter.Compared;
import io.nightshift.platform.query.Filter.ComparedColumns;
import io.nightshift.platform.query.Filter.Comparison;
import io.nightshift.platform.query.Filter.Like;
import io.nightshift.platform.query.Filter.Not;
import io.nightshift.platform.query.Filter.Null;
import io.nightshift.platform.query.Filter.Or;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One condition as a filter. The operators that say "not" are also met by rows without a value, as Dynamics has it; the
 * tree itself has SQL's logic, so that is said here and nowhere else.
 */
final class ConditionReader {

    /** Values of one condition; more than any screen or program asks for, and fewer than hurt. */
    static final int MOST_VALUES = 20_000;

    private static final Filter NOTHING = new Or(List.of());

    private final QueryContext context;
    private final Values values;
    private final DateFilters dates;

    ConditionReader(QueryContext context) {
        this.context = context;
        this.values = new Values(context.zone());
        this.dates = new DateFilters(context, values);
    }

    Filter read(Source source, ConditionExpression condition) {
        AttributeMetadata attribute = attribute(source, condition.attributeName());
        Column column = source.column(attribute);
        if (condition.compareColumns()) {
            return columns(source, column, condition);
        }
        List<@Nullable Object> given = flat(condition.values());
        ConditionOperator operator = condition.operator();
        if (!operator.arity().accepts(given.size()) || given.size() > MOST_VALUES) {
            throw bad(column, "takes " + arity(operator) + ", not " + given.size(), operator);
        }
        return switch (operator) {
            case NULL -> new Null(column);
            case NOT_NULL -> new Not(new Null(column));
            case EQUAL,
                    NOT_EQUAL,
                    GREATER_THAN,
                    LESS_THAN,
                    GREATER_EQUAL,
                    LESS_EQUAL,
                    IN,
                    NOT_IN,
                    BETWEEN,
                    NOT_BETWEEN -> compared(column, operator, given);
            case LIKE,
                    NOT_LIKE,
                    CONTAINS,
                    DOES_NOT_CONTAIN,
                    BEGINS_WITH,
                    DOES_NOT_BEGIN_WITH,
                    ENDS_WITH,
                    DOES_NOT_END_WITH -> like(column, operator, given.getFirst());
            case CONTAIN_VALUES, DOES_NOT_CONTAIN_VALUES -> chosen(column, operator, given);
            case EQUAL_USER_ID,
                    NOT_EQUAL_USER_ID,
                    EQUAL_BUSINESS_ID,
                    NOT_EQUAL_BUSINESS_ID,
                    EQUAL_USER_TEAMS,
                    EQUAL_USER_OR_USER_TEAMS -> caller(column, operator);
            case EQUAL_USER_LANGUAGE -> {
                require(column, operator, column.kind() == ValueKind.WHOLE);
                yield new Compared(column, Comparison.EQ, (long) context.languageCode());
            }
            default -> {
                require(column, operator, column.kind().isDate());
                Filter filter = dates.filter(column, operator, given.isEmpty() ? null : given.getFirst());
                yield operator == ConditionOperator.NOT_ON ? not(column, filter) : filter;
            }
        };
    }

    /**
     * The attribute of a source.
     *
     * @throws OrganizationServiceFault 0x80041103 when it has none of that name
     */
    static AttributeMetadata attribute(Source source, String name) {
        AttributeMetadata attribute = source.attributes().get(name);
        if (attribute == null) {
            throw FaultCode.ATTRIBUTE_NOT_FOUND.fault("The entity " + source.entity() + " has no attribute '"
                    + Shown.of(name) + "'; names are logical names, in lower case.");
        }
        return attribute;
    }

    private static List<@Nullable Object> flat(List<@Nullable Object> values) {
        List<@Nullable Object> flat = new ArrayList<>();
        for (Object value : values) {
            if (value instanceof Collection<?> several) {
                flat.addAll(several);
            } else if (value instanceof Object[] several) {
                flat.addAll(List.of(several));
            } else {
                flat.add(value);
            }
        }
        return flat;
    }

    private Filter compared(Column column, ConditionOperator operator, List<@Nullable Object> given) {
        require(column, operator, column.kind() != ValueKind.OPTIONS);
        List<Object> read = given.stream()
                .map(value -> values.read(column.attribute(), value))
                .toList();
        Object first = read.getFirst();
        return switch (operator) {
            case EQUAL -> new Compared(column, Comparison.EQ, first);
            case NOT_EQUAL -> not(column, new Compared(column, Comparison.EQ, first));
            case GREATER_THAN -> new Compared(column, Comparison.GT, first);
            case LESS_THAN -> new Compared(column, Comparison.LT, first);
            case GREATER_EQUAL -> new Compared(column, Comparison.GE, first);
            case LESS_EQUAL -> new Compared(column, Comparison.LE, first);
            case IN -> new Among(column, read);
            case NOT_IN -> not(column, new Among(column, read));
            default -> {
                Filter between = new And(List.of(
                        new Compared(column, Comparison.GE, first),
                        new Compared(column, Comparison.LE, read.getLast())));
                yield operator == ConditionOperator.BETWEEN ? between : not(column, between);
            }
        };
    }

    private Filter columns(Source source, Column column, ConditionExpression condition) {
        ConditionOperator operator = condition.operator();
        if (condition.values().size() != 1 || !(condition.values().getFirst() instanceof String name)) {
            throw bad(column, "compares with the name of one other attribute here", operator);
        }
        Column other = source.column(attribute(source, name));
        if (column.kind() != other.kind() || column.kind() == ValueKind.OPTIONS) {
            throw bad(column, "cannot compare it with " + Shown.of(name) + ", which is of another type", operator);
        }
        return switch (operator) {
            case EQUAL -> new ComparedColumns(column, Comparison.EQ, other);
            case NOT_EQUAL ->
                new Or(List.of(
                        new Not(new ComparedColumns(column, Comparison.EQ, other)), new Null(column), new Null(other)));
            case GREATER_THAN -> new ComparedColumns(column, Comparison.GT, other);
            case LESS_THAN -> new ComparedColumns(column, Comparison.LT, other);
            case GREATER_EQUAL -> new ComparedColumns(column, Comparison.GE, other);
            case LESS_EQUAL -> new ComparedColumns(column, Comparison.LE, other);
            default -> throw bad(column, "cannot compare two attributes", operator);
        };
    }

    private Filter like(Column column, ConditionOperator operator, @Nullable Object value) {
        require(column, operator, column.kind() == ValueKind.TEXT);
        String text = values.text(column.attribute(), value);
        return switch (operator) {
            case LIKE -> new Like(column, LikePattern.of(text));
            case NOT_LIKE -> not(column, new Like(column, LikePattern.of(text)));
            case CONTAINS -> new Like(column, LikePattern.around(true, text, true));
            case DOES_NOT_CONTAIN -> not(column, new Like(column, LikePattern.around(true, text, true)));
            case BEGINS_WITH -> new Like(column, LikePattern.around(false, text, true));
            case DOES_NOT_BEGIN_WITH -> not(column, new Like(column, LikePattern.around(false, text, true)));
            case ENDS_WITH -> new Like(column, LikePattern.around(true, text, false));
            default -> not(column, new Like(column, LikePattern.around(true, text, false)));
        };
    }

    private Filter chosen(Column column, ConditionOperator operator, List<@Nullable Object> given) {
        require(column, operator, column.kind() == ValueKind.OPTIONS);
        Set<Integer> options = new LinkedHashSet<>();
        for (Object value : given) {
            long option = (Long) values.read(column.attribute(), value);
            if (option != (int) option) {
                throw bad(column, "takes numbers of options", operator);
            }
            options.add((int) option);
        }
        Filter chosen = new Chosen(column, options);
        return operator == ConditionOperator.CONTAIN_VALUES ? chosen : not(column, chosen);
    }

    private Filter caller(Column column, ConditionOperator operator) {
        require(column, operator, column.kind() == ValueKind.ID);
        QueryContext.Caller caller = context.caller();
        Filter user = new Compared(column, Comparison.EQ, caller.userId());
        return switch (operator) {
            case EQUAL_USER_ID -> user;
            case NOT_EQUAL_USER_ID -> not(column, user);
            case EQUAL_BUSINESS_ID -> ofBusiness(column, caller);
            case NOT_EQUAL_BUSINESS_ID -> not(column, ofBusiness(column, caller));
            case EQUAL_USER_TEAMS -> ofTeams(column, caller);
            default -> new Or(List.of(user, ofTeams(column, caller)));
        };
    }

    private static Filter ofBusiness(Column column, QueryContext.Caller caller) {
        UUID unit = caller.businessUnitId();
        return unit == null ? NOTHING : new Compared(column, Comparison.EQ, unit);
    }

    private static Filter ofTeams(Column column, QueryContext.Caller caller) {
        List<Object> teams =
                caller.teams().stream().sorted().map(id -> (Object) id).toList();
        return teams.isEmpty() ? NOTHING : new Among(column, teams);
    }

    private static Filter not(Column column, Filter filter) {
        return new Or(List.of(new Not(filter), new Null(column)));
    }

    private static void require(Column column, ConditionOperator operator, boolean fits) {
        if (!fits) {
            throw bad(column, "does not fit its type", operator);
        }
    }

    private static String arity(ConditionOperator operator) {
        return switch (operator.arity()) {
            case NONE -> "no value";
            case ONE -> "one value";
            case TWO -> "two values";
            case MANY -> "1 to " + MOST_VALUES + " values";
        };
    }

    private static OrganizationServiceFault bad(Column column, String what, ConditionOperator operator) {
        return FaultCode.QUERY_BAD_CONDITION.fault(
                "In the condition of " + column.attribute().logicalName() + " of " + column.entity() + " the operator "
                        + operator.fetchName() + " " + what + ".");
    }
}
