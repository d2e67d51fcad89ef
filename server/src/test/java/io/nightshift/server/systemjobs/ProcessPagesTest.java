package io.nightshift.server.systemjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of bulk deletions, workflows and plug-in steps. */
class ProcessPagesTest {

    private static final Pattern CSRF = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final String DOCUMENT = """
            document: { dsl: '1.0.0', namespace: test, name: greeting, version: '1.0.0' }
            do:
              - big:
                  switch:
                    - large: { when: .record.revenue >= 100, then: greet }
                    - small: { then: end }
              - greet:
                  call: setstate
                  with: { state: Nowhere }
              - done: { call: update, with: { set: { description: Greeted } } }
            """;

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;
    private static PlainBrowser browser;
    private static OrganizationService records;
    private static String cookie;
    private static String csrf;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(database, data, Map.of(), service -> {});
        browser = new PlainBrowser(server);
        records = server.server().platform().service("contoso", Organization.administratorId("contoso"));
        cookie = browser.post("/sign-in", "", Map.of("token", server.token()))
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow()
                .split(";")[0];
        Matcher found = CSRF.matcher(get("/jobs"));
        assertThat(found.find()).isTrue();
        csrf = found.group(1);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
        database.close();
    }

    private static String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> page = browser.get(path, cookie);
        assertThat(page.statusCode()).as(path + ": " + page.body()).isEqualTo(200);
        return page.body();
    }

    private static HttpResponse<String> post(String path, String... pairs) throws Exception {
        Map<String, String> form = new HashMap<>(Map.of("csrf", csrf));
        for (int i = 0; i < pairs.length; i += 2) {
            form.put(pairs[i], pairs[i + 1]);
        }
        return browser.post(path, cookie, form);
    }

    @Test
    void anEmailIsSentFromItsFormOnceAndAProfileGetsAPasswordThatIsNeverShown() throws Exception {
        UUID email = records.create(new Entity("email").set("subject", "Hello").set("description", "x"));
        records.create(new Entity("activityparty")
                .set("activityid", new EntityReference("email", email))
                .set("addressused", "ada@example.org"));
        assertThat(get("/records/email/" + email)).contains("<button class=\"button primary\">Send</button>");
        post("/records/email/" + email + "/send");
        assertThat(get("/records/email/" + email))
                .contains("The e-mail is on its way.")
                .doesNotContain("/send\"");
        post("/records/email/" + email + "/send");
        assertThat(get("/records/email/" + email)).contains("was handed over already: it is on its way");
        assertThat(server.server()
                        .service()
                        .systemJobs()
                        .find(Search.all().in("contoso").regarding(email))
                        .operations())
                .hasSize(1);

        UUID profile = records.create(new Entity("emailserverprofile").set("name", "Ours"));
        post("/records/emailserverprofile/" + profile + "/password", "password", "opensesame");
        assertThat(get("/records/emailserverprofile/" + profile))
                .contains("The password is set", "Password Is Set")
                .doesNotContain("opensesame");
    }

    @Test
    void aBulkDeletionIsLookedAtBeforeItIsStartedAndCountedAfterwards() throws Exception {
        records.create(new Entity("lead").set("lastname", "Obsolete <1>"));
        records.create(new Entity("lead").set("lastname", "Obsolete 2"));
        records.create(new Entity("lead").set("lastname", "Kept"));
        assertThat(get("/bulk-deletes")).contains("Nothing was deleted in bulk");
        assertThat(get("/bulk-deletes/new?entity=lead"))
                .contains("Last Name")
                .doesNotContain("records would be deleted");
        String preview = get("/bulk-deletes/new?entity=lead&attribute0=lastname&operator0=begins-with&value0=Obsolete");
        assertThat(preview)
                .contains("2 records would be deleted", "Obsolete &lt;1&gt;")
                .doesNotContain("Kept");
        String fetch = "<fetch><entity name=\"lead\"><filter><condition attribute=\"lastname\" operator=\"begins-with\""
                + " value=\"Obsolete\" /></filter></entity></fetch>";
        assertThat(post("/bulk-deletes/new", "fetch", fetch, "name", "Wrong", "expected", "2", "retyped", "3")
                        .statusCode())
                .isEqualTo(400);
        String address = post("/bulk-deletes/new", "fetch", fetch, "name", "Old leads")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        Awaitility.await().until(() -> get(address).contains("Succeeded"));
        assertThat(get(address)).containsPattern("Deleted</span><span class=\"count\">2<");
        assertThat(get("/bulk-deletes")).contains("Old leads");
        assertThat(get("/jobs?kind=bulk-deletions")).contains("Old leads");
        for (String wrong : new String[] {
            "/bulk-deletes/new?entity=nothing",
            "/bulk-deletes/new?entity=lead&attribute0=lastname&operator0=explode&value0=x",
            "/bulk-deletes/new?fetch=%3Cfetch",
            "/bulk-deletes/" + UUID.randomUUID()
        }) {
            assertThat(browser.get(wrong, cookie).statusCode()).as(wrong).isBetween(400, 404);
        }
    }

    @Test
    void aWorkflowIsDrawnActivatedStuckMendedAndItsStepPassedOver() throws Exception {
        UUID workflow = records.create(new Entity("workflow")
                .set("name", "Greeting")
                .set("primaryentity", "account")
                .set("triggeroncreate", true)
                .set("scope", new OptionSetValue(4))
                .set("clientdata", DOCUMENT.replace("- done:", "- 1done:")));
        String page = "/workflows/" + workflow;
        assertThat(get("/workflows")).contains("Greeting", "Draft");
        post(page, "do", "activate");
        assertThat(get(page)).contains("line 10", "Draft");
        post(page, "do", "save", "document", DOCUMENT);
        assertThat(get(page))
                .contains("class=\"node\"", ".record.revenue &gt;= 100", "Sets the state of .record to Nowhere");
        post(page, "do", "activate");
        assertThat(get(page)).contains("Activated");

        records.create(new Entity("account").set("name", "Fabrikam").set("revenue", io.nightshift.sdk.Money.of("500")));
        UUID id = Awaitility.await()
                .until(
                        () -> server
                                .service()
                                .systemJobs()
                                .find(Search.all()
                                        .types(Set.of(OperationType.WORKFLOW))
                                        .states(Set.of(StateCode.SUSPENDED)))
                                .operations()
                                .stream()
                                .map(operation -> operation.id())
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
        String job = get("/jobs/" + id);
        assertThat(job)
                .contains("The step greet has suspended it", "Open the record")
                .contains("<bdi>Fabrikam</bdi>", "<bdi>Administrator</bdi>");
        assertThat(get(page)).contains("/jobs/" + id);
        post("/jobs/" + id + "/skip", "reason", "the state does not exist");
        Awaitility.await()
                .until(() -> server.service()
                                .systemJobs()
                                .get(null, id)
                                .orElseThrow()
                                .status()
                        == StatusCode.SUCCEEDED);
        assertThat(get("/jobs/" + id)).contains("Passed over", "the state does not exist", "done");
        post(page, "do", "deactivate");
        assertThat(get(page)).contains("Draft");
    }

    @Test
    void aStepIsListedAndSwitchedOff() throws Exception {
        UUID step = UUID.fromString(server.send(server.request("/api/data/v9.2/sdkmessageprocessingsteps")
                        .header("Content-Type", "application/json")
                        .header("Prefer", "return=representation")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(step())))
                .body()
                .path("sdkmessageprocessingstepid")
                .asString());
        assertThat(get("/steps")).contains("Tell the auditor", "Post-operation", "Enabled");
        post("/steps/" + step, "state", "1", "back", "/steps?name=Tell");
        assertThat(get("/steps?name=Tell")).contains("Disabled", "The step is disabled");
        assertThat(records.retrieve("sdkmessageprocessingstep", step, io.nightshift.sdk.query.ColumnSet.of("statecode"))
                        .get("statecode"))
                .isEqualTo(new OptionSetValue(1));
        assertThat(get("/steps?name=nothing")).contains("No record matches");
    }

    private static String step() throws Exception {
        String message = server.get("/api/data/v9.2/sdkmessages?$filter=name%20eq%20'Create'&$select=name")
                .body()
                .path("value")
                .path(0)
                .path("sdkmessageid")
                .asString();
        UUID type = records.create(new Entity("plugintype").set("typename", "test.Auditor"));
        return "{\"name\": \"Tell the auditor\", \"stage\": 40, \"mode\": 1, \"rank\": 1,"
                + " \"sdkmessageid@odata.bind\": \"sdkmessages(" + message + ")\","
                + " \"eventhandler_plugintype@odata.bind\": \"plugintypes(" + type + ")\"}";
    }
}
