package io.nightshift.platform.customization;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OneToManyRelationshipMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.metadata.EntityHeader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** The messages that read and change metadata. */
public final class MetadataMessages {

    private MetadataMessages() {}

    /** Gives the changes of an organization's metadata. */
    @FunctionalInterface
    public interface Changes {
        /** Those of the organization with this name. */
        MetadataChanges of(String organization) throws SQLException;
    }

    /** All of them, one line each. */
    public static List<Message> of(Changes changes) {
        List<Message> all = new ArrayList<>(List.of(
                new ChangeMessage("CreateEntity", changes, MetadataMessages::createEntity),
                new ChangeMessage("UpdateEntity", changes, MetadataMessages::updateEntity),
                new ChangeMessage("DeleteEntity", changes, MetadataMessages::deleteEntity),
                new ChangeMessage("CreateAttribute", changes, MetadataMessages::createAttribute),
                new ChangeMessage("UpdateAttribute", changes, MetadataMessages::updateAttribute),
                new ChangeMessage("DeleteAttribute", changes, MetadataMessages::deleteAttribute),
                new ChangeMessage("CreateOneToMany", changes, MetadataMessages::createOneToMany),
                new ChangeMessage("CreateManyToMany", changes, MetadataMessages::createManyToMany),
                new ChangeMessage("DeleteRelationship", changes, MetadataMessages::deleteRelationship),
                new ChangeMessage("CreateEntityKey", changes, MetadataMessages::createKey),
                new ChangeMessage("DeleteEntityKey", changes, MetadataMessages::deleteKey),
                new ChangeMessage("InsertOptionValue", changes, OptionChanges::insert),
                new ChangeMessage("InsertStatusValue", changes, OptionChanges::insert),
                new ChangeMessage("UpdateOptionValue", changes, OptionChanges::update),
                new ChangeMessage("DeleteOptionValue", changes, OptionChanges::delete),
                new ChangeMessage("OrderOption", changes, OptionChanges::order)));
        all.addAll(List.of(
                new AnswerMessage("RetrieveEntity", MetadataMessages::entity),
                new AnswerMessage("RetrieveAllEntities", MetadataMessages::entities),
                new AnswerMessage("RetrieveAttribute", MetadataMessages::attribute),
                new AnswerMessage("RetrieveRelationship", MetadataMessages::relationship),
                new AnswerMessage("RetrieveMetadataChanges", MetadataMessages::changes),
                // What is changed is there at once, so there is nothing to publish.
                new AnswerMessage("PublishXml", (_, request) -> answer(request)),
                new AnswerMessage("PublishAllXml", (_, request) -> answer(request))));
        return all;
    }

    static OrganizationResponse answer(OrganizationRequest request) {
        return new OrganizationResponse(request.requestName());
    }

    private static OrganizationResponse createEntity(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        EntityHeader entity = request.required("Entity", EntityHeader.class);
        io.nightshift.sdk.metadata.AttributeMetadata name =
                request.required("PrimaryAttribute", io.nightshift.sdk.metadata.AttributeMetadata.class);
        changes.createEntity(metadata -> GivenDefinitions.entity(metadata, entity, name));
        return answer(request)
                .set("EntityId", MetadataId.ofEntity(entity.logicalName()))
                .set("AttributeId", MetadataId.ofAttribute(entity.logicalName(), name.logicalName()));
    }

    private static OrganizationResponse updateEntity(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        EntityHeader entity = request.required("Entity", EntityHeader.class);
        changes.updateEntity(entity.logicalName(), had -> GivenDefinitions.changed(had, entity));
        return answer(request);
    }

    private static OrganizationResponse deleteEntity(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        changes.deleteEntity(request.required("LogicalName", String.class));
        return answer(request);
    }

    private static OrganizationResponse createAttribute(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        String entity = request.required("EntityName", String.class);
        io.nightshift.sdk.metadata.AttributeMetadata given =
                request.required("Attribute", io.nightshift.sdk.metadata.AttributeMetadata.class);
        AttributeMetadata attribute = GivenDefinitions.attribute(given);
        List<OneToManyRelationshipMetadata> relationships = attribute.type().targetEntities().stream()
                .map(target -> new OneToManyRelationshipMetadata(
                        target + "_" + entity + "_" + attribute.logicalName(),
                        target,
                        entity,
                        attribute.logicalName(),
                        CascadeConfiguration.REFERENTIAL))
                .toList();
        return created(changes, request, entity, given, relationships);
    }

    private static OrganizationResponse created(
            MetadataChanges changes,
            OrganizationRequest request,
            String entity,
            io.nightshift.sdk.metadata.AttributeMetadata given,
            List<OneToManyRelationshipMetadata> relationships)
            throws SQLException {
        changes.createAttribute(
                entity,
                GivenDefinitions.attribute(given),
                relationships,
                !Boolean.FALSE.equals(given.isAuditEnabled()));
        return answer(request).set("AttributeId", MetadataId.ofAttribute(entity, given.logicalName()));
    }

    private static OrganizationResponse updateAttribute(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        String entity = request.required("EntityName", String.class);
        io.nightshift.sdk.metadata.AttributeMetadata given =
                request.required("Attribute", io.nightshift.sdk.metadata.AttributeMetadata.class);
        changes.updateAttribute(
                entity,
                given.logicalName(),
                (metadata, had) -> GivenDefinitions.changed(metadata, had, given),
                given.isAuditEnabled());
        return answer(request);
    }

