package io.nightshift.server.systemjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may and may not do, without one. */
class WebAppTest {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;
    private static PlainBrowser browser;
    private static String cookie;
    private static String csrf;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(
                database,
                data,
                Map.of(),
                service -> service.handle("web.done", context -> Outcome.succeeded("{\"password\": \"hunter2\"}")));
        browser = new PlainBrowser(server);
        HttpResponse<String> signedIn = post("/sign-in", "", Map.of("token", server.token(), "next", "/jobs"));
        cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        Matcher found = CSRF.matcher(get("/jobs").body());
        assertThat(found.find()).isTrue();
        csrf = found.group(1);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        database.close();
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return browser.get(path, cookie);
    }

    private static HttpResponse<String> post(String path, String sentCookie, Map<String, String> form)
            throws IOException, InterruptedException {
        return browser.post(path, sentCookie, form);
    }

    private static StatusCode status(UUID id) throws Exception {
        return server.service().systemJobs().get(null, id).orElseThrow().status();
    }

    private static UUID postponed(String name) throws Exception {
        return server.service()
                .queue()
                .enqueue(Operation.named("web.done")
                        .name(name)
                        .postponeUntil(server.service().queue().clock().now().plus(Duration.ofHours(1))));
    }

    @Test
    void aStrangerIsAskedToSignInAndComesBackToWhereHeWas() throws Exception {
        HttpResponse<String> sent = browser.send(server.stranger("/jobs?view=failed"));
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(sent.headers().firstValue("Location"))
                .hasValue("/sign-in?next=" + URLEncoder.encode("/jobs?view=failed", StandardCharsets.UTF_8));
        HttpResponse<String> in = post("/sign-in", "", Map.of("token", server.token(), "next", "/jobs?view=failed"));
        assertThat(in.headers().firstValue("Location")).hasValue("/jobs?view=failed");
        assertThat(in.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(value -> assertThat(value).contains("HttpOnly", "SameSite=Lax"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "/\r\nX: y"})
    void nobodyIsSentElsewhereBySigningIn(String next) throws Exception {
        HttpResponse<String> in = post("/sign-in", "", Map.of("token", server.token(), "next", next));
        assertThat(in.headers().firstValue("Location")).hasValue("/");
    }

    @Test
    void aWrongTokenOpensNothingAndIsNotRepeated() throws Exception {
        HttpResponse<String> refused = post("/sign-in", "", Map.of("token", "open-sesame"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(refused.body()).contains("is not known here").doesNotContain("open-sesame");
    }

    @Test
    void aPostWithoutThePagesTokenChangesNothing() throws Exception {
        UUID id = postponed("Without a token");
        for (String sent : List.of("", "wrong")) {
            HttpResponse<String> refused =
                    post("/jobs/act", cookie, Map.of("csrf", sent, "action", "cancel", "id", id.toString()));
            assertThat(refused.statusCode()).isEqualTo(403);
        }
        HttpResponse<String> elsewhere = browser.send(server.stranger("/jobs/act")
                .header("Cookie", cookie)
                .header("Sec-Fetch-Site", "cross-site")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("csrf=" + csrf + "&action=cancel&id=" + id)));
        assertThat(elsewhere.statusCode()).isEqualTo(403);
        assertThat(status(id)).isEqualTo(StatusCode.WAITING);
    }

    @Test
    void aGetNeverMoves() throws Exception {
        UUID id = postponed("Only asked");
        assertThat(get("/jobs/confirm?action=cancel&id=" + id).body()).contains("Cancel 1 job?", "Only asked");
        assertThat(get("/jobs/act?action=cancel&id=" + id + "&csrf=" + csrf).statusCode())
                .isEqualTo(404);
        assertThat(status(id)).isEqualTo(StatusCode.WAITING);
    }

    @Test
    void anActionIsDoneOnceAndItsAuthorIsKept() throws Exception {
        UUID id = postponed("Cancel me");
        HttpResponse<String> done = post(
                "/jobs/act",
                cookie,
                Map.of(
                        "csrf",
                        csrf,
                        "action",
                        "cancel",
                        "id",
                        id.toString(),
                        "reason",
                        "no longer wanted",
                        "back",
                        "/jobs?view=postponed"));
        assertThat(done.statusCode()).isEqualTo(303);
        assertThat(done.headers().firstValue("Location")).hasValue("/jobs?view=postponed");
        assertThat(status(id)).isEqualTo(StatusCode.CANCELED);
        assertThat(get("/jobs/" + id).body()).contains("no longer wanted", "Canceled");
    }

    @Test
    void whatIsTypedWrongMovesNothing() throws Exception {
        UUID id = postponed("Stay");
        HttpResponse<String> refused = post(
                "/jobs/act",
                cookie,
                Map.of(
                        "csrf",
                        csrf,
                        "action",
                        "cancel",
                        "scope",
                        "all",
                        "name",
                        "Stay",
                        "expected",
                        "900",
                        "retyped",
                        "9"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("nothing was done");
        assertThat(status(id)).isEqualTo(StatusCode.WAITING);
    }

    @Test
    void whatOthersWroteIsShownAndNeverRun() throws Exception {
        String hostile = "\"><img src=x onerror=alert(1)>'${7*7}";
        UUID id = postponed(hostile);
        for (String path :
                List.of("/jobs", "/jobs/" + id, "/jobs?name=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8))) {
            HttpResponse<String> page = get(path);
            assertThat(page.body()).doesNotContain("\"><img").contains("&lt;img");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(policy ->
                            assertThat(policy).contains("default-src 'none'").doesNotContain("unsafe"));
        }
        assertThat(get("/jobs.csv?name=img").body()).contains(hostile.replace("\"", "\"\""));
    }

    @Test
    void secretsAreMasked() throws Exception {
        UUID id = server.service()
                .queue()
                .enqueue(Operation.named("web.done")
                        .data("{\"to\": \"a@example.invalid\", \"auth\": {\"apiKey\": \"k-123\"}}"));
        Awaitility.await().until(() -> status(id) == StatusCode.SUCCEEDED);
        assertThat(get("/jobs/" + id).body())
                .contains("a@example.invalid", "••••••")
                .doesNotContain("hunter2", "k-123");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/jobs?view=nothing&order=sideways&cols=none&status=unknown",
                "/jobs?after=rubbish",
                "/jobs?owner=nobody",
                "/jobs?created-from=yesterday",
                "/jobs/confirm?action=explode&id=1",
                "/jobs/confirm?action=cancel",
                "/schedules/nonsense"
            })
    void badInputIsExplainedAndBreaksNothing(String path) throws Exception {
        HttpResponse<String> page = get(path);
        assertThat(page.statusCode()).isBetween(400, 404);
        assertThat(page.body()).contains("<h1>").doesNotContain("Exception");
    }

    @Test
    void everyPageIsThere() throws Exception {
        for (String path : List.of(
                "/",
                "/jobs",
                "/lanes",
                "/lanes?token=x",
                "/workers",
                "/schedules",
                "/records",
                "/records/account",
                "/records/account/new",
                "/administration")) {
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            assertThat(page.body()).contains("<h1>", "aria-current=\"page\"");
        }
    }

    @Test
    void aRecordIsMadeChangedAndDeleted() throws Exception {
        HttpResponse<String> made = post(
                "/records/account/new",
                cookie,
                Map.of("csrf", csrf, "value.name", "Fabrikam <b>", "value.creditlimit", "12.50"));
        String address = made.headers().firstValue("Location").orElseThrow();
        assertThat(address).startsWith("/records/account/");
        String id = address.substring("/records/account/".length());
        server.service()
                .queue()
                .enqueue(Operation.named("web.done").name("About Fabrikam").regarding("account", UUID.fromString(id)));
        assertThat(get(address).body()).contains("Fabrikam &lt;b&gt;", "12.5", "About Fabrikam");
        assertThat(get("/records/account?name=brik").body()).contains(address);
        assertThat(get("/records/account?name=%25").body()).doesNotContain(address);

        post(address, cookie, Map.of("csrf", csrf, "before.name", "Fabrikam <b>", "value.name", "Northwind"));
        assertThat(get(address).body()).contains("Northwind", "12.5");
        Map<String, String> stale = Map.of("csrf", csrf, "version", "1", "value.name", "Too late");
        assertThat(post(address, cookie, stale).statusCode()).isEqualTo(400);
        assertThat(get(address).body()).contains("Northwind").doesNotContain("Too late");
        HttpResponse<String> wrong = post(address, cookie, Map.of("csrf", csrf, "value.creditlimit", "much"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("is no value for");

        assertThat(post(address + "/delete", cookie, Map.of("csrf", csrf)).statusCode())
                .isEqualTo(400);
        post(address + "/delete", cookie, Map.of("csrf", csrf, "sure", "yes"));
        assertThat(get(address).statusCode()).isEqualTo(404);
    }

    @Test
    void whoSignsOutIsOut() throws Exception {
        String own = post("/sign-in", "", Map.of("token", server.token()))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        HttpResponse<String> page = browser.send(server.stranger("/jobs").header("Cookie", own));
        Matcher token = CSRF.matcher(page.body());
        assertThat(token.find()).isTrue();
        post("/visit", own, Map.of("csrf", token.group(1), "sign-out", "yes"));
        HttpResponse<String> after = browser.send(server.stranger("/jobs").header("Cookie", own));
        assertThat(after.statusCode()).isEqualTo(303);
    }
}
