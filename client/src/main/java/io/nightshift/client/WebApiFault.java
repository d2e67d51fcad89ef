package io.nightshift.client;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the server answered to a request that it refused, or that it could not be asked: the fault of the organization
 * service with its code, and the status of HTTP.
 */
public final class WebApiFault extends OrganizationServiceFault {

    private static final long serialVersionUID = 1L;
    private static final int NOT_SIGNED_IN = 401;

    private final int status;
    private final @Nullable Duration retryAfter;

    private WebApiFault(int status, @Nullable Duration retryAfter, int code, String message) {
        super(code, message);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    private WebApiFault(String message, Throwable cause) {
        super(FaultCode.NETWORK_ERROR.code(), message, cause);
        this.status = 0;
        this.retryAfter = null;
    }

    /** The fault that an answer carries. */
    static WebApiFault of(Answer answer) {
        JsonNode error = answer.json().path("error");
        JsonNode message = error.path("message");
        if (!message.isString()) {
            return strange(answer);
        }
        return new WebApiFault(
                answer.status(), answer.retryAfter(), code(error.path("code").asString("")), message.asString());
    }

    /** What answers is no Web API. */
    static WebApiFault strange(Answer answer) {
        return new WebApiFault(
                answer.status(),
                answer.retryAfter(),
                FaultCode.UNEXPECTED.code(),
                "What answers with status " + answer.status()
                        + " does not speak the Web API; check the address of the server.");
    }

    /** No answer came. */
    static WebApiFault unanswered(String message, Throwable cause) {
        return new WebApiFault(message, cause);
    }

    /** The caller could not be signed in. */
    static WebApiFault notSignedIn(String message) {
        return new WebApiFault(NOT_SIGNED_IN, null, FaultCode.PRIVILEGE_DENIED.code(), message);
    }

    /** {@code 0x80040217} as a signed number; a code that is none says that nobody foresaw it. */
    private static int code(String text) {
        return text.matches("0[xX][0-9a-fA-F]{1,8}")
                ? Integer.parseUnsignedInt(text.substring(2), 16)
                : FaultCode.UNEXPECTED.code();
    }

    /** The status of HTTP, for example 404; 0 when no answer came. */
    public int status() {
        return status;
    }

    /** Whether the server was not reached, or broke off: what was asked for may have been done or not. */
    public boolean isUnanswered() {
        return status == 0;
    }

    /** Whether the caller is not signed in, or no longer. */
    public boolean isNotSignedIn() {
        return status == NOT_SIGNED_IN;
    }

    /** How long the server asked to wait; null when it did not say. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
