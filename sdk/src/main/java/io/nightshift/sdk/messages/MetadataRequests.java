package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.metadata.EntityKeyMetadata;
import io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OneToManyRelationshipMetadata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests that read and change what entities are made of. Names and parameters are those of Dynamics.
 *
 * <p>To change anything takes the privilege {@code prvPublishCustomization}. A change is there for everybody when the
 * request returns, without being published; it is no part of a transaction, so these requests are refused within
 * ExecuteTransaction, within a synchronous step, and on a connection of the caller's (0x80040315), while ExecuteMultiple
 * takes them. Tables that long transactions keep busy refuse a change with 0x80044339; nothing was changed then.
 */
public final class MetadataRequests {

    private MetadataRequests() {}

    /** Creates a custom entity; answers {@code EntityId} and {@code AttributeId}. */
    public static OrganizationRequest createEntity(EntityHeader entity, AttributeMetadata primaryName) {
        return new OrganizationRequest("CreateEntity").set("Entity", entity).set("PrimaryAttribute", primaryName);
    }

    /** Changes what an entity is called and whether it is audited; what the header leaves out stays. */
    public static OrganizationRequest updateEntity(EntityHeader entity) {
        return new OrganizationRequest("UpdateEntity").set("Entity", entity);
    }

    /** Removes a custom entity with its records; 0x80040227 as long as others refer to it. */
    public static OrganizationRequest deleteEntity(String logicalName) {
        return new OrganizationRequest("DeleteEntity").set("LogicalName", logicalName);
    }

    /** Adds an attribute, empty in every record; answers {@code AttributeId}. */
    public static OrganizationRequest createAttribute(String entityName, AttributeMetadata attribute) {
        return new OrganizationRequest("CreateAttribute")
                .set("EntityName", entityName)
                .set("Attribute", attribute);
    }

    /** Changes what an attribute is called, asked for and limited to; what is left out stays, and so does its kind. */
    public static OrganizationRequest updateAttribute(String entityName, AttributeMetadata attribute) {
        return new OrganizationRequest("UpdateAttribute")
                .set("EntityName", entityName)
                .set("Attribute", attribute);
    }

    /** Removes a custom attribute with its values. */
    public static OrganizationRequest deleteAttribute(String entityName, String logicalName) {
        return new OrganizationRequest("DeleteAttribute")
                .set("EntityLogicalName", entityName)
                .set("LogicalName", logicalName);
    }

    /**
     * Adds a lookup with its relationship; answers {@code AttributeId} and {@code RelationshipId}.
     *
     * @param lookup the attribute to add to the referencing entity; its targets are those of the relationship
     */
    public static OrganizationRequest createOneToMany(
            OneToManyRelationshipMetadata relationship, AttributeMetadata lookup) {
        return new OrganizationRequest("CreateOneToMany")
                .set("OneToManyRelationship", relationship)
                .set("Lookup", lookup);
    }

    /** Adds a many-to-many relationship; answers {@code ManyToManyRelationshipId}. */
    public static OrganizationRequest createManyToMany(ManyToManyRelationshipMetadata relationship) {
        return new OrganizationRequest("CreateManyToMany")
                .set("ManyToManyRelationship", relationship)
                .set("IntersectEntitySchemaName", relationship.intersectEntityName());
    }

    /** Removes a custom relationship by its schema name: a many-to-many with its pairs, a one-to-many with its lookup. */
    public static OrganizationRequest deleteRelationship(String schemaName) {
        return new OrganizationRequest("DeleteRelationship").set("Name", schemaName);
    }

    /**
     * Adds an option to a picklist; answers {@code NewOptionValue}.
     *
     * @param value its number; null takes the next free one from 100,000,000
     */
    public static OrganizationRequest insertOptionValue(
            String entityName, String attribute, @Nullable Integer value, String label) {
        return option("InsertOptionValue", entityName, attribute, value).set("Label", label);
    }

    /** Adds a status reason to a state; answers {@code NewOptionValue}. */
    public static OrganizationRequest insertStatusValue(
            String entityName, String attribute, @Nullable Integer value, String label, int state) {
        return option("InsertStatusValue", entityName, attribute, value)
                .set("Label", label)
                .set("StateCode", state);
    }

    /** Gives an option another label. */
    public static OrganizationRequest updateOptionValue(String entityName, String attribute, int value, String label) {
        return option("UpdateOptionValue", entityName, attribute, value).set("Label", label);
    }

    /** Removes an option; records that have it keep its number. */
    public static OrganizationRequest deleteOptionValue(String entityName, String attribute, int value) {
        return option("DeleteOptionValue", entityName, attribute, value);
    }

    /** Puts the options into this order, in which each is named once. */
    public static OrganizationRequest orderOption(String entityName, String attribute, List<Integer> values) {
        return option("OrderOption", entityName, attribute, null).set("Values", List.copyOf(values));
    }

    private static OrganizationRequest option(
            String message, String entityName, String attribute, @Nullable Integer value) {
        return new OrganizationRequest(message)
                .set("EntityLogicalName", entityName)
                .set("AttributeLogicalName", attribute)
                .set("Value", value);
    }

    /** Adds an alternate key; answers {@code EntityKeyId}; 0x80060892 when records have the same values already. */
    public static OrganizationRequest createEntityKey(String entityName, EntityKeyMetadata key) {
        return new OrganizationRequest("CreateEntityKey")
                .set("EntityName", entityName)
                .set("EntityKey", key);
    }

    /** Removes an alternate key. */
    public static OrganizationRequest deleteEntityKey(String entityName, String name) {
        return new OrganizationRequest("DeleteEntityKey")
                .set("EntityLogicalName", entityName)
                .set("Name", name);
    }

    /** Reads an entity; answers {@code EntityMetadata}. */
    public static OrganizationRequest retrieveEntity(String logicalName) {
        return new OrganizationRequest("RetrieveEntity").set("LogicalName", logicalName);
    }

    /** Reads all entities; answers {@code EntityMetadata}, a list, and {@code Timestamp}, their version. */
    public static OrganizationRequest retrieveAllEntities() {
        return new OrganizationRequest("RetrieveAllEntities");
    }

    /** Reads an attribute; answers {@code AttributeMetadata}. */
    public static OrganizationRequest retrieveAttribute(String entityName, String logicalName) {
        return new OrganizationRequest("RetrieveAttribute")
                .set("EntityLogicalName", entityName)
                .set("LogicalName", logicalName);
    }

    /** Reads a relationship by its schema name; answers {@code RelationshipMetadata}, of either kind. */
    public static OrganizationRequest retrieveRelationship(String schemaName) {
        return new OrganizationRequest("RetrieveRelationship").set("Name", schemaName);
    }

    /**
     * Reads all entities if anything has changed; answers {@code ServerVersionStamp} and {@code EntityMetadata}, an empty
     * list when nothing has.
     *
     * @param clientVersionStamp the stamp of the last answer; null for the first
     */
    public static OrganizationRequest retrieveMetadataChanges(@Nullable String clientVersionStamp) {
        return new OrganizationRequest("RetrieveMetadataChanges").set("ClientVersionStamp", clientVersionStamp);
    }

    /** Does nothing, because changes are there at once; programs written for Dynamics send it. */
    public static OrganizationRequest publishAllXml() {
        return new OrganizationRequest("PublishAllXml");
    }
}
