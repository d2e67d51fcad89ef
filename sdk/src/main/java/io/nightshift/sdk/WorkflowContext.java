package io.nightshift.sdk;

import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
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

    /**
     * Ends the step: what the work does by the service it is given commits together with the result of the step and the point
     * that the instance has reached, so that it happens once, whatever dies. To be called as the last thing, and once:
     * {@code return context.transaction(service -> ...)}. What the work throws is rolled back and is an error of the step.
     *
     * @param work what is to happen once; it gets the service of {@link #userId()} in that transaction and answers what the
     *     step leaves under its name, null for nothing
     * @return what the work answered
     * @throws IllegalStateException when the step has ended already
     * @throws Exception when the database fails; let it pass
     */
    @Nullable
    Map<String, @Nullable Object> transaction(
            Function<OrganizationService, @Nullable Map<String, @Nullable Object>> work) throws Exception;

    /** Notes for whoever looks at the operation's log. */
    TracingService tracing();
}
