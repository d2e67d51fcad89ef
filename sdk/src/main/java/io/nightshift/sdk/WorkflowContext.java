package io.nightshift.sdk;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What an activity of a workflow has while it runs. */
public interface WorkflowContext {

    /** What the step gives it, by name. */
    Map<String, @Nullable Object> input();

    /** The record that the workflow runs for. */
    EntityReference primaryRecord();

    /** The operation of the instance. */
    UUID operationId();

    /** The name of the step. */
    String stageName();

    /** The user as whom the instance runs. */
    UUID userId();

    /** The organization service of that user; each call commits by itself. */
    OrganizationService service();

    /** Notes for whoever looks at the operation's log. */
    TracingService tracing();
}
