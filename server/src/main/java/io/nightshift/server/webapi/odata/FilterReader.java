package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.server.webapi.odata.Expression.Comparison;
import io.nightshift.server.webapi.odata.Expression.Lambda;
import io.nightshift.server.webapi.odata.Expression.Literal;
import io.nightshift.server.webapi.odata.Expression.Operator;
import io.nightshift.server.webapi.odata.Expression.Path;
import io.nightshift.server.webapi.odata.Expression.QueryFunction;
import io.nightshift.server.webapi.odata.Expression.TextFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@code $filter} as criteria of the query tree, which has no "not": it is carried down to the conditions. There a row
 * without a value meets what is negated, as it meets every condition that says "not".
 */
final class FilterReader {

    private static final Set<String> ARGUMENTS = Set.of("PropertyName", "PropertyValue", "PropertyValues");

    private final Model model;
    private final EntityMetadata entity;
    private final @Nullable Links links;
    private final String variable;

    private FilterReader(Model model, EntityMetadata entity, @Nullable Links links, String variable) {
        this.model = model;
        this.entity = entity;
        this.links = links;
        this.variable = variable;
    }

    static FilterExpression read(Model model, EntityMetadata entity, Links links, Expression expression) {
        return new FilterReader(model, entity, links, "").read(expression, false);
    }

    private FilterExpression read(Expression expression, boolean negated) {
        return switch (expression) {
            case Expression.And and -> joined(and.parts(), negated ? LogicalOperator.OR : LogicalOperator.AND, negated);
            case Expression.Or or -> joined(or.parts(), negated ? LogicalOperator.AND : LogicalOperator.OR, negated);
            case Expression.Not not -> read(not.part(), !negated);
            case Comparison comparison -> comparison(comparison, negated);
            case Expression.In in ->
                condition(
                        in.path(),
                        negated,
                        path -> new ConditionExpression(
                                path.attribute().logicalName(),
                                ConditionOperator.IN,
                                in.values().toArray()));
            case TextFunction function -> text(function, negated);
            case Expression.Truth truth ->
                condition(truth.path(), negated, path -> {
                    if (!(path.attribute().type() instanceof BooleanType)) {
                        throw fault(
                                truth.path().position(),
                                "'" + Shown.of(truth.path().toString())
                                        + "' is not yes or no; compare it with a value");
                    }
                    return new ConditionExpression(path.attribute().logicalName(), ConditionOperator.EQUAL, true);
                });
            case QueryFunction function -> function(function, negated);
            case Lambda lambda -> lambda(lambda, negated);
        };
    }

    private FilterExpression joined(List<Expression> parts, LogicalOperator operator, boolean negated) {
        List<FilterExpression> filters =
                parts.stream().map(part -> read(part, negated)).toList();
        return new FilterExpression(operator, List.of(), filters, List.of());
    }

    private FilterExpression comparison(Comparison comparison, boolean negated) {
        if (!(comparison.left() instanceof Path path)) {
            throw fault(comparison.position(), "a comparison names a property on its left side");
        }
        Operator operator = comparison.operator();
        boolean contrary = negated != (operator == Operator.NE);
        Operator plain = operator == Operator.NE ? Operator.EQ : operator;
        if (comparison.right() instanceof Path other) {
            return condition(path, contrary, found -> columns(found, plain, other));
        }
        Object value = ((Literal) comparison.right()).value();
        if (value == null && plain != Operator.EQ) {
            throw fault(comparison.position(), "null is compared by eq and ne alone");
        }
        return condition(
                path,
                contrary,
                found -> value == null
                        ? new ConditionExpression(found.attribute().logicalName(), ConditionOperator.NULL)
                        : new ConditionExpression(found.attribute().logicalName(), operator(plain), value));
    }

    private ConditionExpression columns(PathReader.Found found, Operator operator, Path other) {
        PathReader.Found second = path(other);
        if (!second.steps().equals(found.steps())) {
            throw fault(other.position(), "two properties are compared when they are of one record");
        }
        return ConditionExpression.columns(
                found.attribute().logicalName(),
                operator(operator),
                second.attribute().logicalName());
    }

    private static ConditionOperator operator(Operator operator) {
        return switch (operator) {
            case EQ -> ConditionOperator.EQUAL;
            case NE -> ConditionOperator.NOT_EQUAL;
            case GT -> ConditionOperator.GREATER_THAN;
            case GE -> ConditionOperator.GREATER_EQUAL;
            case LT -> ConditionOperator.LESS_THAN;
            case LE -> ConditionOperator.LESS_EQUAL;
        };
    }

