package io.nightshift.platform.workflow;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.WorkflowActivity;
import java.util.HashMap;
import java.util.Map;

/**
 * What a host lets definitions reach outside of the database. Immutable.
 *
 * @param activities by the names by which definitions call them
 */
public record WorkflowExtensions(HttpCalls http, Map<String, WorkflowActivity> activities) {

    /** Nothing. */
    public static final WorkflowExtensions NONE = new WorkflowExtensions(
            call -> {
                throw FaultCode.NOT_SUPPORTED.fault("Workflows of this host call no addresses.");
            },
            Map.of());

    public WorkflowExtensions {
        activities = Map.copyOf(activities);
    }

    /** With these calls of addresses. */
    public WorkflowExtensions http(HttpCalls calls) {
        return new WorkflowExtensions(calls, activities);
    }

    /** With one activity more. */
    public WorkflowExtensions activity(String name, WorkflowActivity activity) {
        Map<String, WorkflowActivity> more = new HashMap<>(activities);
        more.put(name, activity);
        return new WorkflowExtensions(http, more);
    }
}
