package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationStatus;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import java.net.ConnectException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the seed when-jobs-fail-suspend-or-retry, case by case through a running service. */
class OutcomePolicyThroughServiceTest {

    private static final Standing RETRY = Standing.suspended(Cause.RETRY);
    private static final Standing PERSON = Standing.suspended(Cause.PERSON);

    /** An error, and where a plain operation and a workflow go with it. */
    private record Case(Exception error, Standing plain, Standing workflow, int code) {
        Case(Exception error, Standing both, ErrorCode code) {
            this(error, both, both, code.code());
        }
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("infinite loop", service(ErrorCode.INFINITE_LOOP, Standing.FAILED));
        cases.put("organization disabled", service(ErrorCode.ORGANIZATION_DISABLED, RETRY));
        cases.put("scale group disabled", service(ErrorCode.SCALE_GROUP_DISABLED, RETRY));
        cases.put("server busy", service(ErrorCode.SERVER_BUSY, RETRY));
        cases.put(
                "another service call error",
                new Case(
                        ErrorCode.OBJECT_DOES_NOT_EXIST.fault("gone"),
                        Standing.FAILED,
                        PERSON,
                        ErrorCode.OBJECT_DOES_NOT_EXIST.code()));
        cases.put("SQL", new Case(new SQLException("deadlock"), RETRY, ErrorCode.SQL_ERROR));
        cases.put("workflow system paused", service(ErrorCode.WORKFLOW_SYSTEM_PAUSED, PERSON));
        cases.put("network", new Case(new ConnectException("refused"), RETRY, ErrorCode.NETWORK_ERROR));
        cases.put("record of the workflow is missing", service(ErrorCode.WORKFLOW_RECORD_MISSING, PERSON));
        cases.put("HTTP 401", new Case(new HttpFailure(401, "who?"), PERSON, ErrorCode.NETWORK_ERROR));
        cases.put("HTTP 503", new Case(new HttpFailure(503, "later"), RETRY, ErrorCode.NETWORK_ERROR));
        cases.put("custom code aborts", service(ErrorCode.ISV_ABORTED, Standing.FAILED));
        cases.put("custom code asks to fail", aborted(OperationStatus.FAILED, Standing.FAILED));
        cases.put("custom code asks to cancel", aborted(OperationStatus.CANCELED, Standing.CANCELED));
        cases.put("custom code asks to retry", aborted(OperationStatus.RETRY, RETRY));
        cases.put("custom code asks to suspend", aborted(OperationStatus.SUSPENDED, PERSON));
        cases.put("custom code asks to succeed", aborted(OperationStatus.SUCCEEDED, Standing.SUCCEEDED));
        cases.put(
                "anything else", new Case(new IllegalStateException("bug"), Standing.FAILED, ErrorCode.ISV_UNEXPECTED));
        return cases;
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void everyErrorGoesWhereTheTableSays(TestDatabase.Version version) throws Exception {
        Map<String, Case> cases = cases();
        // Retries wait longer than the test runs, so that it sees them waiting.
        ServiceSettings settings = ServiceFixture.SETTINGS.retries(RetrySchedule.STANDARD);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService service = fixture.node(settings);
            OperationHandler failing = context -> {
                throw cases.get(context.data()).error();
            };
            service.handle("plain", failing)
                    .handle(OperationType.WORKFLOW, failing)
                    .start();
            Map<String, UUID> plain = new LinkedHashMap<>();
            Map<String, UUID> workflow = new LinkedHashMap<>();
            for (String name : cases.keySet()) {
                plain.put(name, fixture.enqueue(Operation.named("plain").data(name)));
                workflow.put(
                        name,
                        fixture.enqueue(Operation.of(OperationType.WORKFLOW).data(name)));
            }
            for (Map.Entry<String, Case> one : cases.entrySet()) {
                check(fixture, plain.get(one.getKey()), one.getValue().plain(), one.getKey(), one.getValue());
                check(fixture, workflow.get(one.getKey()), one.getValue().workflow(), one.getKey(), one.getValue());
            }
        }
    }

    private static void check(ServiceFixture fixture, UUID id, Standing expected, String name, Case one) {
        AsyncOperation settled = fixture.await(
                id, o -> o.attempt() == 1 && o.state().code() != 2 && o.status() != StatusCode.WAITING_FOR_RESOURCES);
        assertThat(settled.standing()).as(name).isEqualTo(expected);
        if (expected.status() != StatusCode.SUCCEEDED && expected.status() != StatusCode.CANCELED) {
            assertThat(settled.errorCode()).as(name).isEqualTo(one.code());
            assertThat(settled.message()).as(name).isNotBlank();
        }
        if (expected.equals(RETRY)) {
            assertThat(settled.retryCount()).as(name).isEqualTo(1);
            assertThat(Duration.between(settled.startedOn(), settled.postponeUntil()))
                    .as(name)
                    .isBetween(Duration.ofSeconds(36), Duration.ofSeconds(66));
        }
        if (expected.equals(PERSON)) {
            assertThat(settled.postponeUntil()).as(name).isEqualTo(AsyncOperation.NEVER);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void afterFiveRetriesItWaitsForAPersonWhoMendsAndResumes(TestDatabase.Version version) throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        AtomicInteger runs = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            runs.incrementAndGet();
            if (!mended.get()) {
                throw new HttpFailure(503, "not yet");
            }
            return Outcome.succeeded();
        })) {
            UUID id = fixture.enqueue();
            AsyncOperation waiting = fixture.awaitStanding(id, PERSON);
            assertThat(runs).hasValue(6);
            assertThat(waiting.retryCount()).isEqualTo(5);
            assertThat(waiting.postponeUntil()).isEqualTo(Instant.parse("9999-12-30T23:59:59Z"));
            assertThat(fixture.service().systemJobs().attempts(null, id)).hasSize(6);

            mended.set(true);
            fixture.service().queue().move(Move.RESUME, null, id, Author.of("ada"));
            AsyncOperation ended = fixture.awaitEnd(id);
            assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(ended.retryCount()).as("a resume starts the count anew").isZero();
            assertThat(ended.attempt()).as("the attempts go on").isEqualTo(7);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aTypeNobodyMayResumeFailsInsteadOfWaitingForAPerson(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService service = fixture.node(ServiceFixture.SETTINGS);
            service.handle(OperationType.UPDATE_CONTRACT_STATES, context -> {
                        throw new HttpFailure(401, "who?");
                    })
                    .start();
            UUID id = fixture.enqueue(Operation.of(OperationType.UPDATE_CONTRACT_STATES));
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.FAILED);
        }
    }

    private static Case service(ErrorCode code, Standing both) {
        return new Case(code.fault("for the test"), both, code);
    }

    private static Case aborted(OperationStatus status, Standing both) {
        return new Case(ServiceFault.aborted(status, "for the test"), both, ErrorCode.ISV_ABORTED);
    }
}
