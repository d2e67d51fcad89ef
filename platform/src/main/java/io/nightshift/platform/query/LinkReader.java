package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Exists;
import io.nightshift.platform.query.Filter.Not;
import io.nightshift.platform.query.Filter.Or;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.LogicalOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the sources of a query, how they hang together, and what must hold for them. */
final class LinkReader {

    static final int MOST_LINKS = 15;
    static final int MOST_CONDITIONS = 500;
    static final int DEEPEST = 40;

    private static final Pattern ALIAS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Set<ValueKind> LINKABLE = EnumSet.of(
            ValueKind.TEXT, ValueKind.WHOLE, ValueKind.DECIMAL, ValueKind.BOOLEAN, ValueKind.ID, ValueKind.DAY);

    /** What was read: the joins hang together, {@code linked} are their sources in the order of the query. */
    record Read(Source root, List<Join> joins, List<Linked> linked, Filter filter) {}

    /** A joined source and what the caller wrote of it. */
    record Linked(Source source, LinkEntity expression) {}

    /** What hangs from a source: joined rows, and questions about rows that are not joined. */
    private record Hanging(List<Join> joins, List<Filter> questions) {}

    private final OrganizationMetadata metadata;
    private final ConditionReader reader;
    private final VisibleRows visible;
    private final Places places;
    private final Map<String, Source> joined = new HashMap<>();
    private final List<Linked> linked = new ArrayList<>();
    private int sources;
    private int conditions;

    LinkReader(OrganizationMetadata metadata, QueryContext context, Places places) {
        this.metadata = metadata;
        this.reader = new ConditionReader(context);
        this.visible = new VisibleRows(metadata, context.caller().access());
        this.places = places;
    }

    Read read(QueryExpression query) {
        Source root = source(query.entityName(), query.entityName());
        joined.put(root.alias(), root);
        Hanging hanging = hanging(root, query.linkEntities(), true, 0);
        List<Filter> all = new ArrayList<>();
        all.add(visible.of(root));
        all.add(filter(root, query.criteria(), true, 0));
        all.addAll(hanging.questions());
        return new Read(root, hanging.joins(), List.copyOf(linked), and(all));
    }

    private Source source(String entity, String alias) {
        return metadata.manyToMany().stream()
                .filter(pairs -> pairs.intersectEntityName().equals(entity))
                .findFirst()
                .map(pairs -> Source.of(alias, pairs))
                .orElseGet(() -> Source.of(alias, metadata.entity(entity)));
    }

    private Hanging hanging(Source from, List<LinkEntity> links, boolean outside, int depth) {
        List<Join> joins = new ArrayList<>();
        List<Filter> questions = new ArrayList<>();
        for (LinkEntity link : links) {
            places.at(link, () -> {
                if (link.joinOperator().joins()) {
                    joins.add(join(from, link, outside, depth));
                } else {
                    questions.add(question(from, link, depth));
                }
                return link;
            });
        }
        return new Hanging(joins, questions);
    }

    private Join join(Source from, LinkEntity link, boolean outside, int depth) {
        checkDepth(depth);
        if (++sources > MOST_LINKS) {
            throw FaultCode.INVALID_ARGUMENT.fault("A query has at most " + MOST_LINKS + " links.");
        }
        String alias = alias(link, outside);
        Source source = source(link.linkToEntityName(), alias);
        if (outside) {
            joined.put(alias, source);
            linked.add(new Linked(source, link));
        } else if (link.columns().allColumns()
                || !link.columns().columns().isEmpty()
                || !link.orders().isEmpty()
                || !link.attributeExpressions().isEmpty()) {
            throw FaultCode.INVALID_ARGUMENT.fault("The link to " + source.entity()
                    + " only asks whether there are rows, so it has no columns, orders or aggregates.");
        }
        AttributeMetadata fromAttribute = ConditionReader.attribute(from, link.linkFromAttributeName());
        AttributeMetadata toAttribute = ConditionReader.attribute(source, link.linkToAttributeName());
        ValueKind kind = ValueKind.of(fromAttribute.type());
        if (kind != ValueKind.of(toAttribute.type()) || !LINKABLE.contains(kind)) {
            throw FaultCode.INVALID_ARGUMENT.fault("The link from " + from.entity() + "."
                    + fromAttribute.logicalName() + " to " + source.entity() + "." + toAttribute.logicalName()
                    + " joins attributes of different or unfit types; link a lookup with the id it refers to.");
        }
        Hanging hanging = hanging(source, link.linkEntities(), outside, depth + 1);
        List<Filter> all = new ArrayList<>();
        all.add(visible.of(source));
        all.add(filter(source, link.linkCriteria(), false, depth + 1));
        all.addAll(hanging.questions());
        return new Join(
                source,
                from.column(fromAttribute),
                toAttribute,
                link.joinOperator() == JoinOperator.LEFT_OUTER,
                and(all),
                hanging.joins());
    }

