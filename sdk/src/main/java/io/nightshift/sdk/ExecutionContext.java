package io.nightshift.sdk;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The request of which custom code is a part (Dynamics: IExecutionContext). Maps are views that cannot be changed, but for what their text says. */
public interface ExecutionContext {

    /** The name of the message, for example {@code Update}. */
    String messageName();

    /** The entity of the record the message is about; empty for messages about none. */
    String primaryEntityName();

    /** The record the message is about, or null when there is none or it has no id yet. */
    @Nullable
    UUID primaryEntityId();

    /** The parameters of the request; before the main operation they may be changed. */
    Map<String, @Nullable Object> inputParameters();

    /** The results of the message; after the main operation they may be changed. */
    Map<String, @Nullable Object> outputParameters();

    /** Whatever earlier steps of the same request left for later ones; may be changed. Only values that can be stored survive into an asynchronous step. */
    Map<String, @Nullable Object> sharedVariables();

    /** The record as it was, by the name of the image. */
    Map<String, Entity> preEntityImages();

    /** The record as it became, by the name of the image. */
    Map<String, Entity> postEntityImages();

    /** As whom the step runs. */
    UUID userId();

    /** Who sent the request. */
    UUID initiatingUserId();

    /** The business unit of the user as whom the step runs. */
    UUID businessUnitId();

    /** The organization. */
    UUID organizationId();

    /** The name of the organization. */
    String organizationName();

    /** The same for everything that follows from one request. */
    UUID correlationId();

    /** How many requests led to this one; 1 for the first. */
    int depth();

    /** The caller's id of the request, or null. */
    @Nullable
    UUID requestId();

    /** The operation that runs the step, when it is asynchronous; else null. */
    @Nullable
    UUID operationId();

    /** When the operation was made; null for a synchronous step. */
    @Nullable
    Instant operationCreatedOn();

    /** Whether the step runs in the transaction of the event. */
    boolean isInTransaction();

    /** The step by which the code runs, or null. */
    @Nullable
    EntityReference owningExtension();
}
