package io.nightshift.platform.metadata;

import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.sdk.FaultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity: a kind of record (Dynamics: EntityMetadata). What only concerns the entity itself is checked when it is
 * made; what concerns others, by {@link OrganizationMetadata}.
 *
 * @param logicalName the name on the wire and of the table
 * @param names what people and URLs call it
 * @param ownership who owns its records
 * @param primaryIdAttribute the primary key
 * @param primaryNameAttribute the string that names a record; null when it has none
 * @param attributes by logical name, in the order of the columns
 * @param manyToOne the relationships of its lookups
 * @param custom whether the organization made it; a standard one cannot be removed
 * @param virtual whether its records lie elsewhere than in a table of the organization's schema: they are read and queried
 *     like all others and written by messages of their own (Dynamics: a virtual entity)
 * @param keysOnly whether its keys alone have indexes, and neither its name nor its lookups: what is written often and looked
 *     up by a key
 * @param auditing which changes of its records are audited
 */
public record EntityMetadata(
        String logicalName,
        EntityNames names,
        OwnershipType ownership,
        String primaryIdAttribute,
        @Nullable String primaryNameAttribute,
        Map<String, AttributeMetadata> attributes,
        List<EntityKeyMetadata> keys,
        List<OneToManyRelationshipMetadata> manyToOne,
        boolean custom,
        boolean virtual,
        boolean keysOnly,
        Auditing auditing) {

    public EntityMetadata {
        Names.check("entity", logicalName);
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        keys = List.copyOf(keys);
        manyToOne = List.copyOf(manyToOne);
        EntityRules.check(logicalName, attributes, primaryIdAttribute, primaryNameAttribute);
        EntityRules.checkKeys(logicalName, attributes, keys);
    }

    /** The table in the organization's schema. */
    public String tableName() {
        return logicalName;
    }

    /** The attribute of this name, if there is one. */
    public Optional<AttributeMetadata> find(String attribute) {
        return Optional.ofNullable(attributes.get(attribute));
    }

    /**
     * The attribute of this name.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80041103 when there is none
     */
    public AttributeMetadata attribute(String attribute) {
        return find(attribute)
                .orElseThrow(() -> FaultCode.ATTRIBUTE_NOT_FOUND.fault(
                        "The entity " + logicalName + " has no attribute '" + Names.shown(attribute) + "'."));
    }

    /** All attributes, in the order of the columns. */
    public Collection<AttributeMetadata> all() {
        return attributes.values();
    }

    /** Whether records have a state and a status reason. */
    public boolean hasState() {
        return attributes.containsKey("statecode");
    }

    /** The options of the state. */
    public OptionSetMetadata states() {
        return find("statecode")
                .map(state -> ((StateType) state.type()).optionSet())
                .orElse(OptionSetMetadata.of());
    }

    /** The options of the status reason, each with its state. */
    public OptionSetMetadata statuses() {
        return find("statuscode")
                .map(status -> ((StatusType) status.type()).optionSet())
                .orElse(OptionSetMetadata.of());
    }

    /** The status reason that a state has when nobody says another: the first of the state. */
    public Optional<OptionMetadata> defaultStatus(int state) {
        return statuses().options().stream()
                .filter(option -> Integer.valueOf(state).equals(option.state()))
                .findFirst();
    }

    /**
     * The alternate key of this name.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80060890 when there is none
     */
    public EntityKeyMetadata key(String name) {
        return keys.stream()
                .filter(key -> key.logicalName().equals(name))
                .findFirst()
                .orElseThrow(() -> FaultCode.ENTITY_KEY_NOT_DEFINED.fault(
                        "The entity " + logicalName + " has no key of that name."));
    }

    /** The alternate key with exactly these attributes, in any order. */
    public Optional<EntityKeyMetadata> key(Collection<String> attributeNames) {
        return keys.stream()
                .filter(key -> key.attributes().size() == attributeNames.size()
                        && key.attributes().containsAll(attributeNames))
                .findFirst();
    }

    /** The same entity with an attribute more, or with another in its place. */
    public EntityMetadata with(AttributeMetadata attribute, List<OneToManyRelationshipMetadata> relationships) {
        Map<String, AttributeMetadata> changed = new LinkedHashMap<>(attributes);
        changed.put(attribute.logicalName(), attribute);
        List<OneToManyRelationshipMetadata> others = relationshipsWithout(attribute.logicalName());
        others.addAll(relationships);
        return with(changed, others);
    }

    /** The same entity without an attribute. */
    public EntityMetadata without(String attribute) {
        Map<String, AttributeMetadata> changed = new LinkedHashMap<>(attributes);
        changed.remove(attribute);
        return with(changed, relationshipsWithout(attribute)).withAuditing(auditing.with(attribute, true));
    }

    private EntityMetadata with(
            Map<String, AttributeMetadata> otherAttributes, List<OneToManyRelationshipMetadata> otherRelationships) {
        return new EntityMetadata(
                logicalName,
                names,
                ownership,
                primaryIdAttribute,
                primaryNameAttribute,
                otherAttributes,
                keys,
                otherRelationships,
                custom,
                virtual,
                keysOnly,
                auditing);
    }

    /** The same entity with these alternate keys. */
    public EntityMetadata withKeys(List<EntityKeyMetadata> changed) {
        return with(names, changed, auditing);
    }

    /** The same entity under other names. */
    public EntityMetadata withNames(EntityNames changed) {
        return with(changed, keys, auditing);
    }

    /** The same entity, audited in another way. */
    public EntityMetadata withAuditing(Auditing changed) {
        return with(names, keys, changed);
    }

    private EntityMetadata with(EntityNames otherNames, List<EntityKeyMetadata> otherKeys, Auditing otherAuditing) {
        return new EntityMetadata(
                logicalName,
                otherNames,
                ownership,
                primaryIdAttribute,
                primaryNameAttribute,
                attributes,
                otherKeys,
                manyToOne,
                custom,
                virtual,
                keysOnly,
                otherAuditing);
    }

    private List<OneToManyRelationshipMetadata> relationshipsWithout(String attribute) {
        return new ArrayList<>(manyToOne.stream()
                .filter(relationship -> !relationship.referencingAttribute().equals(attribute))
                .toList());
    }
}
