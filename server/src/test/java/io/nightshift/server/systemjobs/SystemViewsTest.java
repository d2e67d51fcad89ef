package io.nightshift.server.systemjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Recurrence;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which operations a list shows, in which order, and how people keep a list. */
class SystemViewsTest {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Pattern ROW = Pattern.compile("<tr id=\"job-[^>]*>.*?<bdi>(.*?)</bdi>", Pattern.DOTALL);
    private static final String PASSWORD = "a password to look around with";

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;
    private static PlainBrowser browser;
    private static String cookie;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(
                database, data, Map.of(), service -> service.handle("views.done", context -> Outcome.succeeded()));
        browser = new PlainBrowser(server);
        cookie = signIn(Map.of("token", server.token()));
        later("Birch", "b", 1);
        later("Aspen", "b", 2);
        later("Cedar", "a", 3);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        database.close();
    }

    private static String signIn(Map<String, String> form) throws IOException, InterruptedException {
        return browser.post("/sign-in", "", form)
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
    }

    private static UUID later(String name, String token, int hours) throws Exception {
        Instant now = server.service().queue().clock().now();
        return server.service()
                .queue()
                .enqueue(Operation.named("views.done")
                        .name(name)
                        .token(token)
                        .postponeUntil(now.plus(Duration.ofHours(hours))));
    }

    private static List<String> names(String address) throws Exception {
        return ROW.matcher(browser.get(address, cookie).body())
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String csrf(String of) throws Exception {
        Matcher found = CSRF.matcher(browser.get("/jobs", of).body());
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    @Test
    void maintenanceIsAViewOfItsOwnAndCountedThere() throws Exception {
        assertThat(names("/jobs?name=e")).contains("Cedar").doesNotContain("Deletion Service");
        assertThat(names("/jobs?kind=maintenance"))
                .contains(OperationType.DELETION_SERVICE.label())
                .doesNotContain("Cedar");
        assertThat(names("/jobs?kind=all&view=recurring")).contains(OperationType.DELETION_SERVICE.label());
        String page = browser.get("/jobs?view=postponed", cookie).body();
        assertThat(page).containsPattern("All but maintenance <span class=\"count\">3</span>");
        assertThat(browser.get("/jobs?view=recurring", cookie).body())
                .containsPattern("Maintenance <span class=\"count\">11</span>");
        assertThat(names("/jobs?kind=mine")).isEmpty();
    }

    @Test
    void anotherRuleOfASeriesIsLookedAtBeforeItIsGiven() throws Exception {
        UUID id = server.service()
                .queue()
                .enqueue(Operation.named("views.done").recurrence(Recurrence.of("FREQ=DAILY;INTERVAL=1;")));
        Map<String, String> form = Map.of(
                "csrf", csrf(cookie), "preview", "yes", "pattern", "FREQ=HOURLY;INTERVAL=7", "zone", "Asia/Tokyo");
        String address = browser.post("/schedules/" + id, cookie, form)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(address).contains("pattern=FREQ%3DHOURLY").doesNotContain("csrf");
        assertThat(browser.get(address, cookie).body()).contains("Its dates would be", "value=\"Asia/Tokyo\"");
        assertThat(browser.get("/schedules/" + id + "?pattern=EVERY+DAY", cookie)
                        .statusCode())
                .isEqualTo(400);
        assertThat(server.service().systemJobs().preview(null, id, 2))
                .as("looking changes nothing")
                .satisfies(dates -> assertThat(Duration.between(dates.getFirst(), dates.getLast()))
                        .isEqualTo(Duration.ofDays(1)));
        assertThat(browser.get("/schedules", cookie).body()).contains("/schedules/" + id);
    }

    @Test
    void aListIsSortedByAsManyColumnsAsAreAskedFor() throws Exception {
        assertThat(names("/jobs?view=postponed&sort=name")).containsExactly("Aspen", "Birch", "Cedar");
        assertThat(names("/jobs?view=postponed&sort=token&sort=-name")).containsExactly("Cedar", "Birch", "Aspen");
        assertThat(names("/jobs?view=postponed&sort=-token&sort=next")).containsExactly("Birch", "Aspen", "Cedar");
        String page = browser.get("/jobs?view=postponed&sort=token", cookie).body();
        assertThat(page)
                .contains("aria-sort=\"ascending\"")
                .contains("data-also=\"/jobs?view=postponed&amp;sort=token&amp;sort=name\"");
        assertThat(names("/jobs?sort=nonsense&view=postponed&order=postponed"))
                .containsExactly("Birch", "Aspen", "Cedar");
    }

    @Test
    void aViewIsKeptChangedUsedByOthersProgramsAndDeleted() throws Exception {
        String csrf = csrf(cookie);
        HttpResponse<String> saved = browser.post(
                "/jobs/views",
                cookie,
                Map.of(
                        "csrf",
                        csrf,
                        "name",
                        "Lane b <mine>",
                        "address",
                        "view=postponed&token=b&sort=name&cols=token"));
        String address = saved.headers().firstValue("Location").orElseThrow();
        assertThat(address).startsWith("/jobs?view=postponed").contains("saved=");
        String id = address.substring(address.indexOf("saved=") + 6);
        assertThat(browser.get("/jobs", cookie).body()).contains("<bdi>Lane b &lt;mine&gt;</bdi>");
        assertThat(names(address)).containsExactly("Aspen", "Birch");

        RunningServer.Reply record = server.get("/api/data/v9.2/userqueries(" + id + ")?$select=fetchxml,name");
        assertThat(record.body().path("fetchxml").isNull())
                .as("a cause is no attribute")
                .isTrue();
        browser.post("/jobs/views", cookie, Map.of("csrf", csrf, "view", id, "address", "token=b&name=asp"));
        RunningServer.Reply found = server.get("/api/data/v9.2/asyncoperations?userQuery=" + id);
        assertThat(found.body()
                        .path("value")
                        .valueStream()
                        .map(one -> one.path("name").asString()))
                .containsExactly("Aspen");
        assertThat(names("/jobs?token=b&name=asp&saved=" + id)).containsExactly("Aspen");

        assertThat(browser.post("/jobs/views", cookie, Map.of("csrf", csrf, "address", "view=all"))
                        .statusCode())
                .isEqualTo(400);
        browser.post("/jobs/views/delete", cookie, Map.of("csrf", csrf, "view", id));
        assertThat(browser.get("/jobs", cookie).body()).doesNotContain("Lane b");
    }

    @Test
    void whoMayOnlyReadSeesTheJobsAndNoActionThatWouldBeRefused() throws Exception {
        server.user("rita", "Reader");
        server.act("Nightshift.SetPassword", "{\"UserName\": \"rita\", \"Password\": \"" + PASSWORD + "\"}");
        String own = signIn(Map.of("name", "rita", "password", PASSWORD));
        UUID id = later("Out of reach", "r", 5);
        String list = browser.get("/jobs", own).body();
        assertThat(list).contains("Out of reach").doesNotContain("data-action=", "/jobs/views\"", "href=\"/workers\"");
        assertThat(browser.get("/jobs/" + id, own).body())
                .contains("It is postponed")
                .doesNotContain("data-ask");
        assertThat(browser.get("/", own).headers().firstValue("Location")).hasValue("/jobs");
        for (String path : List.of("/workers", "/administration")) {
            assertThat(browser.get(path, own).statusCode()).as(path).isEqualTo(403);
        }
        HttpResponse<String> refused =
                browser.post("/jobs/act", own, Map.of("csrf", csrf(own), "action", "cancel", "id", id.toString()));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(server.service().systemJobs().get(null, id).orElseThrow().isCompleted())
                .isFalse();
    }
}
