package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.ServiceFault;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.signin.Sessions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out, what a visitor sets for the whole app, and the pages of what went wrong. */
public final class Entrance {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final List<String> THEMES = List.of("light", "dark", "system");

    /** What the page of sign-in needs. */
    public record SignInPage(Frame frame, String wrong, String next) {}

    private final Site site;
    private final Pages pages;
    private final Visits visits;

    Entrance(Site site, Pages pages, Visits visits) {
        this.site = site;
        this.pages = pages;
        this.visits = visits;
    }

    Reply answer(Browser browser, List<String> path, @Nullable Visit visit) throws SQLException {
        boolean atSignIn = path.equals(List.of("sign-in"));
        if (atSignIn && browser.isPost()) {
            return signIn(browser);
        }
        if (visit != null) {
            return Reply.redirect("/");
        }
        if (path.isEmpty() || atSignIn) {
            return page(browser, 200, "", browser.query().one("next", "/"));
        }
        String here = browser.isPost() ? "/" : browser.query().on("/" + String.join("/", path));
        return Reply.redirect(Parameters.NONE.with("next", here).on("/sign-in"));
    }

    private Reply signIn(Browser browser) throws SQLException {
        Parameters form = browser.form();
        String next = form.one("next", "/");
        String token = form.one("token");
        Sessions.Attempt attempt =
                token == null ? visits.byPassword(form, browser.address()) : visits.byToken(token, browser.address());
        return switch (attempt) {
            case Sessions.Attempt.SignedIn in ->
                new Reply.Redirect(
                        PageCall.isOurs(next) ? next : "/",
                        List.of(Objects.requireNonNull(in.session().setCookie(browser.isSecure()))));
            case Sessions.Attempt.Refused _ ->
                page(browser, 403, Texts.ENGLISH.of(token == null ? "signin.wrong" : "signin.wrong.token"), next);
            case Sessions.Attempt.TooMany many ->
                page(
                        browser,
                        429,
                        Texts.ENGLISH.of("signin.many", many.retryAfter().toSeconds()),
                        next);
        };
    }

    private Reply page(Browser browser, int status, String wrong, String next) throws SQLException {
        Frame frame = frame(browser, null, "signin.title");
        return pages.page(status, "signin", frame, new SignInPage(frame, wrong, next));
    }

    private Frame frame(Browser browser, @Nullable Visit visit, String titleKey) throws SQLException {
        return new Frame(
                visit == null ? browser.stranger() : browser.visitor(visit),
                Texts.ENGLISH,
                site.now(),
                List.of(),
                "",
                Texts.ENGLISH.of(titleKey),
                "/",
                null);
    }

    /** Sign out, another theme, another organization. */
    Reply change(PageCall call) throws SQLException {
        Parameters form = call.form();
        if (form.one("sign-out") != null) {
            visits.end(call.visit());
            return new Reply.Redirect("/", List.of(Sessions.noCookie()));
        }
        String organization = form.one("organization");
        if (organization != null) {
            String name = URLEncoder.encode(organization, StandardCharsets.UTF_8);
            return new Reply.Redirect(
                    "/", List.of(Browser.ORGANIZATION + "=" + name + "; Path=/; HttpOnly; SameSite=Lax"));
        }
        String theme = form.one("theme", "system");
        return new Reply.Redirect(
                call.back("/"),
                THEMES.contains(theme)
                        ? List.of(Browser.THEME + "=" + theme + "; Path=/; SameSite=Lax; Max-Age=31536000")
                        : List.of());
    }

    /** A request that no page of ours made. */
    Reply refused(Browser browser, String why) {
        return trouble(browser, null, 403, Texts.ENGLISH.of(why), "");
    }

    /** Something went wrong: the reason in words, and nothing of the inside. */
    Reply failed(Browser browser, @Nullable Visit visit, Exception e) {
        return switch (e) {
            case ServiceFault fault ->
                trouble(browser, visit, status(fault.errorCode()), fault.getMessage(), fault.hexCode());
            case OrganizationServiceFault fault ->
                trouble(browser, visit, status(fault.errorCode()), fault.getMessage(), fault.hexCode());
            case SQLException sql -> {
                LOG.warn("The database refused what a page needs: {}", sql.toString());
                yield trouble(browser, visit, 503, Texts.ENGLISH.of("error.database"), ErrorCode.SQL_ERROR.hex());
            }
            default -> {
                LOG.error("A page failed", e);
                yield trouble(browser, visit, 500, Texts.ENGLISH.of("error.server"), ErrorCode.ISV_UNEXPECTED.hex());
            }
        };
    }

    private static int status(int code) {
        if (code == ErrorCode.OBJECT_DOES_NOT_EXIST.code()) {
            return 404;
        }
        return code == ErrorCode.PRIVILEGE_DENIED.code() ? 403 : 400;
    }

    private Reply trouble(Browser browser, @Nullable Visit visit, int status, @Nullable String why, String code) {
        try {
            return pages.page(
                    status,
                    "trouble",
                    frame(browser, visit, status == 404 ? "error.missing" : "error.title"),
                    new Trouble(Objects.requireNonNullElse(why, ""), code, visit != null, browser.cameFrom()));
        } catch (SQLException e) {
            return new Reply.Html(503, Texts.ENGLISH.of("error.database"));
        }
    }

    /**
     * What the page of errors shows.
     *
     * @param back the page of ours that the visitor came from; null when that is not known
     */
    public record Trouble(
            String why,
            String code,
            boolean signedIn,
            @Nullable String back) {}
}
