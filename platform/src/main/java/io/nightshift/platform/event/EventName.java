package io.nightshift.platform.event;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
        return new EventName(OF_ONE.getOrDefault(request.requestName(), request.requestName()), entity(request));
    }

    static boolean isMultiple(OrganizationRequest request) {
        return OF_ONE.containsKey(request.requestName());
    }

    private static String entity(OrganizationRequest request) {
        for (String parameter : List.of("Target", "Targets", "EntityMoniker", "Query")) {
            String named = entity(request.get(parameter));
            if (named != null) {
                return named;
            }
        }
        return "";
    }

    private static @Nullable String entity(@Nullable Object parameter) {
        return switch (parameter) {
            case Entity entity -> entity.logicalName();
            case EntityReference reference -> reference.logicalName();
            case EntityCollection entities -> entities.entityName();
            case QueryExpression query -> query.entityName();
            case QueryByAttribute query -> query.entityName();
            case List<?> list when !list.isEmpty() -> entity(list.getFirst());
            case null, default -> null;
        };
    }
}
