package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Queries over the {@link World} that are right: each has an answer. */
final class RandomQueries {

    private static final List<AttributeMetadata> ALPHA =
            List.copyOf(World.METADATA.entity("alpha").all());

    /** A way from one entity to another. */
    private record Way(String from, String to, String fromAttribute, String toAttribute) {}

    private static final List<Way> WAYS = List.of(
            new Way("alpha", "alpha", "parentid", "alphaid"),
            new Way("alpha", "alpha", "alphaid", "parentid"),
            new Way("alpha", "beta", "betaid", "betaid"),
            new Way("alpha", "beta", "alphaid", "alphaid"),
            new Way("alpha", "beta", "name", "name"),
            new Way("alpha", "beta", "whole", "whole"),
            new Way("alpha", "beta", "partyid", "betaid"),
            new Way("alpha", "alphabeta", "alphaid", "alphaid"),
            new Way("beta", "alpha", "alphaid", "alphaid"),
            new Way("beta", "alpha", "betaid", "betaid"),
            new Way("beta", "alphabeta", "betaid", "betaid"),
            new Way("alphabeta", "beta", "betaid", "betaid"),
            new Way("alphabeta", "alpha", "alphaid", "alphaid"));

    private final SplittableRandom random;
    private final RandomValues values;
    private int aliases;
    private int linked;
    private boolean ordered;

    RandomQueries(SplittableRandom random, RandomValues values) {
        this.random = random;
        this.values = values;
    }

    QueryExpression next() {
        aliases = 0;
        linked = 0;
        boolean aggregates = random.nextInt(6) == 0;
        boolean distinct = !aggregates && random.nextInt(8) == 0;
        ordered = !distinct;
        List<LinkEntity> links = links("alpha", 0, aggregates);
        List<String> columns = aggregates ? List.of() : columns(ALPHA);
        List<AttributeExpression> expressions = aggregates ? expressions() : List.of();
        Integer top = random.nextInt(10) == 0 ? 1 + random.nextInt(5) : null;
        return new QueryExpression(
                "alpha",
                new ColumnSet(false, columns),
                expressions,
                criteria("alpha", links, 0),
                links,
                orders(ALPHA, columns, expressions, distinct),
                top == null
                        ? new PagingInfo(
                                1 + (random.nextInt(8) == 0 ? 1 : 0), 1 + random.nextInt(5), random.nextBoolean(), null)
                        : PagingInfo.FIRST,
                top,
                distinct);
    }

    private List<String> columns(List<AttributeMetadata> attributes) {
        return attributes.stream()
                .filter(attribute -> random.nextInt(5) == 0)
                .map(AttributeMetadata::logicalName)
                .toList();
    }

    private List<AttributeExpression> expressions() {
        List<AttributeExpression> expressions = new ArrayList<>();
        for (int i = 0; i < 1 + random.nextInt(4) || expressions.isEmpty(); i++) {
            AttributeMetadata attribute = values.pick(ALPHA);
            ValueKind kind = ValueKind.of(attribute.type());
            String name = attribute.logicalName();
            String alias = "x" + i;
            switch (random.nextInt(4)) {
                case 0 ->
                    expressions.add(
                            kind.isDate() && random.nextBoolean()
                                    ? AttributeExpression.group(
                                            name, alias, DateTimeGrouping.values()[1 + random.nextInt(5)])
                                    : AttributeExpression.group(name, alias));
                case 1 -> expressions.add(AttributeExpression.aggregate(name, alias, AggregateType.COUNT));
                case 2 -> {
                    if (kind != ValueKind.OPTIONS) {
                        expressions.add(new AttributeExpression(
                                name,
                                alias,
                                AggregateType.COUNT_COLUMN,
                                false,
                                DateTimeGrouping.NONE,
                                random.nextBoolean()));
                    }
                }
                default -> {
                    if (kind.isNumber()) {
                        expressions.add(AttributeExpression.aggregate(
                                name, alias, AggregateType.values()[3 + random.nextInt(4)]));
                    } else if (kind.isDate()) {
                        expressions.add(AttributeExpression.aggregate(
                                name, alias, random.nextBoolean() ? AggregateType.MIN : AggregateType.MAX));
                    }
                }
            }
        }
        return expressions;
    }

