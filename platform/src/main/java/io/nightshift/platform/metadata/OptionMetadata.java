package io.nightshift.platform.metadata;

import org.jspecify.annotations.Nullable;

/**
 * An option of an option set.
 *
 * @param value the number on the wire and in the database
 * @param label what people see
 * @param state for a status reason: the state it belongs to; else null
 */
public record OptionMetadata(
        int value, String label, @Nullable Integer state) {

    public OptionMetadata {
        Names.checkLabel("option " + value, label);
    }

    /** An option of a picklist, a boolean or a state. */
    public OptionMetadata(int value, String label) {
        this(value, label, null);
    }
}
