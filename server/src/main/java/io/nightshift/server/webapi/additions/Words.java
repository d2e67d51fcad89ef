package io.nightshift.server.webapi.additions;

import io.nightshift.operation.ErrorCode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** Words that stand for one of a few things. */
final class Words {

    private Words() {}

    /** One of an enum's words, in any case, with spaces or dashes. */
    static <T extends Enum<T>> T of(String name, String text, T[] values) {
        for (T value : values) {
            if (value.name()
                    .equals(text.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_'))) {
                return value;
            }
        }
        List<String> known = List.of(values).stream().map(Words::word).toList();
        throw ErrorCode.INVALID_ARGUMENT.fault(
                "'" + text + "' cannot stand for '" + name + "'; use one of " + String.join(", ", known) + ".");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A time zone by its name. */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "There is no time zone '" + name + "'; give one such as Europe/Berlin.");
        }
    }
}
