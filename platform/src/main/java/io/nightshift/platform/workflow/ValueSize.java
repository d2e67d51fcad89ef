package io.nightshift.platform.workflow;

import io.nightshift.sdk.FaultCode;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large the values of an instance may become. A definition is written by a user: a text or list that a loop doubles, or a
 * number of a billion digits, must end its instance and not the node.
 */
final class ValueSize {

    private static final int MOST_CHARACTERS = InstanceJson.MOST_CHARACTERS;
    private static final int MOST_DIGITS = 200;

    private ValueSize() {}

    /** The length of a text that is being put together; 0x80040203 when it is too long. */
    static void check(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw FaultCode.INVALID_ARGUMENT.fault("A value of the workflow is longer than " + MOST_CHARACTERS
                    + " characters; keep references instead of values.");
        }
    }

    /** A value that is to be kept; looks at no more of it than may be kept, however often it holds the same. */
    static void check(@Nullable Object value) {
        long size = 0;
        Deque<Object> open = new ArrayDeque<>();
        open.push(value == null ? "" : value);
        while (!open.isEmpty()) {
            Object each = open.pop();
            size += each instanceof String text ? text.length() + 1 : 1;
            check(size);
            if (each instanceof List<?> list) {
                check(size + list.size());
                list.forEach(item -> open.push(item == null ? "" : item));
            } else if (each instanceof Map<?, ?> map) {
                check(size + map.size());
                map.forEach((name, item) -> {
                    open.push(name);
                    open.push(item == null ? "" : item);
                });
            }
        }
    }

    static boolean isSmall(BigDecimal number) {
        return number.precision() <= MOST_DIGITS && Math.abs((long) number.scale()) <= MOST_DIGITS;
    }

    /** A number to compute with, or computed. */
    static BigDecimal checked(BigDecimal number) {
        if (!isSmall(number)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "A number of the workflow has more than " + MOST_DIGITS + " digits; it is not computed with.");
        }
        return number;
    }
}
