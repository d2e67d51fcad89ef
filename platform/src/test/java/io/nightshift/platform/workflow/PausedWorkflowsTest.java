package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.CONTOSO;
import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.sdk.Entity;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The row "workflow system paused" of the seed's table, through a hold on the type as a person places and lifts it. */
class PausedWorkflowsTest {

    private static final Author DESK = new Author("desk", "the rates are wrong");

    @Test
    void whatRunsIsSuspendedAtItsNextStepAndGoesOnWhenThePauseIsLifted() throws Exception {
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch paused = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        try (WorkflowFixture fixture =
                new WorkflowFixture(TestDatabase.versions().getFirst(), call -> {
                    calls.incrementAndGet();
                    inCall.countDown();
                    assertThat(paused.await(120, TimeUnit.SECONDS)).isTrue();
                    return new HttpCalls.Answer(200, "fine");
                })) {
            UUID workflow = fixture.activate(workflow("account", """
                    document: {dsl: '1.0.0', namespace: test, name: pause, version: '1.0.0'}
                    do:
                      - one: {call: update, with: {append: {description: one}}}
                      - rate: {call: http, with: {method: get, endpoint: 'https://example.org/rate'}}
                      - two: {call: update, with: {append: {description: two}}}
                    """).set("ondemand", true));
            UUID account = fixture.records().create(new Entity("account").set("name", "A"));
            UUID running = fixture.execute(workflow, account);
            assertThat(inCall.await(120, TimeUnit.SECONDS)).isTrue();
            UUID broken = broken(fixture);
            Hold hold = fixture.service.holds().place(Hold.Target.type(CONTOSO, OperationType.WORKFLOW), DESK);
            UUID other = fixture.records().create(new Entity("account").set("name", "B"));
            UUID late = fixture.execute(workflow, other);
            paused.countDown();

            var suspended = fixture.awaitStanding(running, Standing.suspended(Cause.PERSON));
            assertThat(suspended.errorCode()).isEqualTo(ErrorCode.WORKFLOW_SYSTEM_PAUSED.code());
            assertThat(suspended.message()).startsWith("Workflows were paused by desk: the rates are wrong.");
            assertThat(fixture.read("account", account).get("description")).isEqualTo("one");
            assertThat(fixture.get(late).status()).isEqualTo(StatusCode.WAITING_FOR_RESOURCES);

            PausedWorkflows pause = new PausedWorkflows(fixture.service);
            assertThat(PausedWorkflows.isPause(hold)).isTrue();
            assertThat(pause.suspended(hold)).isEqualTo(1);
            fixture.service.holds().lift(hold.number(), DESK);
            assertThat(fixture.awaitEnd(late).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.get(running).standing()).isEqualTo(Standing.suspended(Cause.PERSON));

            assertThat(pause.resume(hold, DESK)).hasSize(1);
            assertThat(fixture.awaitEnd(running).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.read("account", account).get("description")).isEqualTo("onetwo");
            assertThat(calls).hasValue(2);
            assertThat(pause.suspended(hold)).isZero();
            assertThat(pause.resume(hold, DESK)).isEmpty();
            // What waits for a person because of another error is not resumed by it.
            assertThat(fixture.get(broken).standing()).isEqualTo(Standing.suspended(Cause.PERSON));
        }
    }

    private static UUID broken(WorkflowFixture fixture) throws Exception {
        UUID workflow = fixture.activate(workflow("account", """
                document: {dsl: '1.0.0', namespace: test, name: broken, version: '1.0.0'}
                do:
                  - one: {call: update, with: {set: {primarycontactid: {entity: contact, name: nobody}}}}
                """).set("ondemand", true));
        UUID id = fixture.execute(workflow, fixture.records().create(new Entity("account").set("name", "C")));
        fixture.awaitStanding(id, Standing.suspended(Cause.PERSON));
        return id;
    }
}
