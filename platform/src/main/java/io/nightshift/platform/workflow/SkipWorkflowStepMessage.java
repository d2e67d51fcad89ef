package io.nightshift.platform.workflow;

import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.util.UUID;

/**
 * Resumes an instance and passes over the step that suspended it: the choice of a person, who says why. Both are kept in the
 * workflow's log.
 */
final class SkipWorkflowStepMessage implements Message {

    @Override
    public String name() {
        return "SkipWorkflowStep";
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        UUID operation = request.required("AsyncOperationId", UUID.class);
        String reason = request.required("Reason", String.class);
        // Whoever may not see the operation gets no further.
        context.execute(new RetrieveRequest(
                new EntityReference("asyncoperation", operation), ColumnSet.of("asyncoperationid")));
        Entity failed = StepLog.last(context, operation)
                .filter(row -> StepLog.status(row) == WorkflowLog.FAILED)
                .orElseThrow(() -> FaultCode.INVALID_ARGUMENT.fault(
                        "The operation " + operation + " was not suspended by a step of a workflow."));
        StepLog.skip(context, operation, failed, "Passed over by the user " + context.userId() + ": " + reason);
        context.execute(new UpdateRequest(new Entity("asyncoperation", operation)
                .set("statecode", new OptionSetValue(0))
                .set("statuscode", new OptionSetValue(0))));
        return new OrganizationResponse(name());
    }
}