    private List<OrderExpression> orders(
            List<AttributeMetadata> attributes,
            List<String> columns,
            List<AttributeExpression> expressions,
            boolean distinct) {
        List<OrderExpression> orders = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            OrderType type = random.nextBoolean() ? OrderType.ASCENDING : OrderType.DESCENDING;
            if (!expressions.isEmpty()) {
                AttributeExpression expression = values.pick(expressions);
                if (!expression.attributeName().equals("picks")) {
                    orders.add(OrderExpression.byAlias(expression.alias(), type));
                }
                continue;
            }
            String name = distinct && !columns.isEmpty()
                    ? values.pick(columns)
                    : values.pick(attributes).logicalName();
            if (!name.equals("picks") && (!distinct || columns.contains(name))) {
                orders.add(new OrderExpression(name, type));
            }
        }
        return orders;
    }

    private List<LinkEntity> links(String from, int depth, boolean bare) {
        List<LinkEntity> links = new ArrayList<>();
        while (depth < 3 && random.nextInt(3 + depth) == 0 && linked < LinkReader.MOST_LINKS) {
            links.add(link(from, depth, JoinOperator.values()[random.nextInt(4)], bare));
        }
        return links;
    }

    private LinkEntity link(String from, int depth, JoinOperator operator, boolean bare) {
        linked++;
        Way way =
                values.pick(WAYS.stream().filter(one -> one.from().equals(from)).toList());
        List<AttributeMetadata> attributes = attributes(way.to());
        boolean joins = operator.joins();
        List<String> columns = joins && !bare ? columns(attributes) : List.of();
        List<OrderExpression> orders = joins && !bare && ordered && depth == 0 && random.nextInt(3) == 0
                ? List.of(new OrderExpression(orderable(attributes), OrderType.values()[random.nextInt(2)]))
                : List.of();
        List<LinkEntity> inner = depth < 3 ? links(way.to(), depth + 1, true) : List.of();
        return new LinkEntity(
                way.to(),
                way.fromAttribute(),
                way.toAttribute(),
                operator,
                "l" + aliases++,
                new ColumnSet(false, columns),
                List.of(),
                random.nextBoolean() ? filter(way.to(), 1) : FilterExpression.NONE,
                inner,
                List.copyOf(orders));
    }

    private String orderable(List<AttributeMetadata> attributes) {
        return values.pick(attributes.stream()
                .map(AttributeMetadata::logicalName)
                .filter(name -> !name.equals("picks"))
                .toList());
    }

    private static List<AttributeMetadata> attributes(String entity) {
        return World.METADATA.find(entity).isPresent()
                ? List.copyOf(World.METADATA.entity(entity).all())
                : Source.of("pairs", World.METADATA.manyToMany("alpha_beta").orElseThrow())
                        .key();
    }

    /** The criteria of the root may also name what is joined; a distinct query keeps its orders to its own columns. */
    private FilterExpression criteria(String entity, List<LinkEntity> links, int depth) {
        FilterExpression filter = filter(entity, depth);
        for (LinkEntity link : links) {
            if (link.joinOperator().joins() && random.nextInt(4) == 0) {
                filter = filter.condition(condition(link.linkToEntityName()).of(link.entityAlias()));
            }
        }
        return filter;
    }

    private FilterExpression filter(String entity, int depth) {
        List<ConditionExpression> conditions = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            conditions.add(condition(entity));
        }
        List<FilterExpression> filters = new ArrayList<>();
        while (depth < 3 && random.nextInt(3) == 0) {
            filters.add(filter(entity, depth + 1));
        }
        List<LinkEntity> links = new ArrayList<>();
        if (depth < 2 && random.nextInt(6) == 0 && linked < LinkReader.MOST_LINKS) {
            links.add(link(entity, 2, JoinOperator.values()[4 + random.nextInt(4)], true));
        }
        return new FilterExpression(
                random.nextInt(3) == 0 ? LogicalOperator.OR : LogicalOperator.AND, conditions, filters, links);
    }

    private ConditionExpression condition(String entity) {
        AttributeMetadata attribute = values.pick(attributes(entity));
        String name = attribute.logicalName();
        if (entity.equals("alpha") && random.nextInt(10) == 0) {
            boolean text = random.nextBoolean();
            return ConditionExpression.columns(
                    text ? "name" : "parentid",
                    values.pick(List.of(
                            ConditionOperator.EQUAL, ConditionOperator.NOT_EQUAL, ConditionOperator.GREATER_EQUAL)),
                    text ? "code" : "partyid");
        }
        ConditionOperator operator = values.pick(Operators.of(ValueKind.of(attribute.type())));
        List<Object> given = new ArrayList<>();
        switch (operator.arity()) {
            case NONE -> {}
            case ONE -> given.add(one(attribute, operator));
            case TWO -> {
                given.add(one(attribute, operator));
                given.add(one(attribute, operator));
            }
            case MANY -> random.ints(1 + random.nextInt(4)).forEach(_ -> given.add(one(attribute, operator)));
        }
        return new ConditionExpression(null, name, operator, new ArrayList<>(given), false);
    }

    private Object one(AttributeMetadata attribute, ConditionOperator operator) {
        return switch (operator) {
            case LIKE, NOT_LIKE ->
                (random.nextBoolean() ? "%" : "") + values.text().replace("[", "") + (random.nextBoolean() ? "%" : "_");
            case CONTAIN_VALUES, DOES_NOT_CONTAIN_VALUES -> 1 + random.nextInt(3);
            case ON, NOT_ON, ON_OR_AFTER, ON_OR_BEFORE ->
                values.value(World.METADATA.entity("alpha").attribute("day"));
            default -> Operators.counts(operator) ? (Object) (1 + random.nextInt(10)) : values.value(attribute);
        };
    }
}
