package io.nightshift.sdk.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Conditions, filters and questions about linked rows, joined by one operator. Immutable: methods that add give a new
 * filter.
 *
 * @param filterOperator how the parts are joined
 * @param conditions conditions of attributes
 * @param filters filters within this one
 * @param links links with {@link JoinOperator#ANY}, {@code NOT_ANY}, {@code ALL} or {@code NOT_ALL}
 */
public record FilterExpression(
        LogicalOperator filterOperator,
        List<ConditionExpression> conditions,
        List<FilterExpression> filters,
        List<LinkEntity> links) {

    /** Restricts nothing. */
    public static final FilterExpression NONE =
            new FilterExpression(LogicalOperator.AND, List.of(), List.of(), List.of());

    /** Keeps copies of the lists. */
    public FilterExpression {
        Objects.requireNonNull(filterOperator);
        conditions = List.copyOf(conditions);
        filters = List.copyOf(filters);
        links = List.copyOf(links);
    }

    /** All the conditions hold. */
    public static FilterExpression and(ConditionExpression... conditions) {
        return new FilterExpression(LogicalOperator.AND, List.of(conditions), List.of(), List.of());
    }

    /** At least one of the conditions holds. */
    public static FilterExpression or(ConditionExpression... conditions) {
        return new FilterExpression(LogicalOperator.OR, List.of(conditions), List.of(), List.of());
    }

    /** One condition more. */
    public FilterExpression condition(ConditionExpression condition) {
        return new FilterExpression(filterOperator, plus(conditions, condition), filters, links);
    }

    /** One filter more. */
    public FilterExpression filter(FilterExpression filter) {
        return new FilterExpression(filterOperator, conditions, plus(filters, filter), links);
    }

    /** One question about linked rows more. */
    public FilterExpression link(LinkEntity link) {
        return new FilterExpression(filterOperator, conditions, filters, plus(links, link));
    }

    static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
