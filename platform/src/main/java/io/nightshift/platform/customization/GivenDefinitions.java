package io.nightshift.platform.customization;

import io.nightshift.platform.metadata.AttributeMetadata.Access;
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
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.platform.metadata.CascadeType;
import io.nightshift.platform.metadata.CustomEntities;
import io.nightshift.platform.metadata.DateTimeBehavior;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.EntityNames;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.platform.metadata.OptionSetMetadata;
import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.platform.metadata.OwnershipType;
import io.nightshift.platform.metadata.RequiredLevel;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.metadata.AttributeMetadata;
import io.nightshift.sdk.metadata.AttributeRequiredLevel;
import io.nightshift.sdk.metadata.AttributeTypeCode;
import io.nightshift.sdk.metadata.EntityHeader;
import io.nightshift.sdk.metadata.OwnershipTypes;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What callers say of entities as the platform's metadata; what they leave out is as usual, or as it is. */
final class GivenDefinitions {

    private static final Set<AttributeTypeCode> THE_PLATFORMS =
            EnumSet.of(AttributeTypeCode.OWNER, AttributeTypeCode.STATE, AttributeTypeCode.STATUS);

    private static final OptionSetMetadata NO_YES =
            OptionSetMetadata.of(new OptionMetadata(0, "No"), new OptionMetadata(1, "Yes"));

    private GivenDefinitions() {}

    /** A new entity, whose number follows those that are there. */
    static EntityMetadata entity(OrganizationMetadata metadata, EntityHeader given, AttributeMetadata primaryName) {
        if (primaryName.attributeType() != AttributeTypeCode.STRING) {
            throw FaultCode.PRIMARY_NAME_NOT_FOUND.fault(
                    "The primary attribute of " + given.logicalName() + " is a String; it names the records.");
        }
        String name = given.logicalName();
        String one = Objects.requireNonNullElse(given.displayName(), name);
        EntityNames names = new EntityNames(
                one,
                Objects.requireNonNullElse(given.displayCollectionName(), one),
                Objects.requireNonNullElseGet(given.entitySetName(), () -> plural(name)),
                CustomEntities.nextTypeCode(metadata));
        EntityMetadata entity =
                CustomEntities.of(name, names, ownership(given.ownershipType()), attribute(primaryName));
        return entity.withAuditing(entity.auditing().enabled(Boolean.TRUE.equals(given.isAuditEnabled())));
    }

    private static OwnershipType ownership(@Nullable OwnershipTypes given) {
        return switch (given) {
            case null -> OwnershipType.USER;
            case USER_OWNED -> OwnershipType.USER;
            case ORGANIZATION_OWNED -> OwnershipType.ORGANIZATION;
            case BUSINESS_OWNED, NONE ->
                throw FaultCode.INVALID_ARGUMENT.fault(
                        "An entity of the organization's own belongs to users or to the organization.");
        };
    }

    private static String plural(String name) {
        if (name.endsWith("s") || name.endsWith("x") || name.endsWith("ch") || name.endsWith("sh")) {
            return name + "es";
        }
        return name.matches(".*[^aeiou]y") ? name.substring(0, name.length() - 1) + "ies" : name + "s";
    }

