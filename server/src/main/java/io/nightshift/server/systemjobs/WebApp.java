package io.nightshift.server.systemjobs;

import io.nightshift.execution.AsyncService;
import io.nightshift.platform.Platform;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.signin.Identity;
import io.nightshift.server.signin.SignIn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Answers browsers. What is no page of the web app is left to the handlers after it. */
public final class WebApp extends Handler.Abstract implements AutoCloseable {

    /** Nothing from elsewhere, no script or style inside a page, no frame around one. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final Set<String> OUTSIDE = Set.of("sign-in", "assets");

    private final Screens screens;
    private final Visits visits;
    private final Entrance entrance;
    private final LiveJobs live;

    public WebApp(
            AsyncService service, Platform platform, SignIn signIn, Identity identity, Configuration configuration) {
        Site site = new Site(service, platform, identity, configuration);
        Pages pages = new Pages(site);
        this.visits = new Visits(signIn, identity, platform, service.queue().organizations());
        this.screens = new Screens(site, pages);
        this.entrance = new Entrance(site, pages, visits);
        this.live = new LiveJobs(site, pages);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        List<String> path = path(request);
        if (!path.isEmpty() && !OUTSIDE.contains(path.getFirst()) && !screens.has(path.getFirst())) {
            return false;
        }
        if (path.size() == 3 && path.getFirst().equals("assets")) {
            sendAsset(path.get(2), response, callback);
            return true;
        }
        Browser browser = new Browser(request);
        Visit visit;
        try {
            visit = visits.find(browser.cookies(), browser.organization()).orElse(null);
        } catch (SQLException | RuntimeException e) {
            send(entrance.failed(browser, null, e), response, callback);
            return true;
        }
        if (visit != null && visit.watcher() && path.equals(List.of("jobs", "live"))) {
            headers(response);
            live.stream(browser.visitor(visit), browser.query(), response, callback);
            return true;
        }
        String cookie = visit == null ? null : visit.session().setCookie(browser.isSecure());
        if (cookie != null) {
            response.getHeaders().add(HttpHeader.SET_COOKIE, cookie);
        }
        if (visit != null && browser.isReadAgain() && !browser.isPost()) {
            visit = visit.unnoticed();
        }
        send(answer(browser, path, visit), response, callback);
        return true;
    }

    private Reply answer(Browser browser, List<String> path, @Nullable Visit visit) {
        try {
            if (browser.isPost() && !browser.isFromHere()) {
                return entrance.refused(browser, "error.elsewhere");
            }
            if (visit == null || (!path.isEmpty() && path.getFirst().equals("sign-in"))) {
                return entrance.answer(browser, path, visit);
            }
            Parameters form = browser.isPost() ? browser.form() : Parameters.NONE;
            if (browser.isPost() && !visit.session().csrfMatches(form.one("csrf"))) {
                return entrance.refused(browser, "error.csrf");
            }
            PageCall call = new PageCall(browser.isPost(), path, browser.query(), form, visit, browser.visitor(visit));
            return path.equals(List.of("visit")) && call.post() ? entrance.change(call) : screens.answer(call);
        } catch (SQLException | RuntimeException e) {
            return entrance.failed(browser, visit, e);
        }
    }

    private static List<String> path(Request request) {
        return Arrays.stream(Objects.requireNonNullElse(Request.getPathInContext(request), "/")
                        .split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static void sendAsset(String name, Response response, Callback callback) {
        Optional<Assets.Asset> asset = Assets.find(name);
        headers(response);
        if (asset.isEmpty()) {
            Response.writeError(response.getRequest(), response, callback, 404);
            return;
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, asset.get().contentType());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
        response.write(true, ByteBuffer.wrap(asset.get().body()), callback);
    }

    private static void headers(Response response) {
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "same-origin");
        response.getHeaders().put("Content-Security-Policy", POLICY);
    }

    private static void send(Reply reply, Response response, Callback callback) {
        headers(response);
        byte[] body = new byte[0];
        switch (reply) {
            case Reply.Html html -> {
                response.setStatus(html.status());
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
                body = html.body().getBytes(StandardCharsets.UTF_8);
            }
            case Reply.Redirect redirect -> {
                response.setStatus(303);
                response.getHeaders().put(HttpHeader.LOCATION, redirect.to());
                redirect.cookies().forEach(cookie -> response.getHeaders().add(HttpHeader.SET_COOKIE, cookie));
            }
            case Reply.Download download -> {
                response.getHeaders().put(HttpHeader.CONTENT_TYPE, download.contentType());
                response.getHeaders().put("Content-Disposition", "attachment; filename=\"" + download.name() + "\"");
                body = download.body();
            }
        }
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        boolean bodiless = response.getRequest().getMethod().equals("HEAD");
        response.write(true, bodiless ? ByteBuffer.allocate(0) : ByteBuffer.wrap(body), callback);
    }

    /** Ends the streams of live pages, which would else hold up a stop. */
    @Override
    public void close() {
        live.stop();
    }
}
