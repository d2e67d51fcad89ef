package io.nightshift.platform.query;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.query.Filter.Among;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Exists;
import io.nightshift.platform.query.Filter.Or;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.OwnerColumns;
import io.nightshift.platform.security.Reach;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the caller may read of a source, as a filter like any other, so that it holds for tables and in memory, for
 * aggregates and for questions about linked rows alike.
 */
final class VisibleRows {

    private final OrganizationMetadata metadata;
    private final Access access;

    VisibleRows(OrganizationMetadata metadata, Access access) {
        this.metadata = metadata;
        this.access = access;
    }

    /**
     * The filter of a source.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040220 when the caller may read nothing of it
     */
    Filter of(Source source) {
        return metadata.find(source.entity()).map(entity -> of(source, entity)).orElseGet(() -> ofPairs(source));
    }

    private Filter of(Source source, EntityMetadata entity) {
        access.require(AccessRight.READ, entity);
        return filter(source, entity, access.reach(AccessRight.READ, entity));
    }

    private static Filter filter(Source source, EntityMetadata entity, Reach reach) {
        return switch (reach) {
            case Reach.All _ -> Filter.ALL;
            case Reach.None _ -> new Or(List.of());
            case Reach.Some some -> {
                OwnerColumns columns = OwnerColumns.of(entity);
                List<Filter> ways = new ArrayList<>();
                among(ways, source, columns.owner(), some.owners());
                among(ways, source, columns.unit(), some.units());
                yield ways.size() == 1 ? ways.getFirst() : new Or(ways);
            }
            case Reach.Both both ->
                new And(List.of(filter(source, entity, both.one()), filter(source, entity, both.other())));
        };
    }

    private static void among(List<Filter> ways, Source source, @Nullable String attribute, Set<UUID> ids) {
        if (attribute != null && !ids.isEmpty()) {
            ways.add(new Among(
                    source.column(ConditionReader.attribute(source, attribute)),
                    ids.stream().sorted().<Object>map(id -> id).toList()));
        }
    }

    /** A pair is seen by who sees both of its records. */
    private Filter ofPairs(Source pairs) {
        ManyToManyRelationshipMetadata pair = metadata.manyToMany().stream()
                .filter(candidate -> candidate.intersectEntityName().equals(pairs.entity()))
                .findFirst()
                .orElseThrow();
        List<Filter> both = new ArrayList<>();
        side(both, pairs, pair.entity1(), pair.entity1Attribute());
        side(both, pairs, pair.entity2(), pair.entity2Attribute());
        return both.isEmpty() ? Filter.ALL : both.size() == 1 ? both.getFirst() : new And(both);
    }

    private void side(List<Filter> both, Source pairs, String name, String attribute) {
        EntityMetadata entity = metadata.entity(name);
        // A blank cannot stand in a caller's alias.
        Source side = Source.of(pairs.alias() + " " + attribute, entity);
        Filter visible = of(side, entity);
        if (!visible.equals(Filter.ALL)) {
            both.add(new Exists(new Join(
                    side,
                    pairs.column(ConditionReader.attribute(pairs, attribute)),
                    entity.attribute(entity.primaryIdAttribute()),
                    false,
                    visible,
                    List.of())));
        }
    }
}
