package io.nightshift.platform.metadata;

import org.jspecify.annotations.Nullable;

/**
 * An attribute of an entity (Dynamics: AttributeMetadata).
 *
 * @param logicalName the name on the wire and of the column: lower case, at most 50 characters
 * @param displayName what people see
 * @param access what callers may do with it
 * @param custom whether the organization added it; a standard one cannot be removed
 */
public record AttributeMetadata(
        String logicalName,
        String displayName,
        AttributeType type,
        RequiredLevel required,
        Access access,
        boolean custom) {

    /** What callers may do with an attribute; all can be read. */
    public enum Access {
        /** Set when a record is created, and changed later. */
        WRITE("write"),
        /** Set when a record is created, never changed. */
        CREATE("createonly"),
        /** Changed later, not set when a record is created. */
        UPDATE("updateonly"),
        /** Maintained by the platform. */
        READ("readonly");

        private final String word;

        Access(String word) {
            this.word = word;
        }

        /** The word in a definition. */
        public String word() {
            return word;
        }

        /** Whether a create may carry it. */
        public boolean forCreate() {
            return this == WRITE || this == CREATE;
        }

        /** Whether an update may carry it. */
        public boolean forUpdate() {
            return this == WRITE || this == UPDATE;
        }
    }

    public AttributeMetadata {
        Names.check("attribute", logicalName);
        Names.checkLabel(logicalName, displayName);
    }

    /** An optional attribute that callers may write. */
    public static AttributeMetadata of(String logicalName, AttributeType type) {
        return new AttributeMetadata(
                logicalName, logicalName, type, RequiredLevel.NONE, Access.WRITE, Names.isCustom(logicalName));
    }

    /** The column with the value: the id of a reference, the text itself of text. */
    public String columnName() {
        return logicalName;
    }

    /** For text: the column beside it with its {@link FoldedText}, by which it is compared and sorted; else null. */
    public @Nullable String foldedColumnName() {
        return type.isText() ? logicalName + "$folded" : null;
    }

    /** For a reference to one of several entities: the column with the logical name of the entity; else null. */
    public @Nullable String typeColumnName() {
        return type.targetEntities().size() > 1 ? logicalName + "$type" : null;
    }

    /** The same attribute with another type. */
    public AttributeMetadata withType(AttributeType changed) {
        return new AttributeMetadata(logicalName, displayName, changed, required, access, custom);
    }
}
