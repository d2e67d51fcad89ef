package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.event.HttpAnswerFault;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells the address that a caller has named how its background operation ended: a POST of the object that its status route
 * answers. Runs after it by their dependency token; what comes of the call is judged by the outcome table, like a webhook.
 */
final class BackgroundOperationCallback implements OperationHandler {

    /** The message name of these operations. */
    static final String MESSAGE = "BackgroundOperationCallback";

    private final Callbacks callbacks;
    private final SystemJobs jobs;

    /** Calls that obey the rules for webhooks. */
    BackgroundOperationCallback(Callbacks callbacks, SystemJobs jobs) {
        this.callbacks = callbacks;
        this.jobs = jobs;
    }

    /**
     * What the operation carries.
     *
     * @param id of the background operation
     * @param location where its status is
     */
    record Wanted(UUID id, String address, String location) {

        String text() {
            return ValueJson.text(ValueJson.object()
                    .put("BackgroundOperationId", id.toString())
                    .put("CallbackUri", address)
                    .put("Location", location));
        }

        static Wanted of(OperationContext operation) throws SQLException {
            try {
                JsonNode data = ValueJson.parse(String.valueOf(operation.data()));
                return new Wanted(
                        UUID.fromString(data.path("BackgroundOperationId").asString("")),
                        data.path("CallbackUri").asString(""),
                        data.path("Location").asString(""));
            } catch (JacksonException | IllegalArgumentException e) {
                throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The operation does not say whom to call.");
            }
        }
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException, InterruptedException {
        BackgroundOperationHandler.requireOurs(operation);
        Wanted wanted = Wanted.of(operation);
        AsyncOperation ended = jobs.get(operation.organization(), wanted.id())
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "The background operation is not there any more, so that there is nothing to tell."));
        try {
            int status = callbacks.post(
                    "of a background operation", wanted.address(), operation.id(), ValueJson.text(told(ended, wanted)));
            return Outcome.succeeded("The callback was answered with " + status + ".");
        } catch (HttpAnswerFault answer) {
            throw new HttpFailure(answer.status(), String.valueOf(answer.getMessage()));
        } catch (OrganizationServiceFault fault) {
            throw new ServiceFault(fault.errorCode(), String.valueOf(fault.getMessage()), null, fault);
        }
    }

    private static ObjectNode told(AsyncOperation ended, Wanted wanted) {
        ObjectNode told = ValueJson.object()
                .put("location", wanted.location())
                .put("backgroundOperationId", wanted.id().toString())
                .put("backgroundOperationStateCode", ended.state().code())
                .put("backgroundOperationStatusCode", ended.status().code());
        if (ended.status() == StatusCode.FAILED) {
            told.put("backgroundOperationErrorCode", ended.errorCode())
                    .put("backgroundOperationErrorMessage", ended.message());
        }
        return told;
    }
}
