package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import io.nightshift.server.webapi.odata.CollectionQuery;
import io.nightshift.server.webapi.odata.Expansion;
import io.nightshift.server.webapi.odata.Navigation;
import io.nightshift.server.webapi.odata.ODataCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads records with those that their navigation properties lead to: one query for each property, whatever the number of
 * records it starts from. Of a collection each record shows a page, and the link to the next one where there is more.
 */
final class Expansions {

    private static final String PARENT = "parent";
    private static final String PARENT_ID = PARENT + ".";
    private static final int IDS_AT_ONCE = 2000;
    private static final int MOST_RECORDS = 50_000;
    private static final int LARGEST_PAGE = 5000;
    private static final String NEXT = "@odata.nextLink";

    private final Scope scope;
    private final RecordWriter writer;
    private final int page;
    private int read;

    /** @param pageSize how many records a collection shows; null for as many as a page can have */
    Expansions(Scope scope, RecordWriter writer, @Nullable Integer pageSize) {
        this.scope = scope;
        this.writer = writer;
        this.page = pageSize == null ? LARGEST_PAGE : pageSize;
    }

    /** The records as JSON, with what the query expands. */
    List<ObjectNode> written(CollectionQuery query, List<Entity> records) {
        List<ObjectNode> nodes = new ArrayList<>();
        for (Entity record : records) {
            nodes.add(writer.record(query.entity(), query.columns(), record));
        }
        for (Expansion expansion : query.expansions()) {
            if (expansion.navigation() instanceof Navigation.ManyToOne lookup) {
                single(records, nodes, lookup, expansion);
            } else {
                collection(query.entity(), records, nodes, expansion);
            }
        }
        return nodes;
    }

    private void single(
            List<Entity> records, List<ObjectNode> nodes, Navigation.ManyToOne lookup, Expansion expansion) {
        Map<UUID, ObjectNode> found = new HashMap<>();
        for (CollectionQuery query : expansion.queries()) {
            Set<UUID> ids = new LinkedHashSet<>();
            for (Entity record : records) {
                if (record.get(lookup.attribute()) instanceof EntityReference reference
                        && reference.logicalName().equals(query.entity().logicalName())) {
                    ids.add(reference.id());
                }
            }
            List<Entity> targets = new ArrayList<>();
            for (List<UUID> part : parts(ids)) {
                List<Entity> some = all(also(query.query(), query.entity().primaryIdAttribute(), part));
                if (some == null) {
                    throw ODataCode.QUERY_SYNTAX.fault("$expand leads to more than " + MOST_RECORDS
                            + " records; ask for fewer records at a time.");
                }
                targets.addAll(some);
            }
            List<ObjectNode> written = written(query, targets);
            for (int i = 0; i < targets.size(); i++) {
                put(found, targets.get(i), shown(expansion, query.entity(), targets.get(i), written.get(i)));
            }
        }
        for (int i = 0; i < records.size(); i++) {
            ObjectNode target = records.get(i).get(lookup.attribute()) instanceof EntityReference reference
                    ? found.get(reference.id())
                    : null;
            if (target == null) {
                nodes.get(i).putNull(expansion.navigation().name());
            } else {
                nodes.get(i).set(expansion.navigation().name(), target);
            }
        }
    }

    private static void put(Map<UUID, ObjectNode> found, Entity record, ObjectNode node) {
        if (record.id() != null) {
            found.put(record.id(), node);
        }
    }

    private ObjectNode shown(Expansion expansion, EntityMetadata entity, Entity record, ObjectNode written) {
        UUID id = record.id();
        if (!expansion.referencesOnly() || id == null) {
            return written;
        }
        return ApiAnswer.JSON.createObjectNode().put("@odata.id", scope.address(entity, id));
    }

    private void collection(EntityMetadata owner, List<Entity> records, List<ObjectNode> nodes, Expansion expansion) {
        CollectionQuery query = expansion.queries().getFirst();
        String name = expansion.navigation().name();
        Map<UUID, ObjectNode> parents = new LinkedHashMap<>();
        for (int i = 0; i < records.size(); i++) {
            nodes.get(i).putArray(name);
            UUID id = records.get(i).id();
            if (id != null) {
                parents.put(id, nodes.get(i));
            }
        }
        List<Entity> children = new ArrayList<>();
        for (List<UUID> part : query.empty() ? List.<List<UUID>>of() : parts(parents.keySet())) {
            List<Entity> found = all(ofParents(owner, query.query(), expansion.navigation(), part));
            if (found == null) {
                // More than can be read at once: each is read by itself, from its beginning.
                parents.forEach((id, node) -> node.put(name + NEXT, link(owner, id, expansion, null)));
                return;
            }
            children.addAll(found);
        }
        Integer top = query.query().topCount();
        int most = top == null ? page : top;
        List<Entity> shown = new ArrayList<>();
        List<ObjectNode> places = new ArrayList<>();
        Map<UUID, Integer> counts = new HashMap<>();
        for (Entity child : children) {
            UUID parent = parent(child, expansion.navigation());
            ObjectNode place = parent == null ? null : parents.get(parent);
            if (parent == null || place == null) {
                continue;
            }
            int count = counts.merge(parent, 1, Integer::sum);
            if (count <= most) {
                shown.add(child);
                places.add(place);
            } else if (count == most + 1 && top == null) {
                SkipToken second = new SkipToken(2, page, false, null);
                place.put(name + NEXT, link(owner, parent, expansion, second));
            }
        }
        List<ObjectNode> written = written(query, shown);
        for (int i = 0; i < shown.size(); i++) {
            places.get(i).withArray(name).add(shown(expansion, query.entity(), shown.get(i), written.get(i)));
        }
    }

