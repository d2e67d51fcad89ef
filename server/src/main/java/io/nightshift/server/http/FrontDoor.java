package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import io.nightshift.server.metrics.MetricsPage;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.SignIn;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every request comes in here: health and a page that says what this is are open, all else needs a token. Whatever goes
 * wrong leaves as {@code {"error": {"code", "message"}}}.
 */
final class FrontDoor extends Handler.Abstract {

    /** Room for the largest payload (16 MiB) with its quotes and escapes. */
    static final int MAX_BODY_BYTES = 24 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final String API = "/api/";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final SignIn signIn;
    private final Readiness readiness;
    private final MetricsPage metrics;
    private final @Nullable OperationsApi api;

    /** @param api null in a process that has not the role web */
    FrontDoor(SignIn signIn, Readiness readiness, MetricsPage metrics, @Nullable OperationsApi api) {
        this.signIn = signIn;
        this.readiness = readiness;
        this.metrics = metrics;
        this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        send(answer(request), request, response, callback);
        return true;
    }

    private Answer answer(Request request) {
        try {
            return route(request);
        } catch (ServiceFault fault) {
            return Answer.error(status(fault), fault.hexCode(), fault.getMessage());
        } catch (HttpException.RuntimeException e) {
            return Answer.error(e.getCode(), ErrorCode.INVALID_ARGUMENT.hex(), e.getReason());
        } catch (SQLException e) {
            LOG.warn("The database refused what {} {} needs: {}", request.getMethod(), path(request), e.toString());
            return Answer.error(
                    503,
                    ErrorCode.SQL_ERROR.hex(),
                    "The database does not answer as it should; try again, and look into the server's log if it stays.");
        } catch (IOException e) {
            return Answer.error(400, ErrorCode.INVALID_ARGUMENT.hex(), "The request could not be read to its end.");
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), path(request), e);
            return Answer.error(500, ErrorCode.ISV_UNEXPECTED.hex(), "The server made an error; its log says which.");
        }
    }

    private Answer route(Request request) throws SQLException, IOException {
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
                    "Only who has the privilege prvOperateService in the first organization commands the service itself;"
                            + " operations are also records, at /api/data.");
        }
        if (reads && path.equals("/metrics")) {
            return Answer.text(METRICS_TYPE, metrics.text());
        }
        if (!path.startsWith(API)) {
            return Answer.error(404, ErrorCode.OBJECT_DOES_NOT_EXIST.hex(), "There is nothing at " + path + ".");
        }
        if (api == null) {
            return Answer.error(
                    404, ErrorCode.OBJECT_DOES_NOT_EXIST.hex(), "This process has not the role web; ask one that has.");
        }
        return Answer.json(
                method.equals("POST") && path.equals("/api/operations") ? 201 : 200,
                api.answer(new ApiCall(
                        method.equals("HEAD") ? "GET" : method,
                        Arrays.stream(path.substring(API.length()).split("/"))
                                .map(URIUtil::decodePath)
                                .toList(),
                        query(request),
                        body(request),
                        caller.get())));
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

    static Map<String, List<String>> query(Request request) {
        Map<String, List<String>> query = new HashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
            query.put(field.getName(), field.getValues());
        }
        return query;
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
        return new HttpException.RuntimeException(
                413,
                "The body has more than " + MAX_BODY_BYTES + " bytes; store the data elsewhere and send a reference.");
    }

    /** Refused moves are conflicts with how things stand; unknown things are not found; the rest is a bad request. */
    static int status(ServiceFault fault) {
        int code = fault.errorCode();
        if (code == ErrorCode.OBJECT_DOES_NOT_EXIST.code()) {
            return 404;
        }
        if (code == ErrorCode.PRIVILEGE_DENIED.code()) {
            return 403;
        }
        if (code == ErrorCode.DUPLICATE_RECORD.code()) {
            return 412;
        }
        return CONFLICTS.contains(code) ? 409 : 400;
    }

    private static final List<Integer> CONFLICTS = Arrays.stream(new ErrorCode[] {
                ErrorCode.INVALID_STATE_CHANGE,
                ErrorCode.INVALID_STATE_CHANGE_UNEXPECTED,
                ErrorCode.INVALID_STATE_CHANGE_TO_COMPLETE,
                ErrorCode.INVALID_STATE_CHANGE_TO_READY,
                ErrorCode.INVALID_STATE_CHANGE_TO_SUSPENDED,
                ErrorCode.CANNOT_DELETE_UNLESS_COMPLETED,
                ErrorCode.CANNOT_CANCEL,
                ErrorCode.CANNOT_PAUSE,
                ErrorCode.CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS
            })
            .map(ErrorCode::code)
            .toList();

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
