package io.nightshift.sdk.messages;

import io.nightshift.sdk.OrganizationRequest;
import java.util.UUID;

/** Starts a workflow for a record; the answer's {@code Id} is that of the operation. */
public final class ExecuteWorkflowRequest extends OrganizationRequest {

    /** The name of the message. */
    public static final String NAME = "ExecuteWorkflow";

    /** Starts the present activation of this workflow for this record of its primary entity. */
    public ExecuteWorkflowRequest(UUID workflowId, UUID entityId) {
        super(NAME);
        set("WorkflowId", workflowId);
        set("EntityId", entityId);
    }
}
