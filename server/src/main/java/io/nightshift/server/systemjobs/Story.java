package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StateCode;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.UUID;

/**
 * What the steps of a workflow's instance did, the last one first.
 *
 * @param steps rows of its log
 * @param stuck whether a step has suspended it, so that a person can mend the data or pass over the step
 */
public record Story(List<Entity> steps, boolean stuck) {

    static final Story NONE = new Story(List.of(), false);

    private static final String LOG = "workflowlog";
    private static final int MOST = 200;
    private static final int FAILED = 3;

    /** That of an operation; none for what is no workflow, or for a visitor who may not see it. */
    static Story of(AsyncOperation operation, PageCall call, Site site) {
        if (operation.type() != OperationType.WORKFLOW) {
            return NONE;
        }
        try {
            List<Entity> steps = site.service(call)
                    .retrieveMultiple(new QueryExpression(LOG)
                            .where("asyncoperationid", ConditionOperator.EQUAL, operation.id())
                            .orderBy("workflowlogid", OrderType.DESCENDING)
                            .page(new PagingInfo(1, MOST))
                            .columns(ColumnSet.all()))
                    .entities();
            boolean waits = operation.state() == StateCode.SUSPENDED
                    && operation.standing().cause() == Cause.PERSON;
            return new Story(steps, waits && !steps.isEmpty() && status(steps.getFirst()) == FAILED);
        } catch (OrganizationServiceFault fault) {
            return NONE;
        }
    }

    /** The look of a step's row. */
    public static Chip chip(Entity step) {
        return switch (status(step)) {
            case 1 -> new Chip("flow.running", "running", "run");
            case 2 -> new Chip("flow.succeeded", "check", "good");
            case FAILED -> new Chip("flow.failed", "cross", "bad");
            case 4 -> new Chip("flow.passed", "next", "calm");
            default -> new Chip("flow.waiting", "clock", "calm");
        };
    }

    private static int status(Entity step) {
        OptionSetValue status = step.get("status", OptionSetValue.class);
        return status == null ? 0 : status.value();
    }

    /** Passes over the step that has suspended an instance, and lets it go on. */
    static Reply skip(PageCall call, Site site) {
        UUID id = call.id(1);
        String here = "/jobs/" + id;
        OrganizationRequest request = new OrganizationRequest("SkipWorkflowStep");
        request.set("AsyncOperationId", id);
        request.set("Reason", call.form().one("reason", ""));
        try {
            site.service(call).execute(request);
        } catch (OrganizationServiceFault fault) {
            return call.done(Notice.failed(String.valueOf(fault.getMessage())), here);
        }
        site.service().queue().hint();
        return call.done(Notice.done(Texts.ENGLISH.of("flow.skipped")), here);
    }
}
