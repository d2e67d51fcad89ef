package io.nightshift.platform.customization;

import io.nightshift.platform.metadata.AttributeType;
import io.nightshift.platform.metadata.AttributeType.BigIntType;
import io.nightshift.platform.metadata.AttributeType.BooleanType;
import io.nightshift.platform.metadata.AttributeType.CustomerType;
import io.nightshift.platform.metadata.AttributeType.DateTimeType;
import io.nightshift.platform.metadata.AttributeType.DecimalType;
import io.nightshift.platform.metadata.AttributeType.DoubleType;
import io.nightshift.platform.metadata.AttributeType.FileType;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.MemoType;
import io.nightshift.platform.metadata.AttributeType.MoneyType;
import io.nightshift.platform.metadata.AttributeType.MultiSelectPicklistType;
import io.nightshift.platform.metadata.AttributeType.OwnerType;
import io.nightshift.platform.metadata.AttributeType.PicklistType;
import io.nightshift.platform.metadata.AttributeType.StateType;
import io.nightshift.platform.metadata.AttributeType.StatusType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.AttributeType.UniqueIdentifierType;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeRequiredLevel;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.metadata.CascadeConfiguration;
import io.nightshift.sdk.metadata.CascadeType;
import io.nightshift.sdk.metadata.DateTimeBehavior;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.metadata.EntityKeyMetadata;
import io.nightshift.sdk.metadata.EntityMetadata;
import io.nightshift.sdk.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OneToManyRelationshipMetadata;
import io.nightshift.sdk.metadata.OptionMetadata;
import io.nightshift.sdk.metadata.OwnershipTypes;
import java.math.BigDecimal;

/** The platform's metadata in the classes that callers know. */
final class DefinitionAnswers {

    private DefinitionAnswers() {}

    static EntityMetadata entity(OrganizationMetadata all, io.nightshift.platform.metadata.EntityMetadata entity) {
        String name = entity.logicalName();
        return new EntityMetadata(
                header(entity),
                entity.all().stream().map(each -> attribute(entity, each)).toList(),
                entity.keys().stream()
                        .map(key -> new EntityKeyMetadata(key.logicalName(), key.attributes()))
                        .toList(),
                entity.manyToOne().stream().map(DefinitionAnswers::relationship).toList(),
                all.referencing(name).stream()
                        .map(DefinitionAnswers::relationship)
                        .toList(),
                all.manyToMany().stream()
                        .filter(pair ->
                                pair.entity1().equals(name) || pair.entity2().equals(name))
                        .map(DefinitionAnswers::relationship)
                        .toList());
    }

    private static EntityHeader header(io.nightshift.platform.metadata.EntityMetadata entity) {
        return new EntityHeader(entity.logicalName())
                .displayName(entity.names().displayName())
                .displayCollectionName(entity.names().displayCollectionName())
                .entitySetName(entity.names().entitySetName())
                .ownershipType(ownership(entity.ownership()))
                .auditEnabled(entity.auditing().enabled())
                .known(
                        entity.primaryIdAttribute(),
                        entity.primaryNameAttribute(),
                        entity.names().objectTypeCode(),
                        entity.custom());
    }

    static OwnershipTypes ownership(OwnershipType ownership) {
        return switch (ownership) {
            case USER -> OwnershipTypes.USER_OWNED;
            case BUSINESS_UNIT -> OwnershipTypes.BUSINESS_OWNED;
            case ORGANIZATION -> OwnershipTypes.ORGANIZATION_OWNED;
            case NONE -> OwnershipTypes.NONE;
        };
    }

