package io.nightshift.sdk.metadata;

import org.jspecify.annotations.Nullable;

/**
 * An option of a picklist, boolean, state or status (Dynamics: OptionMetadata).
 *
 * @param value the number; of a boolean 0 is no and 1 is yes
 * @param label what people see
 * @param state of a status reason: the state it belongs to; else null
 */
public record OptionMetadata(
        int value, String label, @Nullable Integer state) {

    /** An option of anything but a status reason. */
    public OptionMetadata(int value, String label) {
        this(value, label, null);
    }
}