    /** An entity changed as far as the header says. */
    static EntityMetadata changed(EntityMetadata had, EntityHeader given) {
        if ((given.ownershipType() != null && given.ownershipType() != DefinitionAnswers.ownership(had.ownership()))
                || (given.entitySetName() != null
                        && !given.entitySetName().equals(had.names().entitySetName()))) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The entity " + had.logicalName() + " keeps its ownership and its entity set.");
        }
        EntityNames names = new EntityNames(
                Objects.requireNonNullElse(given.displayName(), had.names().displayName()),
                Objects.requireNonNullElse(
                        given.displayCollectionName(), had.names().displayCollectionName()),
                had.names().entitySetName(),
                had.names().objectTypeCode());
        boolean audited = Objects.requireNonNullElse(
                given.isAuditEnabled(), had.auditing().enabled());
        return had.withNames(names).withAuditing(had.auditing().enabled(audited));
    }

    /** A new attribute. */
    static io.nightshift.platform.metadata.AttributeMetadata attribute(AttributeMetadata given) {
        if (THE_PLATFORMS.contains(given.attributeType())) {
            throw FaultCode.WRONG_ATTRIBUTE_TYPE.fault(
                    "The attribute " + given.logicalName() + " cannot be of the type "
                            + given.attributeType().word() + ", which the platform gives to entities itself.");
        }
        if (given.requiredLevel() == AttributeRequiredLevel.SYSTEM_REQUIRED) {
            throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + given.logicalName()
                    + " cannot be required by the system; take ApplicationRequired, by which forms ask for it.");
        }
        return new io.nightshift.platform.metadata.AttributeMetadata(
                given.logicalName(),
                Objects.requireNonNullElse(given.displayName(), given.logicalName()),
                type(given),
                required(given),
                Access.WRITE,
                true);
    }

    /** An attribute changed as far as what is given says. */
    static io.nightshift.platform.metadata.AttributeMetadata changed(
            EntityMetadata entity, io.nightshift.platform.metadata.AttributeMetadata had, AttributeMetadata given) {
        AttributeMetadata is = DefinitionAnswers.attribute(entity, had);
        if (given.attributeType() != is.attributeType()) {
            throw FaultCode.INVALID_ARGUMENT.fault("The attribute " + had.logicalName() + " of " + entity.logicalName()
                    + " stays a " + is.attributeType().word() + ".");
        }
        AttributeMetadata merged = new AttributeMetadata(had.logicalName(), is.attributeType())
                .displayName(or(given.displayName(), is.displayName()))
                .requiredLevel(or(given.requiredLevel(), is.requiredLevel()))
                .maxLength(or(given.maxLength(), is.maxLength()))
                .range(or(given.minValue(), is.minValue()), or(given.maxValue(), is.maxValue()))
                .precision(or(given.precision(), is.precision()))
                .dateTimeBehavior(or(given.dateTimeBehavior(), is.dateTimeBehavior()))
                .options(or(given.options(), is.options()))
                .defaultValue(or(given.defaultValue(), is.defaultValue()))
                .targets(or(given.targets(), is.targets()))
                .maxSizeInKB(or(given.maxSizeInKB(), is.maxSizeInKB()));
        return new io.nightshift.platform.metadata.AttributeMetadata(
                had.logicalName(),
                Objects.requireNonNullElse(merged.displayName(), had.displayName()),
                type(merged),
                required(merged),
                had.access(),
                had.custom());
    }

    private static <T> @Nullable T or(@Nullable T given, @Nullable T otherwise) {
        return given == null ? otherwise : given;
    }

    private static RequiredLevel required(AttributeMetadata given) {
        return given.requiredLevel() == null
                ? RequiredLevel.NONE
                : RequiredLevel.valueOf(given.requiredLevel().name());
    }

    private static AttributeType type(AttributeMetadata given) {
        LimitRules.check(given);
        return switch (given.attributeType()) {
            case STRING -> new StringType(or(given.maxLength(), 100));
            case MEMO -> new MemoType(or(given.maxLength(), 2000));
            case INTEGER ->
                new IntegerType(
                        whole(given, given.minValue(), Integer.MIN_VALUE),
                        whole(given, given.maxValue(), Integer.MAX_VALUE));
            case BIG_INT -> new BigIntType();
            case DECIMAL ->
                new DecimalType(least(given, DecimalType.MOST), most(given, DecimalType.MOST), digits(given));
            case DOUBLE -> new DoubleType(least(given, DecimalType.MOST), most(given, DecimalType.MOST), digits(given));
            case MONEY -> new MoneyType(least(given, MoneyType.MOST), most(given, MoneyType.MOST), digits(given));
            case BOOLEAN ->
                new BooleanType(
                        Integer.valueOf(1).equals(given.defaultValue()),
                        given.options() == null ? NO_YES : options(given));
            case DATE_TIME ->
                new DateTimeType(
                        given.dateTimeBehavior() == null
                                ? DateTimeBehavior.USER_LOCAL
                                : DateTimeBehavior.valueOf(
                                        given.dateTimeBehavior().name()));
            case UNIQUEIDENTIFIER -> new UniqueIdentifierType();
            case LOOKUP -> new LookupType(given.targets() == null ? List.of() : given.targets());
            case CUSTOMER -> new CustomerType();
            case OWNER -> new OwnerType();
            case PICKLIST -> new PicklistType(options(given), given.defaultValue());
            case MULTI_SELECT_PICKLIST -> new MultiSelectPicklistType(options(given));
            case STATE -> new StateType(options(given));
            case STATUS -> new StatusType(options(given));
            case FILE -> new FileType(or(given.maxSizeInKB(), 32_768));
        };
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private static int whole(AttributeMetadata given, @Nullable BigDecimal value, int otherwise) {
        try {
            return value == null ? otherwise : value.intValueExact();
        } catch (ArithmeticException e) {
            throw FaultCode.INTEGER_OUT_OF_RANGE.fault(
                    "The range of " + given.logicalName() + " is not one of whole numbers of 32 bits.");
        }
    }

    private static BigDecimal least(AttributeMetadata given, BigDecimal widest) {
        return given.minValue() == null ? widest.negate() : given.minValue();
    }

    private static BigDecimal most(AttributeMetadata given, BigDecimal widest) {
        return given.maxValue() == null ? widest : given.maxValue();
    }

    private static int digits(AttributeMetadata given) {
        return or(given.precision(), 2);
    }

    private static OptionSetMetadata options(AttributeMetadata given) {
        List<io.nightshift.sdk.metadata.OptionMetadata> options =
                Objects.requireNonNullElse(given.options(), List.of());
        return new OptionSetMetadata(options.stream()
                .map(option -> new OptionMetadata(option.value(), option.label(), option.state()))
                .toList());
    }

    static CascadeConfiguration cascade(io.nightshift.sdk.metadata.CascadeConfiguration given) {
        return new CascadeConfiguration(
                type(given.assign()), type(given.delete()), type(given.merge()), type(given.reparent()));
    }

    private static CascadeType type(io.nightshift.sdk.metadata.CascadeType given) {
        return CascadeType.valueOf(given.name());
    }
}