    private static OrganizationResponse deleteAttribute(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        changes.deleteAttribute(
                request.required("EntityLogicalName", String.class), request.required("LogicalName", String.class));
        return answer(request);
    }

    private static OrganizationResponse createOneToMany(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        io.nightshift.sdk.metadata.OneToManyRelationshipMetadata given = request.required(
                "OneToManyRelationship", io.nightshift.sdk.metadata.OneToManyRelationshipMetadata.class);
        io.nightshift.sdk.metadata.AttributeMetadata lookup =
                request.required("Lookup", io.nightshift.sdk.metadata.AttributeMetadata.class);
        if (!lookup.logicalName().equals(given.referencingAttribute())) {
            throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault("The relationship " + given.schemaName()
                    + " follows the attribute " + given.referencingAttribute() + ", which is not the lookup "
                    + lookup.logicalName() + ".");
        }
        lookup.targets(List.of(given.referencedEntity()));
        OneToManyRelationshipMetadata relationship = new OneToManyRelationshipMetadata(
                given.schemaName(),
                given.referencedEntity(),
                given.referencingEntity(),
                given.referencingAttribute(),
                GivenDefinitions.cascade(given.cascadeConfiguration()));
        return created(changes, request, given.referencingEntity(), lookup, List.of(relationship))
                .set("RelationshipId", MetadataId.ofRelationship(given.schemaName()));
    }

    private static OrganizationResponse createManyToMany(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata given = request.required(
                "ManyToManyRelationship", io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata.class);
        changes.createManyToMany(new ManyToManyRelationshipMetadata(
                given.schemaName(),
                Objects.requireNonNullElse(
                        request.get("IntersectEntitySchemaName", String.class), given.intersectEntityName()),
                given.entity1LogicalName(),
                given.entity2LogicalName()));
        return answer(request).set("ManyToManyRelationshipId", MetadataId.ofRelationship(given.schemaName()));
    }

    private static OrganizationResponse deleteRelationship(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        String name = request.required("Name", String.class);
        OneToManyRelationshipMetadata lookup =
                changes.metadata().oneToMany(name).orElse(null);
        if (lookup == null) {
            changes.deleteManyToMany(name);
        } else if (changes.metadata()
                        .entity(lookup.referencingEntity())
                        .attribute(lookup.referencingAttribute())
                        .type()
                        .targetEntities()
                        .size()
                > 1) {
            throw FaultCode.INVALID_RELATIONSHIP_TYPE.fault(
                    "The relationship " + name + " is one of several of the lookup " + lookup.referencingAttribute()
                            + "; delete that attribute, and all of them with it.");
        } else {
            changes.deleteAttribute(lookup.referencingEntity(), lookup.referencingAttribute());
        }
        return answer(request);
    }

    private static OrganizationResponse createKey(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        String entity = request.required("EntityName", String.class);
        io.nightshift.sdk.metadata.EntityKeyMetadata key =
                request.required("EntityKey", io.nightshift.sdk.metadata.EntityKeyMetadata.class);
        changes.createKey(entity, new EntityKeyMetadata(key.logicalName(), key.keyAttributes()));
        UUID id = MetadataId.ofKey(entity, key.logicalName());
        return answer(request).set("EntityKeyId", id);
    }

    private static OrganizationResponse deleteKey(MetadataChanges changes, OrganizationRequest request)
            throws SQLException {
        changes.deleteKey(request.required("EntityLogicalName", String.class), request.required("Name", String.class));
        return answer(request);
    }

    private static OrganizationResponse entity(OrganizationMetadata metadata, OrganizationRequest request) {
        return answer(request)
                .set(
                        "EntityMetadata",
                        DefinitionAnswers.entity(
                                metadata, metadata.entity(request.required("LogicalName", String.class))));
    }

    private static OrganizationResponse entities(OrganizationMetadata metadata, OrganizationRequest request) {
        return answer(request)
                .set(
                        "EntityMetadata",
                        metadata.entities().stream()
                                .map(entity -> DefinitionAnswers.entity(metadata, entity))
                                .toList())
                .set("Timestamp", Long.toString(metadata.version()));
    }

    private static OrganizationResponse attribute(OrganizationMetadata metadata, OrganizationRequest request) {
        io.nightshift.platform.metadata.EntityMetadata entity =
                metadata.entity(request.required("EntityLogicalName", String.class));
        AttributeMetadata attribute = entity.attribute(request.required("LogicalName", String.class));
        return answer(request).set("AttributeMetadata", DefinitionAnswers.attribute(entity, attribute));
    }

    private static OrganizationResponse relationship(OrganizationMetadata metadata, OrganizationRequest request) {
        String name = request.required("Name", String.class);
        Object found = metadata.oneToMany(name)
                .<Object>map(DefinitionAnswers::relationship)
                .or(() -> metadata.manyToMany(name).map(DefinitionAnswers::relationship))
                .orElseThrow(() -> FaultCode.INVALID_RELATIONSHIP_TYPE.fault("There is no relationship of that name."));
        return answer(request).set("RelationshipMetadata", found);
    }

    private static OrganizationResponse changes(OrganizationMetadata metadata, OrganizationRequest request) {
        String stamp = Long.toString(metadata.version());
        boolean same = stamp.equals(request.get("ClientVersionStamp", String.class));
        return answer(request)
                .set(
                        "EntityMetadata",
                        same ? List.of() : entities(metadata, request).get("EntityMetadata"))
                .set("ServerVersionStamp", stamp);
    }
}
