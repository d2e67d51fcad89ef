package io.nightshift.sdk.metadata;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attribute of an entity (Dynamics: AttributeMetadata and its subclasses). Limits of other kinds than its own are
 * refused by the messages with 0x80040203. Not thread-safe while it is put together.
 */
public final class AttributeMetadata {

    private final String logicalName;
    private final AttributeTypeCode attributeType;
    private @Nullable String displayName;
    private @Nullable AttributeRequiredLevel requiredLevel;
    private @Nullable Boolean isAuditEnabled;
    private @Nullable Integer maxLength;
    private @Nullable BigDecimal minValue;
    private @Nullable BigDecimal maxValue;
    private @Nullable Integer precision;
    private @Nullable DateTimeBehavior dateTimeBehavior;
    private @Nullable List<OptionMetadata> options;
    private @Nullable Integer defaultValue;
    private @Nullable List<String> targets;
    private @Nullable Integer maxSizeInKB;
    private boolean isValidForCreate = true;
    private boolean isValidForUpdate = true;
    private boolean isCustomAttribute = true;

    /** An attribute of this kind. An own attribute's name begins with a customization prefix, as {@code new_size} does. */
    public AttributeMetadata(String logicalName, AttributeTypeCode attributeType) {
        this.logicalName = logicalName;
        this.attributeType = attributeType;
    }

    /** The name in requests, in lower case. */
    public String logicalName() {
        return logicalName;
    }

    /** The kind. */
    public AttributeTypeCode attributeType() {
        return attributeType;
    }

    /** What people see; the logical name unless it is given. */
    public @Nullable String displayName() {
        return displayName;
    }

    /** Sets what people see. */
    public AttributeMetadata displayName(@Nullable String value) {
        this.displayName = value;
        return this;
    }

    /** Whether it must have a value; {@link AttributeRequiredLevel#NONE} unless it is given. */
    public @Nullable AttributeRequiredLevel requiredLevel() {
        return requiredLevel;
    }

    /** Sets whether it must have a value. */
    public AttributeMetadata requiredLevel(@Nullable AttributeRequiredLevel value) {
        this.requiredLevel = value;
        return this;
    }

    /** Whether its changes are audited, where its entity is; yes unless it is given. */
    public @Nullable Boolean isAuditEnabled() {
        return isAuditEnabled;
    }

    /** Sets whether its changes are audited. */
    public AttributeMetadata auditEnabled(@Nullable Boolean value) {
        this.isAuditEnabled = value;
        return this;
    }

    /** Characters that a text may have: 1 to 4,000 of a string (100 unless given), more of a memo (2,000 unless given). */
    public @Nullable Integer maxLength() {
        return maxLength;
    }

    /** Sets how long a text may be. */
    public AttributeMetadata maxLength(@Nullable Integer value) {
        this.maxLength = value;
        return this;
    }

    /** The least number; the least of its kind unless it is given. */
    public @Nullable BigDecimal minValue() {
        return minValue;
    }

    /** The greatest number; the greatest of its kind unless it is given. */
    public @Nullable BigDecimal maxValue() {
        return maxValue;
    }

    /** Sets the range of a number, both ends included. */
    public AttributeMetadata range(@Nullable BigDecimal least, @Nullable BigDecimal greatest) {
        this.minValue = least;
        this.maxValue = greatest;
        return this;
    }

    /** Digits after the point of a decimal, double or amount of money; 2 unless it is given. */
    public @Nullable Integer precision() {
        return precision;
    }

    /** Sets the digits after the point. */
    public AttributeMetadata precision(@Nullable Integer value) {
        this.precision = value;
        return this;
    }

    /** What a date-time means; {@link DateTimeBehavior#USER_LOCAL} unless it is given. */
    public @Nullable DateTimeBehavior dateTimeBehavior() {
        return dateTimeBehavior;
    }

    /** Sets what a date-time means; only when it is created. */
    public AttributeMetadata dateTimeBehavior(@Nullable DateTimeBehavior value) {
        this.dateTimeBehavior = value;
        return this;
    }

    /** The options of a picklist, boolean, state or status; null for other kinds. */
    public @Nullable List<OptionMetadata> options() {
        return options;
    }

    /** Sets the options. */
    public AttributeMetadata options(@Nullable List<OptionMetadata> value) {
        this.options = value == null ? null : List.copyOf(value);
        return this;
    }

    /** The option of new records: of a picklist its number, of a boolean 0 or 1. */
    public @Nullable Integer defaultValue() {
        return defaultValue;
    }

    /** Sets the option of new records. */
    public AttributeMetadata defaultValue(@Nullable Integer value) {
        this.defaultValue = value;
        return this;
    }

    /** The entities that a lookup may refer to; null for other kinds. */
    public @Nullable List<String> targets() {
        return targets;
    }

    /** Sets the entities that a lookup may refer to; only when it is created. */
    public AttributeMetadata targets(@Nullable List<String> value) {
        this.targets = value == null ? null : List.copyOf(value);
        return this;
    }

    /** How large a file may be; 32,768 unless it is given. */
    public @Nullable Integer maxSizeInKB() {
        return maxSizeInKB;
    }

    /** Sets how large a file may be. */
    public AttributeMetadata maxSizeInKB(@Nullable Integer value) {
        this.maxSizeInKB = value;
        return this;
    }

    /** Whether a create may carry it. */
    public boolean isValidForCreate() {
        return isValidForCreate;
    }

    /** Whether an update may carry it. */
    public boolean isValidForUpdate() {
        return isValidForUpdate;
    }

    /** Whether the organization made it. */
    public boolean isCustomAttribute() {
        return isCustomAttribute;
    }

    /** Sets what only the platform says. */
    public AttributeMetadata known(boolean forCreate, boolean forUpdate, boolean custom) {
        this.isValidForCreate = forCreate;
        this.isValidForUpdate = forUpdate;
        this.isCustomAttribute = custom;
        return this;
    }
}
