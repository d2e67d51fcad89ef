package io.nightshift.client;

import io.nightshift.sdk.ExecuteTransactionFault;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteTransactionResponse;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.PagingInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Makes exchanges of messages and carries them out, one by itself or several in a batch. Thread-safe. */
final class Exchanges {

    /** Beyond so many letters an address may be refused on its way; a request within a batch has no such limit. */
    private static final int LONGEST_ADDRESS = 4000;

    /** What became of an exchange: one of the two is there. */
    record Outcome(
            @Nullable OrganizationResponse response,
            @Nullable OrganizationServiceFault fault) {}

    private final WebApi api;
    private final RecordExchanges records;
    private final LinkExchanges links;
    private final ChangeExchanges changes;
    private final MessageExchanges messages;
    private final RecordJson json;

    Exchanges(WebApi api) {
        this.api = api;
        this.json = new RecordJson(new Definitions(api));
        this.records = new RecordExchanges(json);
        this.links = new LinkExchanges(api, json);
        this.changes = new ChangeExchanges(json);
        this.messages = new MessageExchanges(new Signatures(api), json);
    }

    /** The exchange of a message; a fault when it has a parameter that makes no sense. */
    Exchange of(OrganizationRequest request) {
        return OptionalParameters.of(request).on(made(request));
    }

    private Exchange made(OrganizationRequest request) {
        return switch (request.requestName()) {
            case AssociateRequest.NAME -> links.of(request, true);
            case DisassociateRequest.NAME -> links.of(request, false);
            case ExecuteTransactionRequest.NAME -> transaction(request);
            case RetrieveEntityChangesRequest.NAME -> changes.of(request);
            case ExecuteByIdRequest.SAVED_QUERY -> view("savedquery", request);
            case ExecuteByIdRequest.USER_QUERY -> view("userquery", request);
            case ExecuteMultipleRequest.NAME ->
                throw FaultCode.NOT_SUPPORTED.fault("An ExecuteMultiple cannot be part of another request.");
            default -> {
                Exchange known = records.of(request);
                yield known != null ? known : messages.of(request);
            }
        };
    }

    /** The results of a message as its answer would have had them. */
    OrganizationResponse results(String message, Answer answer) {
        return messages.results(message, answer);
    }

    private Exchange.ChangeSet transaction(OrganizationRequest request) {
        List<Exchange.Single> parts = new ArrayList<>();
        for (OrganizationRequest each : requests(request)) {
            if (!(of(each) instanceof Exchange.Single single) || single.call().reads()) {
                throw FaultCode.NOT_SUPPORTED.fault("A transaction over the Web API is made of messages that change one"
                        + " thing each; " + each.requestName() + " is none of them.");
            }
            parts.add(single);
        }
        boolean wanted = Boolean.TRUE.equals(request.get("ReturnResponses", Boolean.class));
        return new Exchange.ChangeSet(parts, all -> new ExecuteTransactionResponse(wanted ? all : List.of()), true);
    }

    /** The requests that another one is made of. */
    static List<OrganizationRequest> requests(OrganizationRequest request) {
        List<OrganizationRequest> requests = new ArrayList<>();
        for (Object each : request.required("Requests", List.class)) {
            if (!(each instanceof OrganizationRequest one)) {
                throw FaultCode.INVALID_ARGUMENT.fault("The parameter Requests is a list of requests.");
            }
            requests.add(one);
        }
        return requests;
    }

    private Exchange view(String entity, OrganizationRequest request) {
        UUID id = request.required("EntityId", UUID.class);
        JsonNode view = api.get(json.address(entity, id) + "?$select=fetchxml");
        FetchExpression query = new FetchExpression(view.path("fetchxml").asString(""));
        PagingInfo page = request.get("PagingInfo", PagingInfo.class);
        return records.query(request.requestName(), page == null ? query : FetchPage.at(query, page));
    }

    /** Carries one exchange out. */
    OrganizationResponse execute(Exchange exchange) {
        if (exchange instanceof Exchange.Single single
                && single.call().address().length() < LONGEST_ADDRESS) {
            return single.reading().apply(api.send(single.call()));
        }
        if (exchange instanceof Exchange.ChangeSet changes && changes.parts().isEmpty()) {
            return changes.reading().apply(List.of());
        }
        Outcome outcome = execute(List.of(exchange), false).getFirst();
        if (outcome.response() == null) {
            throw fault(outcome);
        }
        return outcome.response();
    }

    private static OrganizationServiceFault fault(Outcome outcome) {
        OrganizationServiceFault fault = outcome.fault();
        return fault != null ? fault : FaultCode.UNEXPECTED.fault("The server has left a request unanswered.");
    }

    /**
     * Carries exchanges out in one batch, each by itself.
     *
     * @param continuing whether those after one that failed are carried out, too
     * @return what became of them, in order, as far as they were carried out
     */
    List<Outcome> execute(List<Exchange> exchanges, boolean continuing) {
        Multipart body = new Multipart();
        for (int i = 0; i < exchanges.size(); i++) {
            switch (exchanges.get(i)) {
                case Exchange.Single single ->
                    body.add(single.call(), api.root().toString(), i + 1);
                case Exchange.ChangeSet changes -> {
                    Multipart inner = new Multipart();
                    for (int part = 0; part < changes.parts().size(); part++) {
                        inner.add(changes.parts().get(part).call(), api.root().toString(), part + 1);
                    }
                    body.add(inner);
                }
            }
        }
        Map<String, String> headers = continuing
                ? Map.of("Content-Type", body.contentType(), "Prefer", "odata.continue-on-error")
                : Map.of("Content-Type", body.contentType());
        Answer answer = api.ask(new Call("POST", "$batch", headers, body.ended()));
        if (!answer.isMultipart()) {
            throw WebApiFault.of(answer);
        }
        List<Multipart.Part> parts = Multipart.read(answer);
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < parts.size() && i < exchanges.size(); i++) {
            outcomes.add(outcome(exchanges.get(i), parts.get(i)));
        }
        return outcomes;
    }

    private static Outcome outcome(Exchange exchange, Multipart.Part part) {
        if (part.answer().failed()) {
            OrganizationServiceFault fault = WebApiFault.of(part.answer());
            String which = part.contentId();
            return new Outcome(
                    null,
                    exchange instanceof Exchange.ChangeSet changes
                                    && changes.transaction()
                                    && which != null
                                    && which.matches("\\d{1,4}")
                            ? new ExecuteTransactionFault(Integer.parseInt(which) - 1, fault)
                            : fault);
        }
        return switch (exchange) {
            case Exchange.Single single -> new Outcome(single.reading().apply(part.answer()), null);
            case Exchange.ChangeSet changes -> {
                List<OrganizationResponse> responses = new ArrayList<>();
                for (int i = 0; i < part.inner().size() && i < changes.parts().size(); i++) {
                    responses.add(changes.parts()
                            .get(i)
                            .reading()
                            .apply(part.inner().get(i).answer()));
                }
                yield new Outcome(changes.reading().apply(responses), null);
            }
        };
    }
}
