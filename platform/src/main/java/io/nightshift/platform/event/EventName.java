package io.nightshift.platform.event;

import io.nightshift.platform.message.PrimaryEntity;
import io.nightshift.sdk.OrganizationRequest;
import java.util.Map;

/**
 * What a request is called as an event: the message, that of one record where the request is about several, and the entity.
 *
 * @param message for example {@code Create}, also of a CreateMultiple
 * @param entity the logical name; empty for a message about no record
 */
record EventName(String message, String entity) {

    private static final Map<String, String> OF_ONE =
            Map.of("CreateMultiple", "Create", "UpdateMultiple", "Update", "DeleteMultiple", "Delete");

    /** The name of what this request does. It is not checked here: a request that makes no sense is the message's to refuse. */
    static EventName of(OrganizationRequest request) {
        return new EventName(
                OF_ONE.getOrDefault(request.requestName(), request.requestName()), PrimaryEntity.of(request));
    }

    static boolean isMultiple(OrganizationRequest request) {
        return OF_ONE.containsKey(request.requestName());
    }
}
