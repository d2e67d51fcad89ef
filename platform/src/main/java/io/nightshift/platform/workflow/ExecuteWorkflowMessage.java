package io.nightshift.platform.workflow;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Privilege;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.util.UUID;

/** Starts a workflow on demand, for a record that the caller can read and as the caller. */
final class ExecuteWorkflowMessage implements Message {

    private final Activations activations;
    private final Launch launch;

    ExecuteWorkflowMessage(Activations activations, Launch launch) {
        this.activations = activations;
        this.launch = launch;
    }

    @Override
    public String name() {
        return ExecuteWorkflowRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        context.access().require(Privilege.WORKFLOW_EXECUTION);
        UUID id = request.required("WorkflowId", UUID.class);
        UUID record = request.required("EntityId", UUID.class);
        Activation activation = activations.current(context, id).orElseThrow(() -> {
            // 0x80040217 for one that does not exist at all.
            new RecordReader(context).retrieve(Activations.reference(id), ColumnSet.of("name"));
            return new OrganizationServiceFault(
                    Launch.NOT_ACTIVATED, "The workflow " + id + " is not activated; activate it first.");
        });
        if (!activation.trigger().onDemand()) {
            throw new OrganizationServiceFault(
                    Launch.NOT_ON_DEMAND,
                    "The workflow '" + activation.name() + "' does not run on demand; set ondemand and activate it.");
        }
        EntityReference target = new EntityReference(activation.primaryEntity(), record);
        context.execute(new RetrieveRequest(
                target, ColumnSet.of(context.entity(activation.primaryEntity()).primaryIdAttribute())));
        return new OrganizationResponse(name()).set("Id", launch.start(context, activation, target, context.userId()));
    }
}
