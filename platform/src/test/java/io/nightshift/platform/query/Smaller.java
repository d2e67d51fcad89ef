package io.nightshift.platform.query;

import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Queries with one thing less. */
final class Smaller {

    private Smaller() {}

    static List<QueryExpression> of(QueryExpression query) {
        List<QueryExpression> smaller = new ArrayList<>();
        for (FilterExpression filter : filters(query.criteria())) {
            smaller.add(query.criteria(filter));
        }
        links(query.linkEntities()).forEach(links -> smaller.add(with(query, links, query.orders(), columns(query))));
        without(query.orders())
                .forEach(orders -> smaller.add(with(query, query.linkEntities(), orders, columns(query))));
        without(columns(query))
                .forEach(columns -> smaller.add(with(query, query.linkEntities(), query.orders(), columns)));
        if (query.topCount() == null && query.pageInfo().count() != 5000) {
            smaller.add(query.page(new PagingInfo(1, 5000)));
        }
        return smaller;
    }

    private static List<String> columns(QueryExpression query) {
        return query.columnSet().columns();
    }

    private static QueryExpression with(
            QueryExpression query, List<LinkEntity> links, List<OrderExpression> orders, List<String> columns) {
        return new QueryExpression(
                query.entityName(),
                new ColumnSet(false, columns),
                query.attributeExpressions(),
                query.criteria(),
                links,
                orders,
                query.pageInfo(),
                query.topCount(),
                query.distinct());
    }

    private static List<List<LinkEntity>> links(List<LinkEntity> links) {
        List<List<LinkEntity>> smaller = new ArrayList<>(without(links));
        smaller.addAll(replaced(links, Smaller::link));
        return smaller;
    }

    private static List<LinkEntity> link(LinkEntity link) {
        List<LinkEntity> smaller = new ArrayList<>();
        filters(link.linkCriteria()).forEach(filter -> smaller.add(link.criteria(filter)));
        links(link.linkEntities())
                .forEach(inner -> smaller.add(new LinkEntity(
                        link.linkToEntityName(),
                        link.linkFromAttributeName(),
                        link.linkToAttributeName(),
                        link.joinOperator(),
                        link.entityAlias(),
                        link.columns(),
                        link.attributeExpressions(),
                        link.linkCriteria(),
                        inner,
                        link.orders())));
        return smaller;
    }

    private static List<FilterExpression> filters(FilterExpression filter) {
        List<FilterExpression> smaller = new ArrayList<>();
        without(filter.conditions())
                .forEach(rest -> smaller.add(
                        new FilterExpression(filter.filterOperator(), rest, filter.filters(), filter.links())));
        List<List<FilterExpression>> inner = new ArrayList<>(without(filter.filters()));
        inner.addAll(replaced(filter.filters(), Smaller::filters));
        inner.forEach(rest ->
                smaller.add(new FilterExpression(filter.filterOperator(), filter.conditions(), rest, filter.links())));
        List<List<LinkEntity>> links = links(filter.links());
        links.forEach(rest -> smaller.add(
                new FilterExpression(filter.filterOperator(), filter.conditions(), filter.filters(), rest)));
        return smaller;
    }

    private static <T> List<List<T>> without(List<T> list) {
        List<List<T>> smaller = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<T> rest = new ArrayList<>(list);
            rest.remove(i);
            smaller.add(rest);
        }
        return smaller;
    }

    private static <T> List<List<T>> replaced(List<T> list, Function<T, List<T>> smallerOf) {
        List<List<T>> smaller = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            for (T less : smallerOf.apply(list.get(i))) {
                List<T> changed = new ArrayList<>(list);
                changed.set(i, less);
                smaller.add(changed);
            }
        }
        return smaller;
    }
}
