package io.nightshift.client;

import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * A request that the server carries out in the background. Its id is all that another program needs to go on with it
 * ({@link NightshiftClient#backgroundOperation}); as a system job it can be seen and moved like any other. Thread-safe.
 */
public final class BackgroundOperation {

    private final WebApi api;
    private final UUID id;
    private final Function<Answer, OrganizationResponse> results;

    BackgroundOperation(WebApi api, UUID id, Function<Answer, OrganizationResponse> results) {
        this.api = api;
        this.id = id;
        this.results = results;
    }

    /** The id of the operation. */
    public UUID id() {
        return id;
    }

    /**
     * How the operation stands.
     *
     * @throws WebApiFault 0x80040217 when there is none of this id that the caller may see
     */
    public AsyncOperationStatus status() {
        return status(asked());
    }

    private Answer asked() {
        return api.send(Call.get(api.backgroundOperation(id)));
    }

    private static AsyncOperationStatus status(Answer answer) {
        return AsyncOperationStatus.of(
                answer.object().path("backgroundOperationStatusCode").asInt());
    }

    /**
     * Waits until the operation has ended. The server is asked again after pauses that grow to two seconds.
     *
     * @return what the message has answered
     * @throws OrganizationServiceFault the fault that the message has ended with
     * @throws CancellationException when it was canceled
     * @throws TimeoutException when it is still under way after that time; the operation goes on
     */
    public OrganizationResponse await(Duration timeout) throws TimeoutException {
        Answer ended = Polling.until(
                api,
                "The background operation " + id,
                this::asked,
                answer -> status(answer).state() == AsyncOperationState.COMPLETED,
                timeout);
        return switch (status(ended)) {
            case SUCCEEDED -> results.apply(ended);
            case CANCELED -> throw new CancellationException("The background operation " + id + " was canceled.");
            default -> {
                JsonNode body = ended.object();
                throw new OrganizationServiceFault(
                        body.path("backgroundOperationErrorCode").asInt(FaultCode.UNEXPECTED.code()),
                        body.path("backgroundOperationErrorMessage")
                                .asString("The background operation " + id + " failed and does not say why."));
            }
        };
    }

    /**
     * Cancels it; what is already being carried out may still come to its end.
     *
     * @throws WebApiFault 0x80044165 when it has ended
     */
    public void cancel() {
        api.send(Call.bare("DELETE", api.backgroundOperation(id)));
    }

    @Override
    public String toString() {
        return "the background operation " + id;
    }
}
