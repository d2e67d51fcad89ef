package io.nightshift.platform.operation;

import io.nightshift.execution.OperationContext;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.Origin;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.SQLException;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request as the data of an operation that will carry it out, and how that is done. */
final class StoredRequest {

    private static final String NAME = "RequestName";
    private static final String PARAMETERS = "Parameters";
    private static final String CALLER = "CallerId";

    private StoredRequest() {}

    /**
     * The text of a request; 0x80040203 when a parameter has no form in it, so that nothing is lost on the way. Of a caller
     * who acts on behalf of another it keeps who that is: the operation runs as its owner and may do no more than both.
     */
    static String write(OrganizationRequest request, RequestContext context) {
        ObjectNode parameters = ValueJson.object();
        request.parameters().forEach((name, value) -> {
            JsonNode written = ValueJson.write(value);
            if (written == null) {
                throw FaultCode.INVALID_ARGUMENT.fault("The parameter " + name + " of " + request.requestName()
                        + " is of a kind that cannot be kept until the request is carried out.");
            }
            parameters.set(name, written);
        });
        ObjectNode document = ValueJson.object().put(NAME, request.requestName());
        document.set(PARAMETERS, parameters);
        Origin origin = context.origin();
        if (origin.depth() == 1 && !origin.initiatingUserId().equals(context.userId())) {
            document.put(CALLER, origin.initiatingUserId().toString());
        }
        return ValueJson.text(document);
    }

    /** The request of an operation; 0x80044304 when it has none. */
    static OrganizationRequest of(OperationContext operation) throws SQLException {
        String data = operation.data();
        if (data == null) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The operation has no request to carry out.");
        }
        return read(data);
    }

    /** Carries the request out in the transaction that ends its operation, whose result is what the message answers. */
    static Outcome carriedOut(
            OrganizationRequest request, OperationContext operation, CarriedRequests.Requests requests)
            throws SQLException {
        UUID caller = caller(String.valueOf(operation.data()));
        return operation.transaction(connection -> {
            try {
                RequestContext own = requests.of(connection, operation);
                RequestContext context = caller == null ? own : own.as(caller).onBehalfOf(own.userId());
                return Outcome.succeeded(result(context.execute(request)));
            } catch (OrganizationServiceFault fault) {
                if (fault.getCause() instanceof SQLException sql) {
                    throw sql;
                }
                throw new ServiceFault(fault.errorCode(), String.valueOf(fault.getMessage()), null, fault);
            } catch (DataAccessException e) {
                throw OrganizationDatabase.sqlException(e);
            }
        });
    }

    private static @Nullable UUID caller(String data) {
        String caller = ValueJson.parse(data).path(CALLER).asString("");
        return caller.isEmpty() ? null : UUID.fromString(caller);
    }

    /** The request of a text; 0x80044304 when it is none. */
    private static OrganizationRequest read(String text) {
        try {
            JsonNode document = ValueJson.parse(text);
            OrganizationRequest request =
                    new OrganizationRequest(document.path(NAME).asString(""));
            ValueReader.map(document.get(PARAMETERS)).forEach(request::set);
            return request;
        } catch (JacksonException | IllegalArgumentException e) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault(
                    "The data of the operation is no request that can be read; send the request again.");
        }
    }

    /** The results of a response as a text, as far as they have a form. */
    private static String result(OrganizationResponse response) {
        return ValueJson.text(ValueJson.write(response.results()));
    }
}
