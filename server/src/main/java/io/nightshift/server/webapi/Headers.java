package io.nightshift.server.webapi;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Header fields by their names, whatever the case; several of one name are joined by commas. */
record Headers(Map<String, String> fields) {

    Headers {
        Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.forEach((name, value) -> copy.merge(name, value, (one, other) -> one + "," + other));
        fields = Collections.unmodifiableMap(copy);
    }

    @Nullable
    String get(String name) {
        return fields.get(name);
    }

    /** These, and those of the other that are not among them. */
    Headers or(Headers other) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(other.fields);
        all.putAll(fields);
        return new Headers(all);
    }
}
