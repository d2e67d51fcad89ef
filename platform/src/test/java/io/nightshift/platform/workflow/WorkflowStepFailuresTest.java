package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.WorkflowActivity;
import io.nightshift.sdk.messages.SetStateRequest;
import java.net.ConnectException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is left behind by a step that fails while it waits, calls, or runs code of the host: its line, and nothing else. */
class WorkflowStepFailuresTest {

    private static final AtomicReference<WorkflowActivity> ACTIVITY = new AtomicReference<>();
    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        fixture = new WorkflowFixture(TestDatabase.versions().getLast(), call -> {
            throw new ConnectException("refused");
        });
        fixture.activity.set(context -> ACTIVITY.get().execute(context));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static UUID run(String steps, UUID account) throws Exception {
        String document =
                "document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}\ndo:\n" + steps.indent(2);
        return fixture.execute(fixture.activate(workflow("account", document).set("ondemand", true)), account);
    }

    private static UUID account() throws Exception {
        return fixture.records().create(new Entity("account").set("name", "A"));
    }

    private static String description(UUID account) throws Exception {
        return fixture.read("account", account).get("description", String.class);
    }

    private static long subscriptions(UUID instance) throws SQLException {
        return fixture.count("SELECT count(*) FROM org_contoso.workflowwaitsubscription WHERE asyncoperationid = '"
                + instance + "'");
    }

    private static void skip(UUID instance) throws Exception {
        fixture.records()
                .execute(new OrganizationRequest("SkipWorkflowStep")
                        .set("AsyncOperationId", instance)
                        .set("Reason", "it is gone"));
    }

