package io.nightshift.platform.event;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.PluginExecutionContext;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The execution context of one run of a step. Its maps are those of the request on its way, or of the stored event. */
public record EventContext(
        Stage stage,
        Mode mode,
        String messageName,
        String primaryEntityName,
        @Nullable UUID primaryEntityId,
        Map<String, @Nullable Object> inputParameters,
        Map<String, @Nullable Object> outputParameters,
        Map<String, @Nullable Object> sharedVariables,
        Map<String, Entity> preEntityImages,
        Map<String, Entity> postEntityImages,
        UUID userId,
        UUID initiatingUserId,
        UUID businessUnitId,
        UUID organizationId,
        String organizationName,
        UUID correlationId,
        int depth,
        @Nullable UUID requestId,
        @Nullable UUID operationId,
        @Nullable Instant operationCreatedOn,
        boolean isInTransaction,
        @Nullable EntityReference owningExtension,
        @Nullable PluginExecutionContext parentContext)
        implements PluginExecutionContext {

    /** The same as the operation that carries it sees it. */
    EventContext in(UUID operation, Instant createdOn) {
        return new EventContext(
                stage,
                mode,
                messageName,
                primaryEntityName,
                primaryEntityId,
                inputParameters,
                outputParameters,
                sharedVariables,
                preEntityImages,
                postEntityImages,
                userId,
                initiatingUserId,
                businessUnitId,
                organizationId,
                organizationName,
                correlationId,
                depth,
                requestId,
                operation,
                createdOn,
                isInTransaction,
                owningExtension,
                parentContext);
    }
}
