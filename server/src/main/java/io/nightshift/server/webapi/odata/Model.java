package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An organization's metadata as the Web API names it: sets, properties, navigation properties. Lookups are properties
 * {@code _x_value}; a lookup of one entity is navigated by its own name, one of several by {@code x_entity}, an owner by
 * its own name; what refers to a record, by the name of the relationship. Immutable, thread-safe.
 */
public final class Model {

    private final OrganizationMetadata metadata;
    private final Map<String, EntityMetadata> sets = new TreeMap<>();
    private final Map<String, Map<String, Navigation>> navigations = new ConcurrentHashMap<>();

    /** The model of this metadata. */
    public Model(OrganizationMetadata metadata) {
        this.metadata = metadata;
        metadata.entities().forEach(entity -> sets.put(entity.names().entitySetName(), entity));
    }

    /** The metadata that this names. */
    public OrganizationMetadata metadata() {
        return metadata;
    }

    /** All entities by the names of their sets. */
    public Map<String, EntityMetadata> sets() {
        return sets;
    }

    /** The entity of a set. */
    public Optional<EntityMetadata> set(String name) {
        return Optional.ofNullable(sets.get(name));
    }

    /** The entity of this logical name. */
    public EntityMetadata entity(String logicalName) {
        return metadata.entity(logicalName);
    }

    /** The property of an attribute. */
    public static String property(AttributeMetadata attribute) {
        return attribute.type().isReference() ? "_" + attribute.logicalName() + "_value" : attribute.logicalName();
    }

    /** The attribute of a property. */
    public static Optional<AttributeMetadata> attribute(EntityMetadata entity, String property) {
        if (property.startsWith("_") && property.endsWith("_value") && property.length() > 7) {
            Optional<AttributeMetadata> lookup = entity.find(property.substring(1, property.length() - 6))
                    .filter(attribute -> attribute.type().isReference());
            if (lookup.isPresent()) {
                return lookup;
            }
        }
        return entity.find(property).filter(attribute -> !attribute.type().isReference());
    }

    /** The navigation properties of an entity, by their names. */
    public Map<String, Navigation> navigations(EntityMetadata entity) {
        return navigations.computeIfAbsent(entity.logicalName(), _ -> made(entity));
    }

    /** The navigation property of this name; an activity's {@code x_entity_activity} is understood, too. */
    public Optional<Navigation> navigation(EntityMetadata entity, String name) {
        Map<String, Navigation> known = navigations(entity);
        Navigation found = known.get(name);
        String suffix = "_" + entity.logicalName();
        if (found == null && name.endsWith(suffix)) {
            found = known.get(name.substring(0, name.length() - suffix.length()));
        }
        return Optional.ofNullable(found);
    }

    private Map<String, Navigation> made(EntityMetadata entity) {
        Map<String, Navigation> made = new LinkedHashMap<>();
        for (AttributeMetadata attribute : entity.all()) {
            lookups(entity, attribute).forEach(navigation -> made.put(navigation.name(), navigation));
        }
        for (OneToManyRelationshipMetadata relationship : metadata.referencing(entity.logicalName())) {
            made.putIfAbsent(
                    relationship.schemaName(), new Navigation.OneToMany(relationship.schemaName(), relationship));
        }
        for (ManyToManyRelationshipMetadata pair : metadata.manyToMany()) {
            if (pair.entity1().equals(entity.logicalName())) {
                made.putIfAbsent(pair.schemaName(), new Navigation.ManyToMany(pair.schemaName(), pair, true));
            } else if (pair.entity2().equals(entity.logicalName())) {
                made.putIfAbsent(pair.schemaName(), new Navigation.ManyToMany(pair.schemaName(), pair, false));
            }
        }
        return made;
    }

    private static Collection<Navigation> lookups(EntityMetadata entity, AttributeMetadata attribute) {
        List<String> targets = attribute.type().targetEntities();
        String name = attribute.logicalName();
        if (targets.isEmpty()) {
            return List.of();
        }
        if (targets.size() == 1 || attribute.type() instanceof OwnerType) {
            return List.of(
                    new Navigation.ManyToOne(name, relationship(entity, name, targets.getFirst()), name, targets));
        }
        return targets.stream()
                .<Navigation>map(target -> new Navigation.ManyToOne(
                        name + "_" + target, relationship(entity, name, target), name, List.of(target)))
                .toList();
    }

    private static String relationship(EntityMetadata entity, String attribute, String target) {
        return entity.manyToOne().stream()
                .filter(each -> each.referencingAttribute().equals(attribute)
                        && each.referencedEntity().equals(target))
                .map(OneToManyRelationshipMetadata::schemaName)
                .findFirst()
                .orElse("");
    }

    /** The navigation property by which a reference of this attribute to this entity is followed. */
    public String navigationOf(EntityMetadata entity, AttributeMetadata attribute, String target) {
        return lookups(entity, attribute).stream()
                .filter(navigation -> navigation.targets().contains(target))
                .map(Navigation::name)
                .findFirst()
                .orElse(attribute.logicalName());
    }
}
