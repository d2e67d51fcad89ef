package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationServiceFault;
import java.net.ConnectException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The workflow column of the seed's table, each row by a step that really fails so; and what resume then does. */
class WorkflowErrorsTest {

    private static final AtomicReference<Exception> HTTP = new AtomicReference<>();
    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkflowFixture(TestDatabase.versions().getFirst(), call -> {
            Exception failure = HTTP.get();
            if (failure != null) {
                throw failure;
            }
            return new HttpCalls.Answer(200, "fine");
        });
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static String document(String steps) {
        return "document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}\ndo:\n" + steps.indent(2);
    }

    private static UUID run(String steps, UUID account) throws Exception {
        return fixture.execute(
                fixture.activate(workflow("account", document(steps)).set("ondemand", true)), account);
    }

    private static UUID account() throws Exception {
        return fixture.records().create(new Entity("account").set("name", "A"));
    }

    private static AsyncOperation suspended(UUID id) {
        return fixture.awaitStanding(id, Standing.suspended(Cause.PERSON));
    }

    @Test
    void aCallThatIsRefusedSuspendsAndResumeGoesOnAtThatStep() throws Exception {
        UUID account = account();
        UUID id = run("""
                - one: {call: update, with: {append: {description: one}}}
                - two: {call: update, with: {set: {accountnumber: '${ .record.name + .record.name }'}}}
                - three: {call: update, with: {set: {primarycontactid: {entity: contact, name: Sales}}}}
                - four: {call: update, with: {append: {description: four}}}
                """, account);
        AsyncOperation waiting = suspended(id);
        assertThat(waiting.message()).isEqualTo("There is no contact called 'Sales'.");
        assertThat(waiting.errorCode()).isEqualTo(ErrorCode.OBJECT_DOES_NOT_EXIST.code());
        assertThat(fixture.log(id)).containsExactly("one 2", "two 2", "three 3");
        fixture.records().create(new Entity("contact").set("lastname", "Sales"));
        fixture.service.queue().move(Move.RESUME, null, id, new Author("desk", null));
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.log(id)).containsExactly("one 2", "two 2", "three 3", "three 2", "four 2");
        assertThat(fixture.read("account", account).get("description")).isEqualTo("onefour");
    }

    @Test
    void aPersonPassesOverTheStepThatFailed() throws Exception {
        UUID account = account();
        UUID id = run("""
                - one: {call: update, with: {append: {description: one}}}
                - two: {call: update, with: {set: {primarycontactid: {entity: contact, name: 'is not there'}}}}
                - three: {call: update, with: {append: {description: three}}}
                """, account);
        suspended(id);
        io.nightshift.sdk.OrganizationRequest skip = new io.nightshift.sdk.OrganizationRequest("SkipWorkflowStep")
                .set("AsyncOperationId", id)
                .set("Reason", "not needed");
        fixture.records().execute(skip);
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.log(id)).containsExactly("one 2", "two 3", "two 4", "two 4", "three 2");
        assertThat(fixture.read("account", account).get("description")).isEqualTo("onethree");
        assertThat(fixture.find("workflowlog", "activityname", "skip", "message")
                        .getFirst()
                        .get("message", String.class))
                .endsWith(": not needed");
        assertThatThrownBy(() -> fixture.records().execute(skip)).hasMessageContaining("was not suspended by a step");
    }

    private static boolean suspendedAgain(AsyncOperation operation) {
        return operation.standing().equals(Standing.suspended(Cause.PERSON));
    }

    @Test
    void aRecordThatIsGoneSuspendsWithItsOwnCode() throws Exception {
        UUID account = account();
        UUID id = run("""
                - pause: {listen: {to: {one: {with: {type: record, when: .record.accountnumber == "5"}}}}}
                - note: {call: update, with: {set: {description: 'about ${ .record.name }'}}}
                """, account);
        fixture.awaitStanding(id, Standing.suspended(Cause.EVENT));
        fixture.records().delete("account", account);
        assertThat(suspended(id).errorCode()).isEqualTo(ErrorCode.WORKFLOW_RECORD_MISSING.code());
    }

    @Test
    void anActivityThatAbortsFails() throws Exception {
        UUID id = run("- stop: {call: activity, with: {name: abort}}", account());
        AsyncOperation ended = fixture.awaitEnd(id);
        assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
        assertThat(ended.errorCode()).isEqualTo(ErrorCode.ISV_ABORTED.code());
        assertThat(ended.message()).isEqualTo("No.");
    }

    @Test
    void anActivityThatIsNotThereSuspends() throws Exception {
        assertThat(suspended(run("- x: {call: activity, with: {name: unknown}}", account()))
                        .message())
                .contains("There is no activity 'unknown'");
    }

    @Test
    void theNetworkIsTriedAgainAndSoIsAServerThatFails() throws Exception {
        String call = "- x: {call: http, with: {method: get, endpoint: 'https://example.org/${ .record.name }'}}";
        HTTP.set(new ConnectException("refused"));
        UUID network = run(call, account());
        assertThat(fixture.await(network, operation -> operation.retryCount() > 0)
                        .errorCode())
                .isEqualTo(ErrorCode.NETWORK_ERROR.code());
        HTTP.set(null);
        if (suspendedAgain(fixture.await(network, operation -> operation.isCompleted() || suspendedAgain(operation)))) {
            // All retries were over before the network was there again.
            fixture.service.queue().move(Move.RESUME, null, network, new Author("desk", null));
        }
        assertThat(fixture.awaitEnd(network).status()).isEqualTo(StatusCode.SUCCEEDED);
        HTTP.set(new HttpFailure(401, "GET was answered with 401."));
        assertThat(suspended(run(call, account())).message()).contains("401");
        HTTP.set(new HttpFailure(503, "GET was answered with 503."));
        fixture.await(run(call, account()), operation -> operation.retryCount() > 1);
        HTTP.set(null);
    }

    @Test
    void aLoopThatNeverEndsFailsByTheLoopGuard() throws Exception {
        UUID id = run("- again: {set: {x: 1}, then: again}", account());
        AsyncOperation ended = fixture.awaitEnd(id);
        assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
        assertThat(ended.errorCode()).isEqualTo(ErrorCode.INFINITE_LOOP.code());
    }

    @Test
    void aWorkflowThatStartsItselfIsStoppedAtDepthEight() throws Exception {
        UUID workflow = fixture.activate(
                workflow("contact", document("- change: {call: update, with: {append: {description: x}}}"))
                        .set("triggeroncreate", true)
                        .set("triggeronupdateattributelist", "description"));
        UUID contact = fixture.records().create(new Entity("contact").set("lastname", "L"));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(statuses(contact)).contains(31).doesNotContain(0, 20));
        assertThat(fixture.read("contact", contact).get("description", String.class))
                .matches("x{7,8}");
        fixture.state("workflow", workflow, 0, 1);
    }

    private static java.util.List<Integer> statuses(UUID record) throws Exception {
        java.util.List<Integer> statuses = new java.util.ArrayList<>();
        try (var connection = fixture.pool.getConnection();
                var query = connection.prepareStatement(
                        "SELECT statuscode FROM nightshift.asyncoperation WHERE regarding_id = ?")) {
            query.setObject(1, record);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    statuses.add(rows.getInt(1));
                }
            }
        }
        return statuses;
    }

    @Test
    void aDefinitionIsCheckedWithTheLineAndTheStepOfEachError() throws Exception {
        UUID id = fixture.records().create(workflow("account", document("""
                - first: {call: update, with: {set: {nonsense: 1}}}
                - second: {call: creat, with: {entity: task}}
                - third: {wait: {days: soon}, then: nowhere}
                - fourth: {if: .record.name =, set: {a: '${ .unknown }'}}
                """)));
        assertThatThrownBy(() -> fixture.state("workflow", id, 1, 2))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(0x80048455))
                .hasMessageContaining("line 4, step 'second': 'creat' is nothing that 'second' can call")
                .hasMessageContaining("line 5, step 'third': a whole number from 0 to 1000000000 is expected here")
                .hasMessageContaining("line 5, step 'third': then 'nowhere' names no step beside it")
                .hasMessageContaining("line 6, step 'fourth': the expression cannot be read from '=' on");
        UUID other = fixture.records().create(workflow("account", document("""
                - first: {call: update, with: {set: {nonsense: 1}}}
                - fourth: {set: {a: '${ .unknown }', b: '${ .record.primarycontactid.nothing }'}}
                - fifth: {listen: {to: {one: {with: {type: record, when: .record.primarycontactid.name == "x"}}}}}
                """)));
        assertThatThrownBy(() -> fixture.state("workflow", other, 1, 2))
                .hasMessageContaining("line 3, step 'first': the entity account has no attribute 'nonsense'")
                .hasMessageContaining("line 4, step 'fourth': there is no step or variable 'unknown'")
                .hasMessageContaining("line 4, step 'fourth': the entity contact has no attribute 'nothing'")
                .hasMessageContaining("line 5, step 'fifth': a wait compares attributes of the record itself");
        assertThat(fixture.read("workflow", other).get("statecode", io.nightshift.sdk.OptionSetValue.class))
                .isEqualTo(new io.nightshift.sdk.OptionSetValue(0));
    }

    @Test
    void anInstanceStaysOnTheActivationItBeganWith() throws Exception {
        UUID workflow = fixture.activate(workflow("account", document("""
                - pause: {listen: {to: {one: {with: {type: record, when: .record.accountnumber == "go"}}}}}
                - note: {call: update, with: {set: {description: old}}}
                """)).set("ondemand", true));
        UUID account = account();
        UUID running = fixture.execute(workflow, account);
        fixture.awaitStanding(running, Standing.suspended(Cause.EVENT));
        assertThatThrownBy(() -> fixture.records().update(new Entity("workflow", workflow).set("clientdata", "x")))
                .hasMessageContaining("The workflow is activated");
        fixture.state("workflow", workflow, 0, 1);
        assertThatThrownBy(() -> fixture.execute(workflow, account)).hasMessageContaining("is not activated");
        fixture.records()
                .update(new Entity("workflow", workflow)
                        .set("clientdata", document("- note: {call: update, with: {set: {description: new}}}")));
        fixture.state("workflow", workflow, 1, 2);
        UUID other = account();
        fixture.awaitEnd(fixture.execute(workflow, other));
        assertThat(fixture.read("account", other).get("description")).isEqualTo("new");
        fixture.records().update(new Entity("account", account).set("accountnumber", "GO"));
        assertThat(fixture.awaitEnd(running).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.read("account", account).get("description")).isEqualTo("old");
    }
}
