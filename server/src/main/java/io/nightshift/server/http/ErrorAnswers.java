package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What Jetty refuses before anybody is asked (a line that is no request, headers that are too long) is answered in the form of
 * all other errors, and says nothing of what was sent. Thread-safe.
 */
final class ErrorAnswers implements Request.Handler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        String code = (status < 500 ? ErrorCode.INVALID_ARGUMENT : ErrorCode.ISV_UNEXPECTED).hex();
        byte[] body = Json.object()
                .set(
                        "error",
                        Json.object()
                                .put("code", code)
                                .put(
                                        "message",
                                        HttpStatus.getMessage(status) + ": the request cannot be"
                                                + " answered as it was sent."))
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }
}
