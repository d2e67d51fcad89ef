package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.example;
import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of the guide, each as a person would see it run. */
class ExamplesTest {

    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkflowFixture(TestDatabase.versions().getLast());
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static UUID opportunity(int value) throws Exception {
        UUID account = fixture.records().create(new Entity("account").set("name", "Contoso"));
        return fixture.records()
                .create(new Entity("opportunity")
                        .set("name", "Big deal")
                        .set("customerid", new EntityReference("account", account))
                        .set("estimatedvalue", new Money(BigDecimal.valueOf(value))));
    }

    private static List<Entity> tasksOf(UUID record) throws Exception {
        return fixture.find("task", "regardingobjectid", record, "subject", "statecode", "prioritycode", "description");
    }

    @Test
    void anApprovalIsGivenInTime() throws Exception {
        UUID id = fixture.activate(workflow("opportunity", example("approval")).set("ondemand", true));
        UUID small = opportunity(100);
        assertThat(fixture.awaitEnd(fixture.execute(id, small)).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(tasksOf(small)).isEmpty();

        UUID large = opportunity(60_000);
        UUID instance = fixture.execute(id, large);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        assertThat(fixture.service
                        .systemJobs()
                        .explain(null, instance)
                        .getFirst()
                        .sentence())
                .startsWith("It waits at step 'answer' (line 20) for statecode of task(");
        Entity task = tasksOf(large).getFirst();
        fixture.records().update(new Entity("task", task.id()).set("subject", "Another subject"));
        fixture.state("task", task.id(), 1, 5);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("opportunity", large).get("description")).isEqualTo(" Approved.");
    }

    @Test
    void anApprovalThatNobodyGivesIsRemindedOfAndEscalated() throws Exception {
        UUID id = fixture.activate(workflow("opportunity", example("approval")).set("triggeroncreate", true));
        UUID large = opportunity(60_000);
        UUID instance = fixture.instances(large).getFirst();
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.pass(Duration.ofHours(25));
        Awaitility.await().until(() -> tasksOf(large).getFirst().get("description") != null);
        Entity reminded = tasksOf(large).getFirst();
        assertThat(reminded.get("prioritycode")).isEqualTo(new OptionSetValue(2));
        assertThat(reminded.get("description")).isEqualTo(" Please decide.");
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.pass(Duration.ofHours(49));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.CANCELED);
        assertThat(tasksOf(large)).extracting(task -> task.get("subject")).contains("Escalation: Big deal");
        fixture.state("workflow", id, 0, 1);
    }

    /** The story of the seed: when-jobs-fail-suspend-or-retry. */
    @Test
    void aMissingAddressSuspendsAndTheMailArrivesOnceWhenItIsFilledIn() throws Exception {
        UUID id = fixture.activate(workflow("contact", example("welcome")).set("triggeroncreate", true));
        UUID contact = fixture.records()
                .create(new Entity("contact").set("firstname", "Ada").set("lastname", "Lovelace"));
        UUID instance = fixture.instances(contact).getFirst();
        var suspended = fixture.awaitStanding(instance, Standing.suspended(Cause.PERSON));
        assertThat(suspended.message())
                .startsWith("This message cannot be sent to all selected recipients. The e-mail address for one or more"
                        + " recipients is either blank or not a valid e-mail address");
        assertThat(fixture.log(instance)).containsExactly("greeting 3");
        assertThat(fixture.find("email", "regardingobjectid", contact)).isEmpty();

        fixture.records().update(new Entity("contact", contact).set("emailaddress1", "ada@example.org"));
        fixture.service.queue().move(Move.RESUME, null, instance, new Author("desk", null));
        fixture.awaitStanding(instance, Standing.suspended(Cause.CHECKPOINT));
        Awaitility.await().until(() -> subjects().contains("Welcome, Ada"));
        fixture.pass(Duration.ofDays(8));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        Awaitility.await().until(() -> subjects().contains("Three tips, Ada Lovelace"));
        assertThat(subjects()).containsOnlyOnce("Welcome, Ada");
        Awaitility.await()
                .untilAsserted(() -> assertThat(fixture.find("email", "regardingobjectid", contact, "statuscode"))
                        .extracting(email -> email.get("statuscode"))
                        .containsExactly(new OptionSetValue(3), new OptionSetValue(3)));
        fixture.state("workflow", id, 0, 1);
    }

    private static List<String> subjects() {
        return Arrays.stream(fixture.mail.getReceivedMessages())
                .map(message -> {
                    try {
                        return message.getSubject();
                    } catch (jakarta.mail.MessagingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }

    @Test
    void aSagaTakesBackWhatItDid() throws Exception {
        UUID id = fixture.activate(workflow("account", example("saga")).set("ondemand", true));
        UUID good = account("Good");
        assertThat(fixture.awaitEnd(fixture.execute(id, good)).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("account", good).get("description")).isEqualTo("Charged, receipt R-1000");
        assertThat(fixture.read("account", good).get("creditlimit", Money.class).value())
                .isEqualByComparingTo("4000");

        fixture.chargeFails.set(io.nightshift.sdk.FaultCode.INVALID_ARGUMENT.fault("The card is refused."));
        try {
            UUID bad = account("Bad");
            UUID instance = fixture.execute(id, bad);
            assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.log(instance))
                    .containsExactly("reserve 2", "credit 2", "charge 3", "giveBack 2", "release 2");
            assertThat(fixture.read("account", bad).get("description")).isEqualTo("Taken back: The card is refused.");
            assertThat(fixture.read("account", bad)
                            .get("creditlimit", Money.class)
                            .value())
                    .isEqualByComparingTo("5000");
        } finally {
            fixture.chargeFails.set(null);
        }
    }

    private static UUID account(String name) throws Exception {
        return fixture.records()
                .create(new Entity("account")
                        .set("name", name)
                        .set("creditlimit", new Money(BigDecimal.valueOf(5000))));
    }
}
