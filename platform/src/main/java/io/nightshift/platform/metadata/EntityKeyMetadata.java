package io.nightshift.platform.metadata;

import io.nightshift.sdk.FaultCode;
import java.util.List;

/** An alternate key: no two records have the same values of all its attributes. Text is compared case-insensitively, and a record with an empty value is not held to it. */
public record EntityKeyMetadata(String logicalName, List<String> attributes) {

    public EntityKeyMetadata {
        Names.check("alternate key", logicalName);
        attributes = List.copyOf(attributes);
        if (attributes.isEmpty()
                || attributes.size() > 16
                || attributes.stream().distinct().count() < attributes.size()) {
            throw FaultCode.INVALID_ARGUMENT.fault("The key " + logicalName + " has 1 to 16 attributes, each once.");
        }
    }
}
