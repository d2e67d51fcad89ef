package io.nightshift.platform.query;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
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
import java.util.Locale;
import java.util.Set;

/**
 * FetchXML as a query expression. What the two say differently is settled here; what a query may mean, by its reader.
 *
 * @param query the expression
 * @param places the lines of its parts
 */
record FetchXml(QueryExpression query, Places places) {

    private static final Set<String> FETCH = Set.of(
            "version",
            "mapping",
            "output-format",
            "distinct",
            "aggregate",
            "top",
            "count",
            "page",
            "paging-cookie",
            "returntotalrecordcount",
            "no-lock",
            "savedqueryid",
            "latematerialize",
            "options",
            "useraworderby");
    private static final Set<String> ENTITY = Set.of("name", "enableprefiltering", "prefilterparametername");
    private static final Set<String> LINK = Set.of(
            "name",
            "from",
            "to",
            "alias",
            "link-type",
            "visible",
            "intersect",
            "enableprefiltering",
            "prefilterparametername");
    private static final Set<String> PARTS =
            Set.of("all-attributes", "no-attrs", "attribute", "order", "filter", "link-entity");
    private static final Set<String> ATTRIBUTE = Set.of(
            "name", "alias", "aggregate", "groupby", "dategrouping", "distinct", "usertimezone", "build", "addedby");
    private static final Set<String> FILTER =
            Set.of("type", "isquickfindfields", "overridequickfindrecordlimitenabled", "bypassquickfind", "hint");
    private static final Set<String> CONDITION =
            Set.of("attribute", "operator", "value", "valueof", "entityname", "uiname", "uitype", "uihidden", "column");

    static FetchXml read(String text) {
        return new Reading().read(FetchElement.parse(text));
    }

    /** Reads one text. */
    private static final class Reading {
        private final Places places = new Places();
        private boolean aggregate;

        FetchXml read(FetchElement fetch) {
            if (!fetch.name().equals("fetch")) {
                throw fetch.fault(
                        FaultCode.QUERY_INVALID_NODE,
                        "a query begins with <fetch>, not with <" + Shown.of(fetch.name()) + ">");
            }
            fetch.check(FETCH, Set.of("entity"));
            if (fetch.children().size() != 1) {
                throw fetch.fault(FaultCode.QUERY_INVALID_NODE, "<fetch> has exactly one <entity>");
            }
            aggregate = fetch.flag("aggregate");
            FetchElement entity = fetch.children().getFirst();
            entity.check(ENTITY, PARTS);
            List<AttributeExpression> expressions = expressions(entity);
            QueryExpression query = new QueryExpression(
                    entity.required("name"),
                    columns(entity),
                    expressions,
                    criteria(entity),
                    links(entity),
                    orders(entity),
                    placed(fetch, paging(fetch)),
                    fetch.number("top"),
                    fetch.flag("distinct"));
            if (aggregate
                    && expressions.isEmpty()
                    && query.linkEntities().stream().allMatch(link -> empty(link))) {
                throw fetch.fault(
                        FaultCode.QUERY_INVALID_AGGREGATE,
                        "a query that aggregates has attributes with aggregate or groupby");
            }
            return new FetchXml(placed(entity, query), places);
        }

        private static boolean empty(LinkEntity link) {
            return link.attributeExpressions().isEmpty()
                    && link.linkEntities().stream().allMatch(Reading::empty);
        }

        private <T> T placed(FetchElement element, T part) {
            places.put(part, element.line());
            return part;
        }

        private static PagingInfo paging(FetchElement fetch) {
            Integer page = fetch.number("page");
            Integer count = fetch.number("count");
            if (count != null && count < 1) {
                throw fetch.fault(FaultCode.QUERY_VALUE_GREATER_THAN_ZERO, "count is at least 1, not " + count);
            }
            String cookie = fetch.get("paging-cookie");
            return new PagingInfo(
                    page == null ? 1 : page,
                    count == null ? 0 : count,
                    fetch.flag("returntotalrecordcount"),
                    cookie == null || cookie.isBlank() ? null : cookie);
        }

        private ColumnSet columns(FetchElement entity) {
            if (!entity.children("all-attributes").isEmpty()) {
                return placed(entity, ColumnSet.all());
            }
            List<String> names = new ArrayList<>();
            for (FetchElement attribute : entity.children("attribute")) {
                attribute.check(ATTRIBUTE, Set.of());
                if (!isExpression(attribute)) {
                    // An own string for each, which is what its line is found by.
                    names.add(placed(
                            attribute, new String(attribute.required("name").toCharArray())));
                }
            }
            return new ColumnSet(false, names);
        }

