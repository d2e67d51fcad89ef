package io.nightshift.platform.event;

import io.nightshift.platform.event.StepTable.Tracing;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.PluginExecutionContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands: in the course of which step, and where the traces of its steps go.
 *
 * @param parent the step that sends it, or null
 */
record RequestScope(
        EventPipeline pipeline, @Nullable PluginExecutionContext parent, Tracing tracing, Consumer<TraceEntry> traces)
        implements RequestContext.Requests {

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        return pipeline.execute(request, context, this);
    }

    /** The scope of requests that this step sends. */
    RequestScope within(PluginExecutionContext step) {
        return new RequestScope(pipeline, step, tracing, traces);
    }

    RequestScope traced(Tracing how) {
        return new RequestScope(pipeline, parent, how, traces);
    }
}
