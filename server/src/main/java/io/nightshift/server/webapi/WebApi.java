package io.nightshift.server.webapi;

import io.nightshift.database.Database;
import io.nightshift.platform.Platform;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.SignIn;
import io.nightshift.server.webapi.additions.Additions;
import io.nightshift.server.webapi.odata.ODataCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Web API of Dataverse at {@code /api/data/v9.2}, of any version. Every request needs a caller; whatever goes wrong
 * leaves as {@code {"error": {"code", "message"}}}. Thread-safe.
 */
public final class WebApi extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(WebApi.class);
    private static final Pattern ADDRESS = Pattern.compile("/api/data/(v\\d{1,3}\\.\\d{1,3})(/.*)?");
    private static final String OPEN_API = "/openapi.json";
    private static final String PREFIX = "/api/data/";
    private static final List<String> PREFIXES = List.of(PREFIX, OPEN_API, BackgroundOperations.ADDRESS);
    private static final int MOST_BODY_BYTES = 24 * 1024 * 1024;

    private final SignIn signIn;
    private final Platform platform;
    private final Database database;
    private final Models models;
    private final Additions additions;
    private final CallerLimits limits;

    /**
     * The Web API of the organizations of this platform.
     *
     * @param dataSource the data source that the platform is on
     * @param additions what the asynchronous service answers itself
     * @param requests how many requests a caller may send within five minutes
     */
    public WebApi(SignIn signIn, Platform platform, DataSource dataSource, Additions additions, int requests) {
        this.signIn = signIn;
        this.platform = platform;
        this.database = new Database(dataSource);
        this.models = new Models(platform);
        this.additions = additions;
        this.limits = new CallerLimits(Math.max(1, requests), CallerLimits.AT_ONCE, System::nanoTime);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = request.getHttpURI().getPath();
        if (path == null || PREFIXES.stream().noneMatch(path::startsWith)) {
            return false;
        }
        send(answer(request, path), request, response, callback);
        return true;
    }

    private ApiAnswer answer(Request request, String path) {
        try {
            Optional<Caller> caller = signIn.caller(request.getHeaders().get(HttpHeader.AUTHORIZATION));
            if (caller.isEmpty()) {
                return notSignedIn(request);
            }
            Matcher address = ADDRESS.matcher(within(path));
            if (!address.matches()) {
                throw ODataCode.RESOURCE_NOT_FOUND.fault("The Web API is at " + PREFIX + "v9.2/.");
            }
            ApiRequest read = read(request, address);
            return limited(new Entry(signIn, platform).of(caller.get(), read.headers()), read);
        } catch (OrganizationServiceFault fault) {
            return Failures.refused(fault, request.getMethod(), path.substring(1));
        } catch (IOException | UncheckedIOException e) {
            return ApiAnswer.error(400, ODataCode.INVALID_INPUT.hex(), "The request could not be read to its end.");
        } catch (HttpException.RuntimeException e) {
            return ApiAnswer.error(e.getCode(), ODataCode.QUERY_SYNTAX.hex(), e.getReason());
        }
    }

    /** What stands beside the Web API is answered as if it stood in it. */
    private static String within(String path) {
        return path.startsWith(PREFIX) ? path : PREFIX + "v9.2/" + path.substring(path.startsWith("/api/") ? 5 : 1);
    }

    private ApiAnswer limited(Entry.Admitted admitted, ApiRequest request) {
        Caller caller = admitted.caller();
        String key = caller.organization() + " " + caller.userId();
        ApiAnswer tooMany = limits.enter(key);
        if (tooMany != null) {
            LOG.warn("Refused {} of {}: too many requests.", request.method(), caller.name());
            return tooMany;
        }
        ApiAnswer answer = null;
        try {
            answer = answer(admitted, request);
            FileStream file = answer.stream();
            return file == null ? answer : answer.streamed(file.then(() -> limits.leave(key)));
        } finally {
            // A file counts until it was sent.
            if (answer == null || answer.stream() == null) {
                limits.leave(key);
            }
        }
    }

    private ApiAnswer answer(Entry.Admitted admitted, ApiRequest request) {
        try {
            CallerRequests requests =
                    new CallerRequests(platform, database, models, additions, admitted, request.root());
            return request.path().equals("$batch") ? new Batch(request, requests).answer() : requests.alone(request);
        } catch (UncheckedIOException e) {
            throw e;
        } catch (RuntimeException e) {
            return Failures.answer(e, request);
        }
    }

    private static ApiRequest read(Request request, Matcher address) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.merge(field.getName(), String.valueOf(field.getValue()), (one, other) -> one + "," + other);
        }
        String method = request.getMethod();
        return new ApiRequest(
                method.equals("HEAD") ? "GET" : method,
                request.getHttpURI().getScheme() + "://" + authority(request) + PREFIX + address.group(1),
                ApiRequest.path(Optional.ofNullable(address.group(2)).orElse("")),
                ApiRequest.options(request.getHttpURI().getQuery()),
                new Headers(headers),
                FileColumn.isFile(request.getHeaders().get(HttpHeader.CONTENT_TYPE))
                        ? RequestBody.file(Content.Source.asInputStream(request))
                        : RequestBody.of(body(request)),
                Map.of());
    }

    private static String authority(Request request) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        return host != null && host.matches("[\\w.:\\[\\]-]{1,255}")
                ? host
                : Request.getLocalAddr(request) + ":" + Request.getLocalPort(request);
    }

    private static byte[] body(Request request) throws IOException {
        if (request.getLength() > MOST_BODY_BYTES) {
            throw tooLarge();
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
            if (body.length > MOST_BODY_BYTES) {
                throw tooLarge();
            }
            return body;
        }
    }

    private static RefusedException tooLarge() {
        return new RefusedException(
                413,
                ODataCode.INVALID_INPUT.code(),
                "The body has more than " + MOST_BODY_BYTES + " bytes; send it in several requests.");
    }

    private static ApiAnswer notSignedIn(Request request) {
        boolean none = request.getHeaders().get(HttpHeader.AUTHORIZATION) == null;
        LOG.warn(
                "Refused {} {} from {}: {}.",
                request.getMethod(),
                Request.getPathInContext(request),
                Request.getRemoteAddr(request),
                none ? "no token" : "unknown token");
        return ApiAnswer.error(
                        401,
                        ODataCode.NOT_SIGNED_IN.hex(),
                        none
                                ? "Sign in: send the header 'Authorization: Bearer TOKEN'."
                                : "The token is not known to this server, or no longer valid.")
                .with("WWW-Authenticate", none ? "Bearer" : "Bearer error=\"invalid_token\"");
    }

    private static void send(FileStream file, Request request, Response response, Callback callback) {
        try {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, file.length());
            if (!request.getMethod().equals("HEAD")) {
                // Not closed after a failure: that would end a broken answer as if it were whole.
                OutputStream out = Content.Sink.asOutputStream(response);
                file.source().writeTo(out);
                out.close();
            }
            callback.succeeded();
        } catch (IOException | RuntimeException e) {
            LOG.info("A file could not be sent to its end: {}", e.toString());
            callback.failed(e);
        } finally {
            file.afterwards().run();
        }
    }

    private static void send(ApiAnswer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders().put("OData-Version", "4.0");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache, no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        answer.headers().forEach(response.getHeaders()::put);
        FileStream file = answer.stream();
        if (file != null) {
            send(file, request, response, callback);
            return;
        }
        boolean bodiless = answer.status() == 204 || answer.status() == 304;
        if (!bodiless) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        boolean silent = bodiless || request.getMethod().equals("HEAD");
        response.write(true, silent ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }
}