    @Test
    void aWaitThatFailsWhenItLooksAgainIsToldAndCanBePassedOver() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - ask: {call: create, with: {entity: task, attributes: {subject: 'until it is gone'}}}
                - answered: {listen: {to: {one: {with: {type: record, record: '${ .ask }', when: .ask.statecode == 1}}}}}
                - after: {call: update, with: {set: {description: after}}}
                """, account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.records()
                .delete(
                        "task",
                        fixture.find("task", "subject", "until it is gone")
                                .getFirst()
                                .id());
        assertThat(fixture.awaitStanding(instance, Standing.suspended(Cause.PERSON))
                        .errorCode())
                .isEqualTo(ErrorCode.WORKFLOW_RECORD_MISSING.code());
        assertThat(fixture.log(instance)).containsExactly("ask 2", "answered 3");
        skip(instance);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.log(instance)).containsExactly("ask 2", "answered 3", "answered 4", "answered 4", "after 2");
        assertThat(description(account)).isEqualTo("after");
        assertThat(subscriptions(instance)).isZero();
    }

    @Test
    void whatIsWaitedForEndsWithTheTryThatCatchesTheTimeOut() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - attempt:
                    try:
                      - answer:
                          listen: {to: {one: {with: {type: record, when: .record.accountnumber == "5"}}}}
                          timeout: {after: {milliseconds: 1}}
                    catch:
                      as: late
                      do:
                        - note: {call: update, with: {set: {description: '${ .late.step }'}}}
                - rest: {wait: {days: 1}}
                """, account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.CHECKPOINT));
        assertThat(description(account)).isEqualTo("answer");
        assertThat(subscriptions(instance)).isZero();
        assertThat(fixture.log(instance)).containsExactly("answer 3", "note 2");
    }

    @Test
    void whatCameBeforeAStepThatIsCaughtIsToldToo() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - attempt:
                    try:
                      - answer: {listen: {to: {one: {with: {type: record, when: .record.accountnumber == "6"}}}}}
                      - word: {set: {word: kept}}
                      - wrong: {call: update, with: {set: {primarycontactid: {entity: contact, name: 'nobody at all'}}}}
                    catch:
                      do:
                        - note: {call: update, with: {set: {description: '${ .word }'}}}
                """, account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.EVENT));
        fixture.records().update(new Entity("account", account).set("accountnumber", "6"));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.log(instance)).containsExactly("answer 2", "word 2", "wrong 3", "note 2");
        assertThat(description(account)).isEqualTo("kept");
        assertThat(subscriptions(instance)).isZero();
    }

    @Test
    void whatAnActivityThrowsThatIsNoFaultIsToldAndCanBeCaught() throws Exception {
        ACTIVITY.set(context -> {
            throw new IllegalStateException("out of paper");
        });
        UUID failed = run("- print: {call: activity, with: {name: given}}", account());
        AsyncOperation ended = fixture.awaitEnd(failed);
        assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
        assertThat(ended.errorCode()).isEqualTo(ErrorCode.ISV_UNEXPECTED.code());
        assertThat(fixture.log(failed)).containsExactly("print 3");
        UUID account = account();
        UUID caught = run("""
                - attempt:
                    try:
                      - print: {call: activity, with: {name: given}}
                    catch:
                      as: error
                      do:
                        - note: {call: update, with: {set: {description: '${ .error.message }'}}}
                """, account);
        assertThat(fixture.awaitEnd(caught).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(description(account)).contains("out of paper");
    }

    @Test
    void aCallThatFindsNoNetworkIsToldAndCanBePassedOver() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - call: {call: http, with: {method: get, endpoint: 'https://example.org/'}}
                - after: {call: update, with: {set: {description: after}}}
                """, account);
        fixture.awaitStanding(instance, Standing.suspended(Cause.PERSON));
        assertThat(fixture.log(instance)).isNotEmpty().containsOnly("call 3");
        skip(instance);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(description(account)).isEqualTo("after");
    }

    @Test
    void anActivityHasOneTransactionAndItIsTheLast() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - one: {call: update, with: {set: {description: a}}}
                - two: {call: activity, with: {name: book}}
                - three: {call: update, with: {append: {description: '${ .two.booked }'}}}
                """, account);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(description(account)).isEqualTo("ahah");
        assertThat(fixture.log(instance)).containsExactly("one 2", "two 2", "three 2");

        ACTIVITY.set(context -> {
            context.transaction(service -> change(service, account, "once"));
            return context.transaction(service -> change(service, account, "twice"));
        });
        UUID twice = run("- two: {call: activity, with: {name: given}}", account);
        assertThat(fixture.awaitEnd(twice).message()).contains("an activity has one");
        assertThat(description(account)).isEqualTo("once");

        ACTIVITY.set(context -> context.transaction(service -> {
            change(service, account, "not kept");
            throw new IllegalStateException("No.");
        }));
        UUID thrown = run("- two: {call: activity, with: {name: given}}", account);
        assertThat(fixture.awaitEnd(thrown).status()).isEqualTo(StatusCode.FAILED);
        assertThat(fixture.log(thrown)).containsExactly("two 3");
        assertThat(description(account)).isEqualTo("once");
    }

    @Test
    void aValueThatALoopDoublesEndsItsInstanceAndNotTheNode() throws Exception {
        for (String doubled : new String[] {"'${ .x }${ .x }'", "['${ .x }', '${ .x }']"}) {
            UUID instance =
                    run("- first: {set: {x: ab}}\n- again: {set: {x: " + doubled + "}, then: again}", account());
            AsyncOperation suspended = fixture.awaitStanding(instance, Standing.suspended(Cause.PERSON));
            assertThat(suspended.errorCode()).isEqualTo(ErrorCode.INVALID_ARGUMENT.code());
            assertThat(fixture.log(instance)).containsExactly("again 3");
        }
    }

    @Test
    void theElementOfALoopIsThereAgainAfterOneInsideThatCallsItsOwnTheSame() throws Exception {
        UUID account = account();
        UUID instance = run("""
                - letters: {set: {outside: [a, b], inside: [c]}}
                - outer:
                    for: {each: it, in: '${ .outside }'}
                    do:
                      - inner:
                          for: {each: it, in: '${ .inside }'}
                          do:
                            - one: {call: update, with: {append: {description: '${ .it }'}}}
                      - two: {call: update, with: {append: {description: '${ .it }'}}}
                """, account);
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(description(account)).isEqualTo("cacb");
    }

    @Test
    void anInstanceThatWasFoundDeactivatedIsCanceledAlsoByTheNextNode() throws Exception {
        UUID workflow = fixture.activate(workflow("account", """
                document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}
                do:
                  - note: {call: update, with: {set: {description: ran}}}
                """).set("ondemand", true));
        Hold hold = fixture.service
                .holds()
                .place(
                        Hold.Target.type(WorkflowFixture.CONTOSO, OperationType.WORKFLOW),
                        new Author("desk", "to look"));
        UUID account = account();
        UUID instance = fixture.execute(workflow, account);
        fixture.state("workflow", workflow, 0, 1);
        // As a node leaves it that dies before the outcome is recorded.
        fixture.execute("UPDATE nightshift.operation SET checkpoint = '{}' WHERE operation_id = '" + instance + "'");
        fixture.service.holds().lift(hold.number(), new Author("desk", null));
        assertThat(fixture.awaitEnd(instance).status()).isEqualTo(StatusCode.CANCELED);
        assertThat(description(account)).isNull();
    }

    private static Map<String, Object> change(OrganizationService service, UUID account, String description) {
        service.update(new Entity("account", account).set("description", description));
        return Map.of("changed", true);
    }

    @Test
    void anActivationThatWasRolledBackIsNotKnownToANodeThatHadJustStarted() throws Exception {
        UUID draft = fixture.records().create(workflow("lead", """
                document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}
                do:
                  - note: {call: update, with: {set: {description: started}}}
                """).set("triggeroncreate", true));
        Platform started = new Platform(fixture.pool, fixture.service.queue());
        try (Connection connection = fixture.pool.getConnection()) {
            connection.setAutoCommit(false);
            OrganizationService service = started.service(connection, WorkflowFixture.CONTOSO, fixture.user());
            service.execute(new SetStateRequest(
                    new io.nightshift.sdk.EntityReference("workflow", draft),
                    new OptionSetValue(1),
                    new OptionSetValue(2)));
            service.create(new Entity("lead").set("lastname", "within"));
            connection.rollback();
        }
        UUID lead = started.service(WorkflowFixture.CONTOSO, fixture.user())
                .create(new Entity("lead").set("lastname", "after"));
        assertThat(fixture.instances(lead)).isEmpty();
    }
}