        private boolean isExpression(FetchElement attribute) {
            return aggregate || attribute.get("alias") != null;
        }

        private List<AttributeExpression> expressions(FetchElement entity) {
            return entity.children("attribute").stream()
                    .filter(this::isExpression)
                    .map(attribute -> placed(attribute, expression(attribute)))
                    .toList();
        }

        private AttributeExpression expression(FetchElement attribute) {
            String name = attribute.required("name");
            String alias = attribute.get("alias");
            boolean groups = attribute.flag("groupby");
            AggregateType type = FetchWords.aggregateType(attribute);
            if (!aggregate && (groups || type != AggregateType.NONE)) {
                throw attribute.fault(
                        FaultCode.QUERY_INVALID_AGGREGATE, "aggregate and groupby need aggregate=\"true\" of <fetch>");
            }
            if (alias == null) {
                throw attribute.fault(
                        FaultCode.QUERY_NO_ALIAS, "each attribute of a query that aggregates needs an alias");
            }
            if (groups && type != AggregateType.NONE) {
                throw attribute.fault(
                        FaultCode.QUERY_INVALID_AGGREGATE, "an attribute is computed or groups, not both");
            }
            return new AttributeExpression(
                    name, alias, type, groups, FetchWords.grouping(attribute), attribute.flag("distinct"));
        }

        private List<OrderExpression> orders(FetchElement entity) {
            List<OrderExpression> orders = new ArrayList<>();
            for (FetchElement order : entity.children("order")) {
                order.check(Set.of("attribute", "alias", "descending"), Set.of());
                OrderType type = order.flag("descending") ? OrderType.DESCENDING : OrderType.ASCENDING;
                String alias = order.get("alias");
                orders.add(placed(
                        order,
                        alias != null && order.get("attribute") == null
                                ? OrderExpression.byAlias(alias, type)
                                : new OrderExpression(order.required("attribute"), type)));
            }
            return orders;
        }

        private List<LinkEntity> links(FetchElement entity) {
            return entity.children("link-entity").stream().map(this::link).toList();
        }

        private LinkEntity link(FetchElement element) {
            element.check(LINK, PARTS);
            JoinOperator operator = FetchWords.linkType(element);
            return placed(
                    element,
                    new LinkEntity(
                            element.required("name"),
                            element.required("to"),
                            element.required("from"),
                            operator,
                            element.get("alias"),
                            columns(element),
                            expressions(element),
                            criteria(element),
                            links(element),
                            orders(element)));
        }

        /** Several filters of an element must all hold. */
        private FilterExpression criteria(FetchElement entity) {
            List<FilterExpression> filters =
                    entity.children("filter").stream().map(this::filter).toList();
            return filters.size() == 1
                    ? filters.getFirst()
                    : new FilterExpression(LogicalOperator.AND, List.of(), filters, List.of());
        }

        private FilterExpression filter(FetchElement element) {
            element.check(FILTER, Set.of("condition", "filter", "link-entity"));
            String type =
                    element.attributes().getOrDefault("type", "and").strip().toLowerCase(Locale.ROOT);
            if (!type.equals("and") && !type.equals("or")) {
                throw element.fault(
                        FaultCode.INVALID_ARGUMENT, "the type of a filter is and or or, not '" + Shown.of(type) + "'");
            }
            return new FilterExpression(
                    type.equals("or") ? LogicalOperator.OR : LogicalOperator.AND,
                    element.children("condition").stream().map(this::condition).toList(),
                    element.children("filter").stream().map(this::filter).toList(),
                    links(element));
        }

        private ConditionExpression condition(FetchElement element) {
            element.check(CONDITION, Set.of("value"));
            String word = element.required("operator");
            ConditionOperator operator = ConditionOperator.ofFetchName(word)
                    .orElseThrow(() -> element.fault(
                            FaultCode.QUERY_INVALID_CONDITION_OPERATOR,
                            "there is no condition operator '" + Shown.of(word) + "', or it is not supported"));
            String other = element.get("valueof");
            List<Object> values = new ArrayList<>();
            for (FetchElement value : element.children("value")) {
                value.check(Set.of("uiname", "uitype"), Set.of());
                values.add(value.text().toString());
            }
            String value = element.get("value");
            if (value != null && operator.arity() != ConditionOperator.Arity.NONE) {
                values.addFirst(value);
            }
            if (other != null) {
                values.clear();
                values.add(other);
            }
            return placed(
                    element,
                    new ConditionExpression(
                            element.get("entityname"), element.required("attribute"), operator, values, other != null));
        }
    }
}
