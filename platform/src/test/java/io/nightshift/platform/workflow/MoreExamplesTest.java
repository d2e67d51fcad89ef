package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.example;
import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Cause;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The other examples of the guide. */
class MoreExamplesTest {

    private static final AtomicReference<HttpCalls.Call> CALLED = new AtomicReference<>();
    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkflowFixture(TestDatabase.versions().getFirst(), call -> {
            CALLED.set(call);
            if (call.endpoint().getPath().endsWith("/unknown")) {
                throw new HttpFailure(404, "POST was answered with 404.");
            }
            return new HttpCalls.Answer(200, "AAA");
        });
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static Entity onDemand(String entity, String name) throws Exception {
        return workflow(entity, example(name)).set("ondemand", true);
    }

    private static StatusCode run(UUID workflow, UUID record) throws Exception {
        return fixture.awaitEnd(fixture.execute(workflow, record)).status();
    }

    @Test
    void aLeadIsAssignedByItsCountry() throws Exception {
        UUID root = fixture.platform.organization(WorkflowFixture.CONTOSO).rootBusinessUnitId();
        UUID greta = fixture.records()
                .create(new Entity("systemuser")
                        .set("firstname", "Greta")
                        .set("lastname", "Klein")
                        .set("domainname", "greta")
                        .set("businessunitid", new EntityReference("businessunit", root)));
        UUID id = fixture.activate(onDemand("lead", "assignment"));
        UUID german =
                fixture.records().create(new Entity("lead").set("lastname", "A").set("address1_country", "GERMANY"));
        assertThat(run(id, german)).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("lead", german).get("ownerid")).isEqualTo(new EntityReference("systemuser", greta));
        UUID none = fixture.records().create(new Entity("lead").set("lastname", "B"));
        assertThat(run(id, none)).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("lead", none).get("description")).isEqualTo("Nobody for no country");
    }

    @Test
    void aNightlyCheckStartsAChildForEach() throws Exception {
        UUID root = fixture.platform.organization(WorkflowFixture.CONTOSO).rootBusinessUnitId();
        fixture.activate(workflow("account", example("reminder")).set("subprocess", true));
        UUID id = fixture.activate(onDemand("businessunit", "nightly"));
        for (int i = 0; i < 3; i++) {
            fixture.records()
                    .create(new Entity("account").set("name", "Nightly " + i).set("creditonhold", i > 0));
        }
        for (int night = 0; night < 2; night++) {
            UUID instance = fixture.execute(id, root);
            assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
            long children = 2L * (night + 1);
            Awaitility.await()
                    .until(() -> fixture.count("SELECT count(*) FROM nightshift.asyncoperation"
                                    + " WHERE regarding_type = 'account' AND statuscode = 30")
                            >= children);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.find("task", "subject", "Call Nightly " + i)).hasSize(i == 0 ? 0 : 1);
        }
    }

    @Test
    void aContractIsRenewedThirtyDaysBeforeItsEnd() throws Exception {
        UUID id = fixture.activate(onDemand("contract", "renewal"));
        UUID account = fixture.records().create(new Entity("account").set("name", "A"));
        LocalDate today = fixture.now().atOffset(ZoneOffset.UTC).toLocalDate();
        UUID contract = fixture.records()
                .create(new Entity("contract")
                        .set("title", "Service")
                        .set("customerid", new EntityReference("account", account))
                        .set("expireson", today.plusDays(40)));
        UUID instance = fixture.execute(id, contract);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.pass(Duration.ofDays(8));
        assertThat(fixture.find("task", "subject", "Renew Service")).isEmpty();
        fixture.pass(Duration.ofDays(3));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.find("task", "subject", "Renew Service")).hasSize(1);
    }

    @Test
    void aRatingIsAskedForAndKept() throws Exception {
        UUID id = fixture.activate(onDemand("account", "rating"));
        UUID account = fixture.records()
                .create(new Entity("account").set("name", "Rated").set("accountnumber", "7"));
        assertThat(run(id, account)).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("account", account).get("description")).isEqualTo("Rated AAA");
        assertThat(CALLED.get().endpoint()).hasToString("https://rating.example.org/accounts/7");
        assertThat(CALLED.get().body()).isEqualTo("{\"name\":\"Rated\",\"revenue\":null}");
        UUID unknown = fixture.records()
                .create(new Entity("account").set("name", "New").set("accountnumber", "unknown"));
        assertThat(run(id, unknown)).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.find("task", "subject", "Rate New by hand")).hasSize(1);
    }

    @Test
    void whatDoesNotComeInTimeEndsTheWait() throws Exception {
        UUID id = fixture.activate(onDemand("contact", "completion"));
        UUID early = fixture.records().create(new Entity("contact").set("lastname", "Early"));
        UUID late = fixture.records().create(new Entity("contact").set("lastname", "Late"));
        UUID first = fixture.execute(id, early);
        UUID second = fixture.execute(id, late);
        fixture.awaitStanding(first, Standing.suspended(Cause.EVENT));
        fixture.awaitStanding(second, Standing.suspended(Cause.EVENT));
        fixture.records().update(new Entity("contact", early).set("mobilephone", "123"));
        assertThat(fixture.awaitEnd(first).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("contact", early).get("description")).isEqualTo("Reached at 123");
        fixture.pass(Duration.ofDays(15));
        var ended = fixture.awaitEnd(second);
        assertThat(ended.status()).isEqualTo(StatusCode.CANCELED);
        assertThat(ended.message()).isEqualTo("The time for which the step 'phone' waits is over.");
        assertThat(fixture.read("contact", late).get("statecode")).isEqualTo(new OptionSetValue(1));
    }

    @Test
    void aDeletedRecordStartsAWorkflow() throws Exception {
        UUID id = fixture.activate(workflow("account", example("cleanup")).set("triggerondelete", true));
        UUID account = fixture.records().create(new Entity("account").set("name", "Gone"));
        fixture.records().delete("account", account);
        assertThat(fixture.awaitEnd(fixture.instances(account).getFirst()).status())
                .isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.find(
                        "task",
                        "subject",
                        "An account was deleted by " + Organization.systemUserId(WorkflowFixture.CONTOSO)))
                .hasSize(1);
        fixture.state("workflow", id, 0, 1);
    }
}