    private FilterExpression text(TextFunction function, boolean negated) {
        if (!(function.value() instanceof Literal literal) || !(literal.value() instanceof String value)) {
            throw fault(function.position(), function.name() + " looks for text in single quotes");
        }
        ConditionOperator operator = switch (function.name()) {
            case "contains" -> ConditionOperator.CONTAINS;
            case "startswith" -> ConditionOperator.BEGINS_WITH;
            default -> ConditionOperator.ENDS_WITH;
        };
        return condition(
                function.path(),
                negated,
                path -> new ConditionExpression(path.attribute().logicalName(), operator, value));
    }

    private FilterExpression function(QueryFunction function, boolean negated) {
        ConditionOperator operator = QueryFunctions.operator(function.name())
                .orElseThrow(() -> fault(
                        function.position(),
                        "there is no query function " + Shown.of(function.name()) + ", or it is not supported"));
        if (!ARGUMENTS.containsAll(function.arguments().keySet())
                || !(function.arguments().get("PropertyName") instanceof String name)) {
            throw fault(
                    function.position(),
                    "a query function takes PropertyName='...' and, where it needs them, PropertyValue or"
                            + " PropertyValues");
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (String argument : List.of("PropertyValue", "PropertyValues")) {
            switch (function.arguments().get(argument)) {
                case null -> {}
                case List<?> several -> values.addAll(several);
                case Object one -> values.add(one);
            }
        }
        Path path = new Path(List.of(name.split("/", -1)), function.position());
        return condition(
                path,
                negated,
                found -> new ConditionExpression(found.attribute().logicalName(), operator, values.toArray()));
    }

    /** A condition where its path leads: of the entity itself, of an outer link, or of records that are asked about. */
    private FilterExpression condition(
            Path path, boolean negated, Function<PathReader.Found, ConditionExpression> made) {
        PathReader.Found found = path(path);
        ConditionExpression condition = made.apply(found);
        if (found.steps().isEmpty()) {
            return plain(found, condition, negated);
        }
        if (links != null) {
            String alias = links.alias(found.steps());
            return of(alias, plain(found, condition, negated));
        }
        return Negation.asked(found.steps(), condition, negated);
    }

    private static FilterExpression of(String alias, FilterExpression filter) {
        return new FilterExpression(
                filter.filterOperator(),
                filter.conditions().stream().map(each -> each.of(alias)).toList(),
                filter.filters(),
                filter.links());
    }

    private FilterExpression plain(PathReader.Found found, ConditionExpression condition, boolean negated) {
        return negated ? new Negation(entity, found.steps()).of(condition) : FilterExpression.and(condition);
    }

    private FilterExpression lambda(Lambda lambda, boolean negated) {
        PathReader.Ways way = new PathReader(model, entity, variable).collection(lambda.path());
        if (!way.steps().isEmpty()) {
            throw fault(lambda.path().position(), "any and all begin with a collection of the record itself");
        }
        EntityMetadata target = model.entity(way.navigation().targets().getFirst());
        FilterExpression criteria = lambda.body() == null
                ? FilterExpression.NONE
                : new FilterReader(model, target, null, lambda.variable()).read(lambda.body(), lambda.all());
        // "All" holds when there is none of which the contrary holds.
        JoinOperator asks = lambda.all() != negated ? JoinOperator.NOT_ANY : JoinOperator.ANY;
        LinkEntity link = switch (way.navigation()) {
            case Navigation.OneToMany many ->
                new LinkEntity(
                                target.logicalName(),
                                entity.primaryIdAttribute(),
                                many.metadata().referencingAttribute(),
                                asks,
                                null)
                        .criteria(criteria);
            case Navigation.ManyToMany pair ->
                new LinkEntity(
                                pair.metadata().intersectEntityName(),
                                entity.primaryIdAttribute(),
                                pair.ownAttribute(),
                                asks,
                                null)
                        .link(new LinkEntity(
                                        target.logicalName(),
                                        pair.otherAttribute(),
                                        target.primaryIdAttribute(),
                                        JoinOperator.INNER,
                                        null)
                                .criteria(criteria));
            case Navigation.ManyToOne _ -> throw fault(lambda.path().position(), "any and all ask about collections");
        };
        return FilterExpression.and().link(link);
    }

    private PathReader.Found path(Path path) {
        return new PathReader(model, entity, variable).property(path);
    }

    private static OrganizationServiceFault fault(int position, String message) {
        return ODataCode.QUERY_SYNTAX.fault("$filter, position " + (position + 1) + ": " + message + ".");
    }
}