    /** Where the records are to which a property of this record leads: from this page on, or all of them. */
    private String link(EntityMetadata owner, UUID of, Expansion expansion, @Nullable SkipToken from) {
        String address = scope.address(owner, of) + "/" + expansion.navigation().name();
        return RequestAddress.at(
                expansion.referencesOnly() ? address + "/$ref" : address,
                expansion.options(),
                from == null ? null : "$skiptoken",
                from == null ? "" : from.text());
    }

    private static @Nullable UUID parent(Entity child, Navigation navigation) {
        return switch (navigation) {
            case Navigation.OneToMany many ->
                child.get(many.metadata().referencingAttribute()) instanceof EntityReference reference
                        ? reference.id()
                        : null;
            case Navigation.ManyToMany pair ->
                child.get(PARENT_ID + pair.ownAttribute()) instanceof AliasedValue aliased
                                && aliased.value() instanceof UUID id
                        ? id
                        : null;
            case Navigation.ManyToOne _ -> null;
        };
    }

    /** The query for what a navigation leads to from these records, with what tells from which. */
    private static QueryExpression ofParents(
            EntityMetadata owner, QueryExpression query, Navigation navigation, List<UUID> parents) {
        return switch (navigation) {
            case Navigation.OneToMany many ->
                also(
                        query.columns(plus(query.columnSet(), many.metadata().referencingAttribute())),
                        many.metadata().referencingAttribute(),
                        parents);
            case Navigation.ManyToMany pair ->
                query.link(new LinkEntity(
                                pair.metadata().intersectEntityName(),
                                pair.first()
                                        ? pair.metadata().entity2() + "id"
                                        : pair.metadata().entity1() + "id",
                                pair.otherAttribute(),
                                JoinOperator.INNER,
                                PARENT)
                        .columns(pair.ownAttribute())
                        .criteria(FilterExpression.and(new ConditionExpression(
                                pair.ownAttribute(), ConditionOperator.IN, List.copyOf(parents)))));
            case Navigation.ManyToOne _ -> throw new IllegalArgumentException("leads to one of " + owner);
        };
    }

    /** The query for what a navigation leads to from one record. */
    static QueryExpression of(EntityMetadata owner, QueryExpression query, Navigation navigation, UUID id) {
        return ofParents(owner, query, navigation, List.of(id));
    }

    private static ColumnSet plus(ColumnSet columns, String column) {
        List<String> names = new ArrayList<>(columns.columns());
        if (!names.contains(column)) {
            names.add(column);
        }
        return ColumnSet.of(names.toArray(String[]::new));
    }

    private static QueryExpression also(QueryExpression query, String attribute, List<UUID> ids) {
        return query.where(attribute, ConditionOperator.IN, List.copyOf(ids));
    }

    private static List<List<UUID>> parts(Set<UUID> ids) {
        List<UUID> all = List.copyOf(ids);
        List<List<UUID>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
            parts.add(all.subList(from, Math.min(from + IDS_AT_ONCE, all.size())));
        }
        return parts;
    }

    /**
     * All records of a query, page after page; how many of each parent are wanted is seen to afterwards. Null when these are
     * more than one request reads.
     */
    private @Nullable List<Entity> all(QueryExpression query) {
        List<Entity> records = new ArrayList<>();
        PagingInfo page = PagingInfo.FIRST;
        boolean more = true;
        while (more) {
            EntityCollection found = scope.service().retrieveMultiple(untopped(query, page));
            records.addAll(found.entities());
            read += found.entities().size();
            more = found.moreRecords();
            page = page.next(found.pagingCookie());
            if (read > MOST_RECORDS) {
                read -= records.size();
                return null;
            }
        }
        return records;
    }

    private static QueryExpression untopped(QueryExpression query, PagingInfo page) {
        return new QueryExpression(
                query.entityName(),
                query.columnSet(),
                query.attributeExpressions(),
                query.criteria(),
                query.linkEntities(),
                query.orders(),
                page,
                null,
                query.distinct());
    }
}