    static AttributeMetadata attribute(
            io.nightshift.platform.metadata.EntityMetadata entity,
            io.nightshift.platform.metadata.AttributeMetadata attribute) {
        AttributeMetadata answer = new AttributeMetadata(attribute.logicalName(), code(attribute.type()))
                .displayName(attribute.displayName())
                .requiredLevel(
                        AttributeRequiredLevel.valueOf(attribute.required().name()))
                .auditEnabled(!entity.auditing().without().contains(attribute.logicalName()))
                .known(attribute.access().forCreate(), attribute.access().forUpdate(), attribute.custom());
        limits(answer, attribute.type());
        if (attribute.type().isReference()) {
            answer.targets(attribute.type().targetEntities());
        }
        if (!attribute.type().options().options().isEmpty()) {
            answer.options(attribute.type().options().options().stream()
                    .map(option -> new OptionMetadata(option.value(), option.label(), option.state()))
                    .toList());
        }
        return answer;
    }

    private static void limits(AttributeMetadata answer, AttributeType type) {
        switch (type) {
            case StringType text -> answer.maxLength(text.maxLength());
            case MemoType text -> answer.maxLength(text.maxLength());
            case IntegerType number ->
                answer.range(BigDecimal.valueOf(number.minValue()), BigDecimal.valueOf(number.maxValue()));
            case DecimalType number ->
                answer.range(number.minValue(), number.maxValue()).precision(number.precision());
            case DoubleType number ->
                answer.range(number.minValue(), number.maxValue()).precision(number.precision());
            case MoneyType number ->
                answer.range(number.minValue(), number.maxValue()).precision(number.precision());
            case DateTimeType time ->
                answer.dateTimeBehavior(DateTimeBehavior.valueOf(time.behavior().name()));
            case BooleanType yesNo -> answer.defaultValue(yesNo.defaultValue() ? 1 : 0);
            case PicklistType picklist -> answer.defaultValue(picklist.defaultValue());
            case FileType file -> answer.maxSizeInKB(file.maxSizeInKb());
            default -> {}
        }
    }

    private static AttributeTypeCode code(AttributeType type) {
        return switch (type) {
            case StringType _ -> AttributeTypeCode.STRING;
            case MemoType _ -> AttributeTypeCode.MEMO;
            case IntegerType _ -> AttributeTypeCode.INTEGER;
            case BigIntType _ -> AttributeTypeCode.BIG_INT;
            case DecimalType _ -> AttributeTypeCode.DECIMAL;
            case DoubleType _ -> AttributeTypeCode.DOUBLE;
            case MoneyType _ -> AttributeTypeCode.MONEY;
            case BooleanType _ -> AttributeTypeCode.BOOLEAN;
            case DateTimeType _ -> AttributeTypeCode.DATE_TIME;
            case UniqueIdentifierType _ -> AttributeTypeCode.UNIQUEIDENTIFIER;
            case LookupType _ -> AttributeTypeCode.LOOKUP;
            case CustomerType _ -> AttributeTypeCode.CUSTOMER;
            case OwnerType _ -> AttributeTypeCode.OWNER;
            case PicklistType _ -> AttributeTypeCode.PICKLIST;
            case MultiSelectPicklistType _ -> AttributeTypeCode.MULTI_SELECT_PICKLIST;
            case StateType _ -> AttributeTypeCode.STATE;
            case StatusType _ -> AttributeTypeCode.STATUS;
            case FileType _ -> AttributeTypeCode.FILE;
        };
    }

    static OneToManyRelationshipMetadata relationship(
            io.nightshift.platform.metadata.OneToManyRelationshipMetadata relationship) {
        io.nightshift.platform.metadata.CascadeConfiguration cascade = relationship.cascade();
        return new OneToManyRelationshipMetadata(
                relationship.schemaName(),
                relationship.referencedEntity(),
                relationship.referencingEntity(),
                relationship.referencingAttribute(),
                new CascadeConfiguration(
                        type(cascade.assign()),
                        type(cascade.delete()),
                        type(cascade.merge()),
                        type(cascade.reparent())));
    }

    private static CascadeType type(io.nightshift.platform.metadata.CascadeType type) {
        return CascadeType.valueOf(type.name());
    }

    static ManyToManyRelationshipMetadata relationship(
            io.nightshift.platform.metadata.ManyToManyRelationshipMetadata pair) {
        return new ManyToManyRelationshipMetadata(
                pair.schemaName(), pair.intersectEntityName(), pair.entity1(), pair.entity2());
    }
}
