package io.nightshift.platform.operation;

import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.json.ValueReader;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A request as the data of an operation that will carry it out. */
final class StoredRequest {

    private static final String NAME = "RequestName";
    private static final String PARAMETERS = "Parameters";

    private StoredRequest() {}

    /** The text of a request; 0x80040203 when a parameter has no form in it, so that nothing is lost on the way. */
    static String write(OrganizationRequest request) {
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
        return ValueJson.text(document);
    }

    /** The request of a text; 0x80044304 when it is none. */
    static OrganizationRequest read(String text) {
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
    static String result(OrganizationResponse response) {
        return ValueJson.text(ValueJson.write(response.results()));
    }
}
