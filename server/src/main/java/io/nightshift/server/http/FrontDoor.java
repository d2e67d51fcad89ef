package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.server.metrics.MetricsPage;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.SignIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request comes in here: health and a page that says what this is are open, all else needs a token. Whatever goes
 * wrong leaves as {@code {"error": {"code", "message"}}}.
 */
final class FrontDoor extends Handler.Abstract {

    /** Only the form that asks for a token has a body here. */
    static final int MAX_BODY_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final SignIn signIn;
    private final Readiness readiness;
    private final MetricsPage metrics;

    FrontDoor(SignIn signIn, Readiness readiness, MetricsPage metrics) {
        this.signIn = signIn;
        this.readiness = readiness;
        this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        send(answer(request), request, response, callback);
        return true;
    }

    private Answer answer(Request request) {
        try {
            return route(request);
        } catch (HttpException.RuntimeException e) {
            return Answer.error(e.getCode(), ErrorCode.INVALID_ARGUMENT.hex(), e.getReason());
        } catch (SQLException e) {
            LOG.warn("The database refused what {} {} needs: {}", request.getMethod(), path(request), e.toString());
            return Answer.error(
                    503,
                    ErrorCode.SQL_ERROR.hex(),
                    "The database does not answer as it should; try again, and look into the server's log if it stays.");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), path(request), e);
            return Answer.error(500, ErrorCode.ISV_UNEXPECTED.hex(), "The server made an error; its log says which.");
        }
    }

    private Answer route(Request request) throws SQLException {
        String path = path(request);
        String method = request.getMethod();
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (reads && path.equals("/health/live")) {
            return Answer.json(200, Json.object().put("live", true));
        }
        if (reads && path.equals("/health/ready")) {
            return readiness.answer();
        }
        if (reads && path.equals("/")) {
            return Answer.text("text/html; charset=utf-8", HomePage.HTML);
        }
        Optional<Caller> caller = signIn.caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        if (caller.isEmpty()) {
            return notSignedIn(request);
        }
        if (!signIn.mayOperate(caller.get())) {
            LOG.warn(
                    "Refused {} {} to {}: not an operator.",
                    method,
                    path,
                    caller.get().name());
            return Answer.error(
                    403,
                    ErrorCode.PRIVILEGE_DENIED.hex(),
                    "Only who has the privilege prvOperateService in the first organization sees what the service measures.");
        }
        if (reads && path.equals("/metrics")) {
            return Answer.text(METRICS_TYPE, metrics.text());
        }
        return Answer.error(404, ErrorCode.OBJECT_DOES_NOT_EXIST.hex(), "There is nothing at " + path + ".");
    }

    private static String path(Request request) {
        return Request.getPathInContext(request);
    }

    static Answer notSignedIn(Request request) {
        boolean none = request.getHeaders().get(HttpHeader.AUTHORIZATION) == null;
        LOG.warn(
                "Refused {} {} from {}: {}.",
                request.getMethod(),
                path(request),
                Request.getRemoteAddr(request),
                none ? "no token" : "unknown token");
        return Answer.error(
                        401,
                        ErrorCode.PRIVILEGE_DENIED.hex(),
                        none
                                ? "Sign in: send the header 'Authorization: Bearer TOKEN'."
                                : "The token is not known to this server; use the administrator's token.")
                .with("WWW-Authenticate", none ? "Bearer" : "Bearer error=\"invalid_token\"");
    }

    static byte[] body(Request request) throws IOException {
        if (request.getLength() > MAX_BODY_BYTES) {
            throw tooLarge();
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BODY_BYTES + 1);
            if (body.length > MAX_BODY_BYTES) {
                throw tooLarge();
            }
            return body;
        }
    }

    private static HttpException.RuntimeException tooLarge() {
        return new HttpException.RuntimeException(413, "The body has more than " + MAX_BODY_BYTES + " bytes.");
    }

    static void send(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        answer.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        boolean bodiless = request.getMethod().equals("HEAD");
        response.write(true, bodiless ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }
}
