package io.nightshift.server.webapi;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.server.webapi.odata.Model;
import io.nightshift.server.webapi.odata.Navigation;
import io.nightshift.server.webapi.odata.ODataCode;
import io.nightshift.server.webapi.odata.Segment;
import io.nightshift.server.webapi.odata.Shown;
import java.util.List;
import java.util.UUID;

/** Follows an address from its set to what it leads to. Records on the way are read, because the way leads through them. */
final class Addresses {

    private final Scope scope;

    Addresses(Scope scope) {
        this.scope = scope;
    }

    Target target(List<Segment> segments) {
        Segment first = segments.getFirst();
        EntityMetadata entity = scope.model().set(first.name()).orElse(null);
        if (entity == null) {
            if (segments.size() > 1) {
                throw unknown(first.name());
            }
            return new Target.Operation(null, first.plainName(), first.arguments());
        }
        String key = first.arguments();
        Target target = key == null || key.isBlank()
                ? new Target.Set(entity)
                : new Target.One(entity, RecordKey.of(entity, key));
        for (Segment segment : segments.subList(1, segments.size())) {
            target = next(target, segment);
        }
        return target;
    }

    private Target next(Target from, Segment segment) {
        String name = segment.name();
        if (name.equals("$count") && (from instanceof Target.Set || from instanceof Target.Many)) {
            return new Target.Count(from);
        }
        if (name.equals("$ref")
                && (from instanceof Target.Single || from instanceof Target.Many || from instanceof Target.Member)) {
            return new Target.Reference(from);
        }
        if (name.contains(".")) {
            return new Target.Operation(from, segment.plainName(), segment.arguments());
        }
        return switch (from) {
            case Target.One one -> of(one.entity(), scope.id(one.entity(), one.key()), segment);
            case Target.Reached reached -> of(reached.entity(), reached.id(), segment);
            case Target.Single single -> {
                Target reached = reached(single);
                yield reached instanceof Target.Reached record ? of(record.entity(), record.id(), segment) : reached;
            }
            case Target.Member member -> of(member.of().entity(), member.id(), segment);
            case Target.Property property
            when name.equals("$value") ->
                new Target.Property(property.entity(), property.id(), property.attribute(), true);
            default -> throw unknown(name);
        };
    }

    /** The record at the end of a single-valued navigation; the same target when there is none. */
    Target reached(Target.Single single) {
        String attribute = single.navigation().attribute();
        Object value = scope.service()
                .retrieve(single.owner().logicalName(), single.ownerId(), ColumnSet.of(attribute))
                .get(attribute);
        return value instanceof EntityReference reference
                        && single.navigation().targets().contains(reference.logicalName())
                ? new Target.Reached(scope.model().entity(reference.logicalName()), reference.id())
                : single;
    }

    private Target of(EntityMetadata entity, UUID id, Segment segment) {
        String name = segment.name();
        AttributeMetadata attribute = Model.attribute(entity, name).orElse(null);
        if (attribute != null) {
            return new Target.Property(entity, id, attribute, false);
        }
        Navigation navigation = scope.model().navigation(entity, name).orElse(null);
        return switch (navigation) {
            case null -> new Target.Operation(new Target.Reached(entity, id), segment.plainName(), segment.arguments());
            case Navigation.ManyToOne lookup -> new Target.Single(entity, id, lookup);
            default -> {
                EntityMetadata target =
                        scope.model().entity(navigation.targets().getFirst());
                Target.Many many = new Target.Many(entity, id, navigation, target);
                String key = segment.arguments();
                yield key == null || key.isBlank()
                        ? many
                        : new Target.Member(many, scope.id(target, RecordKey.of(target, key)));
            }
        };
    }

    static RuntimeException unknown(String name) {
        return ODataCode.RESOURCE_NOT_FOUND.fault("Resource not found for the segment '" + Shown.of(name) + "'.");
    }
}
