package io.nightshift.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message to the organization service: its name and parameters. The classes in {@code io.nightshift.sdk.messages} are
 * this with typed parameters; a message without a class is sent with this one. Not thread-safe.
 */
public class OrganizationRequest {

    private final String requestName;
    private @Nullable UUID requestId;
    private final Map<String, @Nullable Object> parameters = new LinkedHashMap<>();

    /** A request of the message with this name, for example {@code WhoAmI}. */
    public OrganizationRequest(String requestName) {
        this.requestName = requestName;
    }

    /** The name of the message. */
    public String requestName() {
        return requestName;
    }

    /** The caller's own id of the request, by which its operations are found; null when there is none. */
    public @Nullable UUID requestId() {
        return requestId;
    }

    /** Gives the request an id. */
    public OrganizationRequest requestId(UUID value) {
        this.requestId = value;
        return this;
    }

    /** Sets a parameter. */
    public OrganizationRequest set(String parameter, @Nullable Object value) {
        parameters.put(parameter, value);
        return this;
    }

    /** A parameter, or null. */
    public @Nullable Object get(String parameter) {
        return parameters.get(parameter);
    }

    /**
     * A parameter in its Java type, or null when it is absent.
     *
     * @throws OrganizationServiceFault 0x80040203 when it is of another type
     */
    public <T> @Nullable T get(String parameter, Class<T> type) {
        Object value = parameters.get(parameter);
        if (value != null && !type.isInstance(value)) {
            throw FaultCode.INVALID_ARGUMENT.fault("The parameter " + parameter + " of " + requestName + " is a "
                    + value.getClass().getSimpleName() + "; it has to be a " + type.getSimpleName() + ".");
        }
        return type.cast(value);
    }

    /**
     * A parameter that must be there.
     *
     * @throws OrganizationServiceFault 0x80040203 when it is absent or of another type
     */
    public <T> T required(String parameter, Class<T> type) {
        T value = get(parameter, type);
        if (value == null) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The message " + requestName + " needs the parameter " + parameter + ".");
        }
        return value;
    }

    /** All parameters; a view that cannot be changed. */
    public Map<String, @Nullable Object> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    @Override
    public String toString() {
        return requestName + parameters.keySet();
    }
}
