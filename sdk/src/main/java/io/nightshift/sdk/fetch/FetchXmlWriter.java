package io.nightshift.sdk.fetch;

import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes queries as FetchXML. */
public final class FetchXmlWriter {

    private final StringBuilder text = new StringBuilder();

    private FetchXmlWriter() {}

    /**
     * The same query as FetchXML, with its columns, order and page.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault when it compares with null, or with text that XML cannot write
     */
    public static FetchExpression write(QueryBase query) {
        return switch (query) {
            case FetchExpression fetch -> fetch;
            case QueryExpression expression -> written(expression);
            case QueryByAttribute simple -> written(simple.expression());
        };
    }

    private static FetchExpression written(QueryExpression query) {
        FetchXmlWriter writer = new FetchXmlWriter();
        writer.fetch(query);
        return new FetchExpression(writer.text.toString());
    }

    private void fetch(QueryExpression query) {
        PagingInfo page = query.pageInfo();
        boolean aggregates = aggregates(query.attributeExpressions(), query.linkEntities());
        open(
                "fetch",
                "distinct",
                query.distinct() ? "true" : null,
                "aggregate",
                aggregates ? "true" : null,
                "top",
                query.topCount() == null ? null : query.topCount().toString(),
                "page",
                page.pageNumber() == 1 ? null : Integer.toString(page.pageNumber()),
                "count",
                page.count() == 0 ? null : Integer.toString(page.count()),
                "returntotalrecordcount",
                page.returnTotalRecordCount() ? "true" : null,
                "paging-cookie",
                page.pagingCookie());
        open("entity", "name", query.entityName());
        columns(query.columnSet(), query.attributeExpressions());
        query.orders().forEach(this::order);
        criteria(query.criteria());
        query.linkEntities().forEach(this::link);
        close("entity");
        close("fetch");
    }

    private static boolean aggregates(List<AttributeExpression> expressions, List<LinkEntity> links) {
        return expressions.stream().anyMatch(each -> each.groupBy() || each.aggregateType() != AggregateType.NONE)
                || links.stream().anyMatch(link -> aggregates(link.attributeExpressions(), link.linkEntities()));
    }

    private void columns(ColumnSet columns, List<AttributeExpression> expressions) {
        if (columns.allColumns()) {
            open("all-attributes");
            close("all-attributes");
        }
        for (String name : columns.columns()) {
            open("attribute", "name", name);
            close("attribute");
        }
        for (AttributeExpression expression : expressions) {
            open(
                    "attribute",
                    "name",
                    expression.attributeName(),
                    "alias",
                    expression.alias(),
                    "aggregate",
                    expression.aggregateType() == AggregateType.NONE
                            ? null
                            : word(expression.aggregateType()).replace("_", ""),
                    "groupby",
                    expression.groupBy() ? "true" : null,
                    "dategrouping",
                    expression.dateTimeGrouping() == DateTimeGrouping.NONE ? null : word(expression.dateTimeGrouping()),
                    "distinct",
                    expression.distinct() ? "true" : null);
            close("attribute");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private void order(OrderExpression order) {
        open(
                "order",
                "attribute",
                order.attributeName(),
                "alias",
                order.alias(),
                "descending",
                order.orderType() == OrderType.DESCENDING ? "true" : null);
        close("order");
    }

    private void link(LinkEntity link) {
        open(
                "link-entity",
                "name",
                link.linkToEntityName(),
                "from",
                link.linkToAttributeName(),
                "to",
                link.linkFromAttributeName(),
                "link-type",
                link.joinOperator().fetchName(),
                "alias",
                link.entityAlias());
        columns(link.columns(), link.attributeExpressions());
        link.orders().forEach(this::order);
        criteria(link.linkCriteria());
        link.linkEntities().forEach(this::link);
        close("link-entity");
    }

    private void criteria(FilterExpression filter) {
        if (!filter.equals(FilterExpression.NONE)) {
            filter(filter);
        }
    }

    private void filter(FilterExpression filter) {
        open("filter", "type", word(filter.filterOperator()));
        filter.conditions().forEach(this::condition);
        filter.filters().forEach(this::filter);
        filter.links().forEach(this::link);
        close("filter");
    }

    private void condition(ConditionExpression condition) {
        open(
                "condition",
                "entityname",
                condition.entityName(),
                "attribute",
                condition.attributeName(),
                "operator",
                condition.operator().fetchName(),
                "valueof",
                condition.compareColumns() ? value(condition, condition.values().getFirst()) : null);
        if (!condition.compareColumns()) {
            condition.values().forEach(value -> values(condition, value));
        }
        close("condition");
    }

    private void values(ConditionExpression condition, @Nullable Object value) {
        if (value instanceof Collection<?> several) {
            several.forEach(one -> values(condition, one));
        } else if (value instanceof Object[] several) {
            for (Object one : several) {
                values(condition, one);
            }
        } else {
            open("value");
            escaped(value(condition, value));
            close("value");
        }
    }

    private static String value(ConditionExpression condition, @Nullable Object value) {
        return switch (value) {
            case null ->
                throw FaultCode.QUERY_INVALID_VALUE.fault("The condition of " + condition.attributeName()
                        + " compares with null; use the operators null and not-null.");
            case Boolean yes -> yes ? "1" : "0";
            case OptionSetValue option -> Integer.toString(option.value());
            case EntityReference reference -> reference.id().toString();
            case Money money -> money.value().toPlainString();
            case BigDecimal number -> number.toString();
            default -> value.toString();
        };
    }

    private void open(String element, @Nullable String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                text.append(' ').append(attributes[i]).append("=\"");
                escaped(value);
                text.append('"');
            }
        }
        text.append('>');
    }

    private void close(String element) {
        text.append("</").append(element).append('>');
    }

    private void escaped(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '<' -> text.append("&lt;");
                case '>' -> text.append("&gt;");
                case '&' -> text.append("&amp;");
                case '"' -> text.append("&quot;");
                case '\t', '\n', '\r' -> text.append("&#").append((int) c).append(';');
                default -> {
                    if (c < ' ' || c == '\uFFFE' || c == '\uFFFF') {
                        throw FaultCode.INVALID_ARGUMENT.fault(
                                "A value of the query has a character that XML cannot write; take it out.");
                    }
                    text.append(c);
                }
            }
        }
    }
}
