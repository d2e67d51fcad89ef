package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.query.Expression.Aggregate;
import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Expression.DatePart;
import io.nightshift.platform.query.Query.Order;
import io.nightshift.platform.query.Query.Output;
import io.nightshift.platform.query.Query.Page;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one query: its outputs, its order and its page; {@link LinkReader} reads the rest. */
final class ExpressionReader {

    /** Rows of a page, and first rows. */
    static final int MOST_ROWS = 5000;

    private final Places places;
    private final LinkReader links;
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final List<Order> orders = new ArrayList<>();
    private boolean aggregates;
    private boolean distinct;

    ExpressionReader(OrganizationMetadata metadata, QueryContext context, Places places) {
        this.places = places;
        this.links = new LinkReader(metadata, context, places);
    }

    Query read(QueryExpression query) {
        LinkReader.Read read = places.at(query, () -> links.read(query));
        distinct = query.distinct();
        aggregates = aggregates(query.attributeExpressions())
                || read.linked().stream()
                        .anyMatch(link -> aggregates(link.expression().attributeExpressions()));
        Page page = places.at(query.pageInfo(), () -> page(query));
        outputs(read.root(), "", query.columnSet(), query.attributeExpressions());
        for (LinkReader.Linked link : read.linked()) {
            Source source = link.source();
            outputs(
                    source,
                    source.alias() + ".",
                    link.expression().columns(),
                    link.expression().attributeExpressions());
        }
        if (!aggregates && (!distinct || outputs.isEmpty())) {
            read.root()
                    .key()
                    .forEach(
                            key -> add(new Output(key.logicalName(), read.root().column(key))));
        }
        query.orders().forEach(order -> order(read.root(), order));
        for (LinkReader.Linked link : read.linked()) {
            link.expression().orders().forEach(order -> order(link.source(), order));
        }
        return new Query(
                read.root(),
                read.joins(),
                List.copyOf(outputs.values()),
                read.filter(),
                List.copyOf(orders),
                aggregates || distinct,
                page);
    }

    private static boolean aggregates(List<AttributeExpression> expressions) {
        return expressions.stream()
                .anyMatch(expression -> expression.groupBy() || expression.aggregateType() != AggregateType.NONE);
    }

    private static Page page(QueryExpression query) {
        PagingInfo paging = query.pageInfo();
        Integer top = query.topCount();
        String cookie = paging.pagingCookie() == null ? "" : paging.pagingCookie();
        if (paging.pageNumber() < 1 || paging.count() < 0 || paging.count() > MOST_ROWS) {
            throw FaultCode.QUERY_VALUE_GREATER_THAN_ZERO.fault("A page has a number from 1 and 1 to " + MOST_ROWS
                    + " rows; asked for was page " + paging.pageNumber() + " of " + paging.count() + " rows.");
        }
        if (top == null) {
            int size = paging.count() == 0 ? MOST_ROWS : paging.count();
            return new Page(paging.pageNumber(), size, cookie, paging.returnTotalRecordCount(), false);
        }
        if (top < 1 || top > MOST_ROWS) {
            throw FaultCode.QUERY_TOP_COUNT.fault(
                    "A query can ask for the first 1 to " + MOST_ROWS + " rows, not " + top + ".");
        }
        if (paging.pageNumber() > 1 || paging.count() > 0 || !cookie.isEmpty()) {
            throw FaultCode.QUERY_TOP_COUNT.fault("A query asks for the first rows or for a page, not for both.");
        }
        return new Page(1, top, "", paging.returnTotalRecordCount(), true);
    }

