package io.nightshift.platform.message;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The entity that a request is about. */
public final class PrimaryEntity {

    private PrimaryEntity() {}

    /** Its logical name as the request says it, unchecked; empty when it is about no record. */
    public static String of(OrganizationRequest request) {
        for (String parameter : List.of("Target", "Targets", "EntityMoniker", "Query")) {
            String named = named(request.get(parameter));
            if (named != null) {
                return named;
            }
        }
        return "";
    }

    private static @Nullable String named(@Nullable Object parameter) {
        return switch (parameter) {
            case Entity entity -> entity.logicalName();
            case EntityReference reference -> reference.logicalName();
            case EntityCollection entities -> entities.entityName();
            case QueryExpression query -> query.entityName();
            case QueryByAttribute query -> query.entityName();
            case List<?> list when !list.isEmpty() -> named(list.getFirst());
            case null, default -> null;
        };
    }
}