    private Filter question(Source from, LinkEntity link, int depth) {
        Join join = join(from, link, false, depth);
        return switch (link.joinOperator()) {
            case NOT_ANY -> new Not(new Exists(join));
            case ALL -> {
                Join any = new Join(join.source(), join.from(), join.to(), false, visible.of(join.source()), List.of());
                yield new And(List.of(new Exists(any), new Not(new Exists(join))));
            }
            default -> new Exists(join);
        };
    }

    private String alias(LinkEntity link, boolean outside) {
        String given = link.entityAlias();
        if (given != null) {
            checkAlias(given);
            if (outside && joined.containsKey(given)) {
                throw FaultCode.QUERY_INVALID_ALIAS.fault("The alias '" + given + "' is given twice.");
            }
            // A blank cannot stand in a caller's alias, so this one is free.
            return outside ? given : given + " of link " + sources;
        }
        return outside ? made(link.linkToEntityName()) : link.linkToEntityName() + " of link " + sources;
    }

    private String made(String entity) {
        int number = 1;
        while (joined.containsKey(entity + number)) {
            number++;
        }
        return entity + number;
    }

    /** @throws io.nightshift.sdk.OrganizationServiceFault 0x80041109 when it is no alias */
    static void checkAlias(String alias) {
        if (!ALIAS.matcher(alias).matches()) {
            throw FaultCode.QUERY_INVALID_ALIAS.fault("'" + Shown.of(alias)
                    + "' is no alias; it begins with a letter or underscore, goes on with letters, digits and"
                    + " underscores, and has at most 100 of them.");
        }
    }

    private static void checkDepth(int depth) {
        if (depth > DEEPEST) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "Filters and links of a query lie at most " + DEEPEST + " deep in each other.");
        }
    }

    private Filter filter(Source own, FilterExpression filter, boolean everySource, int depth) {
        checkDepth(depth);
        List<Filter> parts = new ArrayList<>();
        for (ConditionExpression condition : filter.conditions()) {
            parts.add(places.at(condition, () -> condition(own, condition, everySource)));
        }
        for (FilterExpression inner : filter.filters()) {
            parts.add(filter(own, inner, everySource, depth + 1));
        }
        for (LinkEntity link : filter.links()) {
            parts.add(places.at(link, () -> {
                if (link.joinOperator().joins()) {
                    throw FaultCode.QUERY_INVALID_LINK_TYPE.fault(
                            "A link inside a filter has the type any, not any, all"
                                    + " or not all; links that join stand beside the filter.");
                }
                return question(own, link, depth + 1);
            }));
        }
        return filter.filterOperator() == LogicalOperator.OR && !parts.isEmpty() ? or(parts) : and(parts);
    }

    private Filter condition(Source own, ConditionExpression condition, boolean everySource) {
        if (++conditions > MOST_CONDITIONS) {
            throw FaultCode.INVALID_ARGUMENT.fault("A query has at most " + MOST_CONDITIONS + " conditions.");
        }
        String name = condition.entityName();
        Source source = name == null ? own : named(name, own, everySource);
        if (source == null) {
            throw FaultCode.QUERY_ALIAS_DOES_NOT_EXIST.fault("The condition of " + condition.attributeName()
                    + " names '" + Shown.of(String.valueOf(name))
                    + "', which is no alias it can see: the criteria of the"
                    + " query see every joined entity, those of a link only its own.");
        }
        return reader.read(source, condition);
    }

    private @Nullable Source named(String name, Source own, boolean everySource) {
        if (name.equals(own.alias()) || name.equals(own.entity())) {
            return own;
        }
        if (!everySource) {
            return null;
        }
        Source source = joined.get(name);
        if (source != null) {
            return source;
        }
        List<Source> ofEntity = joined.values().stream()
                .filter(candidate -> candidate.entity().equals(name))
                .toList();
        return ofEntity.size() == 1 ? ofEntity.getFirst() : null;
    }

    private static Filter and(List<Filter> parts) {
        List<Filter> restricting =
                parts.stream().filter(part -> !part.equals(Filter.ALL)).toList();
        return restricting.size() == 1 ? restricting.getFirst() : new And(restricting);
    }

    private static Filter or(List<Filter> parts) {
        return parts.size() == 1 ? parts.getFirst() : new Or(List.copyOf(parts));
    }
}
