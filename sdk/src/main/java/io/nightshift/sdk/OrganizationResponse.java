package io.nightshift.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message answers: named results. The classes in {@code io.nightshift.sdk.messages} read them by type. Not thread-safe. */
public class OrganizationResponse {

    private final String responseName;
    private final Map<String, @Nullable Object> results = new LinkedHashMap<>();

    /** An answer of the message with this name. */
    public OrganizationResponse(String responseName) {
        this.responseName = responseName;
    }

    /** The name of the message. */
    public String responseName() {
        return responseName;
    }

    /** Sets a result. */
    public OrganizationResponse set(String result, @Nullable Object value) {
        results.put(result, value);
        return this;
    }

    /** A result, or null. */
    public @Nullable Object get(String result) {
        return results.get(result);
    }

    /**
     * A result that the message always gives.
     *
     * @throws IllegalStateException when it is absent
     * @throws ClassCastException when it is of another type
     */
    public <T> T required(String result, Class<T> type) {
        Object value = results.get(result);
        if (value == null) {
            throw new IllegalStateException("The answer of " + responseName + " has no " + result + ".");
        }
        return type.cast(value);
    }

    /** All results; a view that cannot be changed. */
    public Map<String, @Nullable Object> results() {
        return Collections.unmodifiableMap(results);
    }
}
