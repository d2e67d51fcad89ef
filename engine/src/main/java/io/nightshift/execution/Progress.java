package io.nightshift.execution;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Texts;
import org.jspecify.annotations.Nullable;

/** How far an operation is, as it may be kept: 0 to 100 percent, and a text that fits. */
final class Progress {

    private Progress() {}

    static int percent(int percent) {
        if (percent < 0 || percent > 100) {
            throw ErrorCode.INVALID_ARGUMENT.fault("Progress is 0 to 100 percent; got " + percent + ".");
        }
        return percent;
    }

    static @Nullable String text(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return Texts.storable(text.length() <= 500 ? text : text.substring(0, 499) + "…");
    }
}
