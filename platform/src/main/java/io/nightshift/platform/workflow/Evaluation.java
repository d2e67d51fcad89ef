package io.nightshift.platform.workflow;

import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Durations;
import io.nightshift.platform.workflow.document.Expression;
import io.nightshift.platform.workflow.document.Expression.Path;
import io.nightshift.platform.workflow.document.Value;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FilterExpression;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of expressions within one transaction. Records are read once, as the workflow's user. An attribute of a record
 * is compared as a query compares it: text without regard to case, times in whole seconds. Not thread-safe.
 */
final class Evaluation {

    /** CannotLocateRecordForWorkflowActivity. */
    static final int RECORD_MISSING = 0x80045031;

    private final RequestContext context;
    private final Map<String, @Nullable Object> variables;
    private final Map<String, @Nullable Object> given;
    private final Map<EntityReference, Entity> records = new HashMap<>();

    /** @param given what is known beside the variables: record, user, operation, input */
    Evaluation(RequestContext context, Map<String, @Nullable Object> variables, Map<String, @Nullable Object> given) {
        this.context = context;
        this.variables = variables;
        this.given = given;
    }

    @Nullable
    Object value(Value value) {
        return switch (value) {
            case Value.Constant constant -> constant.value();
            case Value.Computed computed -> value(computed.expression());
            case Value.Text text -> {
                StringBuilder whole = new StringBuilder();
                for (Value part : text.parts()) {
                    whole.append(text(part));
                    ValueSize.check(whole.length());
                }
                yield whole.toString();
            }
            case Value.Several several -> {
                List<@Nullable Object> list = new ArrayList<>();
                several.values().forEach(each -> list.add(value(each)));
                yield list;
            }
            case Value.Named named -> values(named.values());
        };
    }

    Map<String, @Nullable Object> values(Map<String, Value> named) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        named.forEach((name, each) -> values.put(name, value(each)));
        return values;
    }

    /** A value as a person reads it: of an option its label, of a reference the name. */
    String text(Value value) {
        if (value instanceof Value.Computed(Path path) && !path.names().isEmpty()) {
            Object holder = holder(path);
            if (holder instanceof EntityReference reference) {
                Entity record = read(reference);
                String label = record.formattedValues().get(path.names().getLast());
                if (label != null) {
                    return label;
                }
            }
        }
        return text(value(value));
    }

    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case BigDecimal number -> ValueSize.isSmall(number) ? number.toPlainString() : number.toString();
            case Money money -> money.value().toPlainString();
            case OptionSetValue option -> Integer.toString(option.value());
            case EntityReference reference ->
                Objects.requireNonNullElse(reference.name(), reference.id().toString());
            default -> value.toString();
        };
    }

    @Nullable
    Object value(Expression expression) {
        return switch (expression) {
            case Expression.Literal literal -> literal.value();
            case Path path ->
                path.names().isEmpty()
                        ? root(path)
                        : below(holder(path), path.names().getLast());
            case Expression.FirstOf first -> {
                for (Expression candidate : first.candidates()) {
                    Object value = value(candidate);
                    if (value != null && !value.equals("")) {
                        yield value;
                    }
                }
                yield null;
            }
            case Expression.Sum sum -> sum(value(sum.left()), sum.minus(), value(sum.right()));
            case Expression.Comparison _, Expression.And _, Expression.Or _, Expression.Not _ -> holds(expression);
        };
    }

    boolean holds(Expression expression) {
        return switch (expression) {
            case Expression.And and -> and.parts().stream().allMatch(this::holds);
            case Expression.Or or -> or.parts().stream().anyMatch(this::holds);
            case Expression.Not not -> !holds(not.part());
            case Expression.Comparison comparison -> compare(comparison);
            default -> Boolean.TRUE.equals(value(expression));
        };
    }

    private boolean compare(Expression.Comparison comparison) {
        Expression left = comparison.left();
        Expression right = comparison.right();
        Expression.Operator operator = comparison.operator();
        if (!isAttribute(left) && isAttribute(right) && Comparing.isReversible(operator)) {
            return compare(new Expression.Comparison(right, Comparing.reversed(operator), left));
        }
        Object value = value(right);
        if (left instanceof Path path && isAttribute(left)) {
            EntityReference reference = (EntityReference) Objects.requireNonNull(holder(path));
            FilterExpression filter =
                    FilterExpression.and(Comparing.condition(path.names().getLast(), operator, value));
            return new Queries(context.organization(), Queries.TIMEOUT).holds(read(reference), filter, query());
        }
        return Comparing.holds(value(left), operator, value);
    }

    QueryContext query() {
        return QueryContext.of(context.now(), QueryContext.Caller.of(context.userId(), null, Set.of()));
    }

    private boolean isAttribute(Expression expression) {
        return expression instanceof Path path && !path.names().isEmpty() && holder(path) instanceof EntityReference;
    }

    private @Nullable Object holder(Path path) {
        Object at = root(path);
        for (String name : path.names().subList(0, path.names().size() - 1)) {
            at = below(at, name);
        }
        return at;
    }

    private @Nullable Object root(Path path) {
        String root = path.root();
        if (root.equals("now")) {
            return context.now();
        }
        return given.containsKey(root) ? given.get(root) : variables.get(root);
    }

    private @Nullable Object below(@Nullable Object holder, String name) {
        return switch (holder) {
            case null -> null;
            case EntityReference reference -> {
                context.entity(reference.logicalName()).attribute(name);
                yield read(reference).get(name);
            }
            case Map<?, ?> map -> map.get(name);
            default ->
                throw FaultCode.INVALID_ARGUMENT.fault("There is no '" + name + "' below a value that is no record.");
        };
    }

    Entity read(EntityReference reference) {
        Entity known = records.get(reference);
        if (known == null) {
            try {
                known = context.execute(new RetrieveRequest(reference, ColumnSet.all()))
                        .required("Entity", Entity.class);
            } catch (OrganizationServiceFault e) {
                throw e.is(FaultCode.OBJECT_DOES_NOT_EXIST) ? missing(reference, e) : e;
            }
            records.put(reference, known);
        }
        return known;
    }

    static OrganizationServiceFault missing(EntityReference reference, OrganizationServiceFault cause) {
        return new OrganizationServiceFault(
                RECORD_MISSING,
                "The record that the workflow works on cannot be found: " + reference.logicalName() + " with the id "
                        + reference.id() + ".",
                cause);
    }

    private static @Nullable Object sum(@Nullable Object left, boolean minus, @Nullable Object right) {
        if (left == null || right == null) {
            return left == null && !minus ? right : left;
        }
        if (left instanceof Instant time && right instanceof String text) {
            Duration duration = duration(text);
            return minus ? time.minus(duration) : time.plus(duration);
        }
        if (left instanceof LocalDate day && right instanceof String text) {
            long days = duration(text).toDays();
            return minus ? day.minusDays(days) : day.plusDays(days);
        }
        BigDecimal one = Comparing.number(left);
        BigDecimal other = Comparing.number(right);
        if (one != null && other != null) {
            ValueSize.checked(one);
            ValueSize.checked(other);
            return ValueSize.checked(minus ? one.subtract(other) : one.add(other));
        }
        if (minus) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "Only numbers are subtracted, and durations from times; found '" + text(left) + "'.");
        }
        String whole = text(left) + text(right);
        ValueSize.check(whole.length());
        return whole;
    }

    /** A duration of an expression; 0x80040203 when the text is none. */
    static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("" + e.getMessage());
        }
    }
}
