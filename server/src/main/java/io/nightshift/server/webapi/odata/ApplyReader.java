package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.Expression.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code $apply}: filters, then one groupby or aggregate. One object reads one text. */
final class ApplyReader {

    private final Model model;
    private final EntityMetadata entity;
    private final Map<String, String> parameters;
    private final Links links = new Links();
    private final List<FilterExpression> filters = new ArrayList<>();
    private final List<AttributeExpression> expressions = new ArrayList<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private @Nullable Tokens tokens;

    ApplyReader(Model model, EntityMetadata entity, Map<String, String> parameters) {
        this.model = model;
        this.entity = entity;
        this.parameters = parameters;
    }

    CollectionQuery read(Map<String, String> options) {
        if (!Set.of("$apply", "$orderby", "$top", "$skiptoken")
                .containsAll(options.keySet().stream()
                        .filter(name -> name.startsWith("$"))
                        .toList())) {
            throw ODataCode.QUERY_SYNTAX.fault(
                    "$apply stands with $orderby and $top alone; a filter is part of it: $apply=filter(...)/groupby(...).");
        }
        Tokens words = new Tokens("$apply", options.getOrDefault("$apply", ""));
        tokens = words;
        boolean more = true;
        while (more) {
            transformation(words);
            more = aliases.isEmpty() ? expectNext(words) : false;
        }
        words.expectEnd();
        String top = options.get("$top");
        if (top != null && !top.matches("[1-9]\\d{0,3}")) {
            throw ODataCode.QUERY_SYNTAX.fault("$top of $apply is a number from 1 to 5000.");
        }
        QueryExpression query = new QueryExpression(
                entity.logicalName(),
                ColumnSet.of(),
                expressions,
                new FilterExpression(LogicalOperator.AND, List.of(), filters, List.of()),
                links.links(),
                orders(options.get("$orderby")),
                PagingInfo.FIRST,
                top == null ? null : Integer.valueOf(top),
                false);
        return new CollectionQuery(entity, List.of(), false, List.of(), query, aliases, false, false);
    }

    private static boolean expectNext(Tokens words) {
        words.expect("/");
        return true;
    }

    private void transformation(Tokens words) {
        if (words.takeName("filter")) {
            words.expect("(");
            filters.add(FilterReader.read(model, entity, links, ExpressionParser.part(words, parameters)));
            words.expect(")");
        } else if (words.takeName("aggregate")) {
            aggregate(words);
        } else if (words.takeName("groupby")) {
            words.expect("(");
            words.expect("(");
            do {
                group(words);
            } while (words.take(","));
            words.expect(")");
            if (words.take(",")) {
                if (!words.takeName("aggregate")) {
                    throw words.fault("aggregate is expected");
                }
                aggregate(words);
            }
            words.expect(")");
        } else {
            throw words.fault("filter, groupby or aggregate is expected");
        }
    }

    private void group(Tokens words) {
        Path path = path(words);
        String alias = String.join("_", path.segments());
        add(path, alias, path.toString(), AggregateType.NONE, false);
    }

    private void aggregate(Tokens words) {
        words.expect("(");
        do {
            if (words.takeName("$count")) {
                word(words, "as");
                String alias = words.name("the result");
                add(new Path(List.of(entity.primaryIdAttribute()), 0), alias, alias, AggregateType.COUNT, false);
                continue;
            }
            Path path = path(words);
            word(words, "with");
            String method = words.name("an aggregate");
            word(words, "as");
            String alias = words.name("the result");
            add(path, alias, alias, type(path, method), method.equals("countdistinct"));
        } while (words.take(","));
        words.expect(")");
    }

    private static void word(Tokens words, String word) {
        if (!words.takeName(word)) {
            throw words.fault("'" + word + "' is expected");
        }
    }

    private static Path path(Tokens words) {
        int at = words.peek().position();
        List<String> segments = new ArrayList<>();
        do {
            segments.add(words.name("a property"));
        } while (words.take("/"));
        return new Path(List.copyOf(segments), at);
    }

    private OrganizationServiceFault fault(int position, String message) {
        return tokens == null ? ODataCode.QUERY_SYNTAX.fault(message) : tokens.faultAt(position, message);
    }

    private AggregateType type(Path path, String method) {
        return switch (method) {
            case "sum" -> AggregateType.SUM;
            case "average" -> AggregateType.AVG;
            case "min" -> AggregateType.MIN;
            case "max" -> AggregateType.MAX;
            case "countdistinct" -> AggregateType.COUNT_COLUMN;
            default ->
                throw fault(
                        path.position(),
                        "'" + Shown.of(method)
                                + "' is no aggregate; there are sum, average, min, max, countdistinct and" + " $count");
        };
    }

    private void add(Path path, String alias, String shownAs, AggregateType type, boolean distinct) {
        PathReader.Found found = new PathReader(model, entity, "").property(path);
        if (aliases.put(alias, shownAs) != null) {
            throw fault(path.position(), "'" + Shown.of(alias) + "' is given twice");
        }
        AttributeExpression expression = new AttributeExpression(
                found.attribute().logicalName(),
                alias,
                type,
                type == AggregateType.NONE,
                DateTimeGrouping.NONE,
                distinct);
        if (found.steps().isEmpty()) {
            expressions.add(expression);
        } else {
            links.expression(found.steps(), expression);
        }
    }

    private List<OrderExpression> orders(@Nullable String text) {
        List<OrderExpression> orders = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return orders;
        }
        for (String part : text.split(",", -1)) {
            String[] words = part.strip().split("\\s+", -1);
            String alias = words[0].replace('/', '_');
            if (!aliases.containsKey(alias)) {
                throw ODataCode.QUERY_SYNTAX.fault("$orderby: $apply has no result '" + Shown.of(words[0]) + "'.");
            }
            orders.add(OrderExpression.byAlias(alias, OptionsReader.direction(part, words)));
        }
        return orders;
    }
}
