package io.nightshift.server.systemjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

/** What an administrator sees of the service as a whole, and does to it; each act leaves who did it and why. */
class AdministrationTest {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("<tr id=\"job-[^>]*>.*?<bdi>(.*?)</bdi>", Pattern.DOTALL);
    private static final Pattern TOKEN = Pattern.compile("The token is (\\S+)\\. It is shown");

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
                database, data, Map.of(), service -> service.handle("office.done", context -> Outcome.succeeded()));
        browser = new PlainBrowser(server);
        cookie = browser.post("/sign-in", "", Map.of("token", server.token()))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        csrf = found(CSRF, "/jobs");
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        database.close();
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = browser.get(path, cookie);
        assertThat(page.statusCode()).as(path).isEqualTo(200);
        return page.body();
    }

    private static String found(Pattern pattern, String path) throws IOException, InterruptedException {
        Matcher found = pattern.matcher(get(path));
        assertThat(found.find()).as(pattern.pattern()).isTrue();
        return found.group(1);
    }

    private static HttpResponse<String> post(String path, String... fields) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>(Map.of("csrf", csrf));
        for (int i = 0; i < fields.length; i += 2) {
            form.put(fields[i], fields[i + 1]);
        }
        return browser.post(path, cookie, form);
    }

    private static List<String> names(String address) throws Exception {
        return ROW.matcher(get(address)).results().map(row -> row.group(1)).toList();
    }

    @Test
    void eachActIsInTheLogWithItsReason() throws Exception {
        String organization = server.service().queue().organizations().defaultName();
        post("/administration/weight", "organization", organization, "weight", "7", "reason", "they <b>pay</b> more");
        assertThat(get("/administration"))
                .contains("the weight 7 in place of 1", "they &lt;b&gt;pay&lt;/b&gt; more", "value=\"7\"");
        assertThat(post("/administration/weight", "organization", organization, "weight", "many")
                        .statusCode())
                .isEqualTo(400);

        post("/workers/limit", "type", "10", "where", "here", "most", "2", "reason", "the mail server is slow");
        String floor = get("/workers");
        assertThat(floor).contains("2 at a time", "the mail server is slow");
        Matcher limit = Pattern.compile("name=\"limit\" value=\"(\\d+)\"").matcher(floor);
        assertThat(limit.find()).isTrue();
        post("/workers/unlimit", "limit", limit.group(1));
        assertThat(get("/workers")).contains("Nothing is limited");
        for (String most : List.of("0", "many", "")) {
            assertThat(post("/workers/limit", "type", "10", "most", most).statusCode())
                    .as(most)
                    .isEqualTo(400);
        }
        assertThat(get("/administration")).contains("limited operations of the type", "removed the limit of 2 on");
    }

    @Test
    void aTokenIsShownOnceOpensTheServerAndIsRevoked() throws Exception {
        server.user("night", "Reader");
        HttpResponse<String> made =
                post("/administration/credential", "kind", "token", "username", "night", "name", "the night's own");
        assertThat(made.statusCode()).isEqualTo(303);
        String token = found(TOKEN, "/administration");
        String later = get("/administration");
        assertThat(later).contains("the night&#39;s own").doesNotContain(token);
        assertThat(server.service().queue().serviceLog().read(null, null, 1))
                .singleElement()
                .satisfies(entry -> assertThat(entry.message())
                        .isEqualTo("made the token 'the night's own' of the user 'night'")
                        .doesNotContain(token));
        assertThat(browser.post("/sign-in", "", Map.of("token", token)).statusCode())
                .isEqualTo(303);

        Matcher id =
                Pattern.compile("name=\"credential\" value=\"([0-9a-f-]{36})\"").matcher(later);
        assertThat(id.find()).isTrue();
        post("/administration/revoke", "credential", id.group(1));
        assertThat(browser.post("/sign-in", "", Map.of("token", token)).statusCode())
                .isEqualTo(403);
        assertThat(post("/administration/revoke", "credential", id.group(1)).statusCode())
                .isEqualTo(404);

        assertThat(post("/administration/password", "username", "night", "password", "short")
                        .statusCode())
                .isEqualTo(400);
        post("/administration/password", "username", "night", "password", "a password for the night");
        String own = browser.post("/sign-in", "", Map.of("name", "night", "password", "a password for the night"))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        for (String path : List.of("credential", "revoke", "password", "weight")) {
            assertThat(browser.post("/administration/" + path, own, Map.of("csrf", "guessed"))
                            .statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(browser.get("/administration", own).statusCode()).isEqualTo(403);
    }

    @Test
    void settingsAreShownWithTheirSourceAndSecretsAreNot() throws Exception {
        assertThat(get("/administration"))
                .contains("nightshift.slots", "nightshift.admin.token", "********", "--http-port")
                .doesNotContain(server.token());
    }

    @Test
    void theOverviewCountsWhatEndedInAWindowAndItsNumbersLeadToAsMany() throws Exception {
        server.service().queue().enqueue(java.util.Collections.nCopies(3, Operation.named("office.done")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.service().systemJobs().counts(null).getOrDefault(Standing.SUCCEEDED, 0L) >= 3);
        Pattern sum = Pattern.compile("<a href=\"(/jobs[^\"]*view=succeeded[^\"]*)\"><b>([0-9,]+)</b>");
        for (String window : List.of("today", "week", "month", "kept")) {
            Matcher found = sum.matcher(get("/?window=" + window));
            assertThat(found.find()).as(window).isTrue();
            assertThat(found.group(1).contains("completed-from")).as(window).isEqualTo(!window.equals("kept"));
            assertThat(names(found.group(1).replace("&amp;", "&")))
                    .as(window)
                    .hasSizeGreaterThanOrEqualTo(Integer.parseInt(found.group(2)));
        }
        assertThat(get("/")).contains("half started within", "<svg viewBox=\"0 0 10 100\"");
    }

    @Test
    void aSeriesHasACalendarInTheZoneOfWhoeverLooks() throws Exception {
        UUID id = server.service()
                .queue()
                .enqueue(Operation.named("office.done")
                        .recurrence(Recurrence.of("FREQ=DAILY;INTERVAL=1;")
                                .starting(server.service().queue().clock().now().plus(Duration.ofDays(1)))));
        List<String> due = Pattern.compile("<td class=\"due")
                .matcher(get("/schedules/" + id))
                .results()
                .map(found -> found.group())
                .toList();
        assertThat(due).as("every day to the end of the next month").hasSizeGreaterThanOrEqualTo(28);
    }

    @Test
    void aDateOfASeriesIsSkippedAndTakenBackWithAReason() throws Exception {
        Instant first = Instant.parse("2999-01-01T06:00:00Z");
        UUID id = server.service()
                .queue()
                .enqueue(Operation.named("office.done")
                        .recurrence(Recurrence.of("FREQ=HOURLY;INTERVAL=12").starting(first)));
        String day = "/schedules/" + id + "?day=2999-01-01";
        assertThat(get(day))
                .contains("Tuesday 1 January 2999", "name=\"skip\" value=\"" + first + "\"", "Skip these 2");
        var answer =
                post("/schedules/" + id + "/dates", "day", "2999-01-01", "skip", first.toString(), "reason", "holiday");
        assertThat(answer.headers().firstValue("Location")).hasValue(day + "#day");
        assertThat(server.service().systemJobs().skipped(null, id)).containsExactly(first);
        assertThat(get(day))
                .contains("name=\"restore\" value=\"" + first + "\"")
                .doesNotContain("Skip these");
        assertThat(get("/jobs/" + id)).contains("edit recurrence, skip " + first + ": holiday");
        post("/schedules/" + id + "/dates", "restore", first.toString());
        assertThat(server.service().systemJobs().preview(null, id, 1)).containsExactly(first);
        for (String bad : List.of("tomorrow", "2999-01-01T07:00:00Z")) {
            post("/schedules/" + id + "/dates", "skip", bad);
        }
        assertThat(server.service().systemJobs().skipped(null, id)).isEmpty();
        assertThat(get("/schedules/" + id + "?day=2999-01-02")).contains("Wednesday 2 January 2999");
    }

    @Test
    void ownersAndRecordsHaveTheirNamesInTheList() throws Exception {
        String account = post("/records/account/new", "value.name", "Fabrikam & Sons")
                .headers()
                .firstValue("Location")
                .orElseThrow()
                .substring("/records/account/".length());
        server.service()
                .queue()
                .enqueue(Operation.named("nobody.handles.this")
                        .name("About a record")
                        .regarding("account", UUID.fromString(account)));
        assertThat(get("/jobs?name=About+a+record&cols=regarding&cols=owner"))
                .contains("<bdi>Fabrikam &amp; Sons</bdi>", "/records/account/" + account);
    }

    @Test
    void anOrderThatNoIndexHasLooksOn() throws Exception {
        List<Operation> many = new ArrayList<>();
        for (int i = 0; i < 1_020; i++) {
            many.add(Operation.named("nobody.sorts.this").name("Job %04d".formatted(1_020 - i)));
        }
        server.service().queue().enqueue(many);
        String first = "/jobs?message=nobody.sorts.this&sort=name";
        assertThat(names(first)).hasSize(50).startsWith("Job 0001", "Job 0002");
        Matcher further = Pattern.compile("id=\"further\" href=\"([^\"]+)\"").matcher(get(first));
        assertThat(further.find()).isTrue();
        String next = further.group(1).replace("&amp;", "&");
        assertThat(names(next)).hasSize(20).startsWith("Job 1001").endsWith("Job 1020");
        assertThat(get(next)).contains("Sorted are 20 older ones that match").doesNotContain("id=\"further\"");
    }
}