    private void outputs(Source source, String prefix, ColumnSet columns, List<AttributeExpression> expressions) {
        if (aggregates && (columns.allColumns() || !columns.columns().isEmpty())) {
            throw FaultCode.QUERY_ATTRIBUTE_WITH_AGGREGATE.fault(
                    "A query that aggregates has no plain columns: each of " + Shown.of(source.alias())
                            + "'s is an aggregate or groups, and has an alias.");
        }
        if (columns.allColumns()) {
            source.attributes().forEach((name, attribute) -> add(new Output(prefix + name, source.column(attribute))));
        }
        for (String name : columns.columns()) {
            add(new Output(
                    prefix + name, places.at(name, () -> source.column(ConditionReader.attribute(source, name)))));
        }
        for (AttributeExpression expression : expressions) {
            Output output = places.at(expression, () -> output(source, expression));
            if (outputs.putIfAbsent(output.name(), output) != null) {
                throw FaultCode.QUERY_INVALID_ALIAS.fault(
                        "The alias '" + Shown.of(output.name()) + "' is given twice.");
            }
        }
    }

    private void add(Output output) {
        outputs.putIfAbsent(output.name(), output);
    }

    private Output output(Source source, AttributeExpression expression) {
        LinkReader.checkAlias(expression.alias());
        Column column = source.column(ConditionReader.attribute(source, expression.attributeName()));
        ValueKind kind = column.kind();
        AggregateType type = expression.aggregateType();
        boolean fits = switch (type) {
            case NONE, COUNT -> true;
            case COUNT_COLUMN -> kind != ValueKind.OPTIONS;
            case SUM, AVG -> kind.isNumber();
            case MIN, MAX -> kind.isNumber() || kind.isDate();
        };
        boolean dated =
                expression.dateTimeGrouping() == DateTimeGrouping.NONE || (expression.groupBy() && kind.isDate());
        if (aggregates && type == AggregateType.NONE && !expression.groupBy()) {
            throw FaultCode.QUERY_ATTRIBUTE_WITH_AGGREGATE.fault("The attribute " + expression.attributeName()
                    + " is neither computed nor groups, in a query that aggregates.");
        }
        if (!fits || !dated || (expression.distinct() && type != AggregateType.COUNT_COLUMN)) {
            throw FaultCode.QUERY_INVALID_AGGREGATE.fault("The attribute " + expression.attributeName() + " of "
                    + source.entity()
                    + " cannot be computed or grouped so: sum and avg take numbers, min and max numbers"
                    + " and dates, only dates group by a part of a date, and only countcolumn is distinct.");
        }
        if (type != AggregateType.NONE) {
            return new Output(expression.alias(), new Aggregate(type, column, expression.distinct()));
        }
        return new Output(
                expression.alias(),
                expression.dateTimeGrouping() == DateTimeGrouping.NONE
                        ? column
                        : new DatePart(column, expression.dateTimeGrouping()));
    }

    private void order(Source source, OrderExpression order) {
        Expression expression = places.at(order, () -> ordered(source, order));
        orders.add(new Order(expression, order.orderType() == OrderType.DESCENDING));
    }

    private Expression ordered(Source source, OrderExpression order) {
        String alias = order.alias();
        String name = order.attributeName();
        if (alias != null || name == null) {
            Output output = aggregates ? outputs.get(alias) : null;
            if (output == null) {
                throw FaultCode.QUERY_ALIAS_DOES_NOT_EXIST.fault("The order names the alias '"
                        + Shown.of(String.valueOf(alias)) + "', which no aggregate or group has.");
            }
            return orderable(output.expression());
        }
        AttributeMetadata attribute = ConditionReader.attribute(source, name);
        Column column = source.column(attribute);
        if ((aggregates || distinct)
                && outputs.values().stream()
                        .noneMatch(output -> output.expression().equals(column))) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "A query that is distinct or aggregates is ordered by what it answers;" + " " + column
                            + " is not among it.");
        }
        return orderable(column);
    }

    private static Expression orderable(Expression expression) {
        if (expression instanceof Column column && column.kind() == ValueKind.OPTIONS) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The choices of " + column + " have no order; order by another attribute.");
        }
        return expression;
    }
}
