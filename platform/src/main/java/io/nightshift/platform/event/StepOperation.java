package io.nightshift.platform.event;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.OperationStatus;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.event.StepTable.Tracing;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RecordCreation;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.OrganizationServiceFault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Runs asynchronous steps: operations of the type System Event (1). What the code throws becomes what the outcome policy
 * knows; an operation whose code is not there waits for a person and says what is missing.
 */
public final class StepOperation implements OperationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StepOperation.class);

    private final EventPipeline pipeline;
    private final Requester requester;

    /** Runs the steps of this pipeline. */
    public StepOperation(EventPipeline pipeline, Requester requester) {
        this.pipeline = pipeline;
        this.requester = requester;
    }

    /** A step that was found, and how much of its run is written down. */
    private record Found(Step step, StepHandler.Prepared prepared, Tracing tracing, UUID platformUser) {}

    @Override
    public Outcome handle(OperationContext operation) throws Exception {
        EventContext event;
        try {
            event = ContextJson.read(ValueJson.parse(String.valueOf(operation.data())))
                    .in(operation.id(), operation.createdOn());
        } catch (JacksonException | IllegalArgumentException | ClassCastException e) {
            return Outcome.failed(
                    ErrorCode.FAILED_TO_DESERIALIZE_DATA,
                    "The event that this operation carries cannot be read: " + e.getMessage());
        }
        try {
            Found found = requester.inTransaction(operation.organization(), context -> find(event, context));
            run(operation, event, found);
            return Outcome.succeeded();
        } catch (NotThereException e) {
            return new Outcome.Suspended(e.errorCode(), e.getMessage() + " Then resume this operation.");
        }
    }

    private Found find(EventContext event, RequestContext context) {
        EntityReference extension = event.owningExtension();
        StepTable table = pipeline.table(context);
        Step step = extension == null ? null : table.find(extension.id()).orElse(null);
        if (step == null) {
            throw new NotThereException(
                    FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE,
                    "The step " + (extension == null ? "" : extension.name() + " (" + extension.id() + ") ")
                            + "that this operation runs is not registered any more. Register a step with this id again,"
                            + " or cancel this operation.");
        }
        return new Found(
                step,
                pipeline.runs().prepare(context, step),
                table.tracing(),
                context.organization().systemUserId());
    }

    private void run(OperationContext operation, EventContext event, Found found) throws Exception {
        Origin origin = Origin.ofOperation(
                event.initiatingUserId(), event.correlationId(), event.depth(), operation.id(), operation.createdOn());
        Trace trace = new Trace();
        StepServices services = new StepServices(
                event, found.platformUser(), user -> requester.service(operation.organization(), user, origin), trace);
        List<TraceEntry> traces = new ArrayList<>();
        StepRuns.Run run = new StepRuns.Run(found.step(), event, found.tracing(), operation.now());
        try {
            StepRuns.run(found.prepared(), services, trace, run, traces::add);
        } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError e) {
            String traced = trace.text();
            if (!traced.isEmpty()) {
                operation.log(traced);
            }
            throw judged(e);
        } finally {
            write(requester, operation.organization(), traces);
        }
    }

    /** Writes traces down in a transaction of their own. They are not worth an error. */
    public static void write(Requester requester, String organization, List<TraceEntry> traces) {
        if (traces.isEmpty()) {
            return;
        }
        try {
            requester.inTransaction(
                    organization,
                    context -> new RecordCreation(context)
                            .create(
                                    "plugintracelog",
                                    traces.stream().map(TraceEntry::toRecord).toList()));
        } catch (SQLException | RuntimeException e) {
            LOG.warn("The traces of {} runs could not be written", traces.size(), e);
        }
    }

    /**
     * What code threw, as the engine's outcome policy knows it: the first exception of the chain that says what it is.
     * Everything that says nothing stays what it is.
     */
    private static Exception judged(Throwable thrown) {
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof HttpAnswerFault answer) {
                return new HttpFailure(answer.status(), String.valueOf(answer.getMessage()));
            }
            if (at instanceof OrganizationServiceFault fault) {
                return new ServiceFault(
                        fault.errorCode(), String.valueOf(fault.getMessage()), status(fault), fault.getCause());
            }
            if (at instanceof SQLException || at instanceof IOException || at instanceof ServiceFault) {
                break;
            }
        }
        return thrown instanceof Exception exception
                ? exception
                : new IllegalStateException("The code failed with " + StepRuns.described(thrown), thrown);
    }

    /** How custom code asks its operation to end; one that only says that it failed leaves that to the policy. */
    private static @Nullable OperationStatus status(OrganizationServiceFault fault) {
        return fault instanceof InvalidPluginExecutionException aborted
                ? switch (aborted.status()) {
                    case FAILED -> null;
                    case CANCELED -> OperationStatus.CANCELED;
                    case RETRY -> OperationStatus.RETRY;
                    case SUSPENDED -> OperationStatus.SUSPENDED;
                    case SUCCEEDED -> OperationStatus.SUCCEEDED;
                }
                : null;
    }
}
