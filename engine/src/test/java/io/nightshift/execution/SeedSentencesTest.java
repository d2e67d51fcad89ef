package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentences of the seeds that no other test shows. */
class SeedSentencesTest {

    /** when-jobs-fail-suspend-or-retry: its code sample reads two columns of whatever is Suspended. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsSuspendedIsListedWithPostponeUntilAndRetryCount(TestDatabase.Version version) throws Exception {
        ServiceSettings settings = ServiceFixture.SETTINGS.retries(RetrySchedule.STANDARD);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService service = fixture.node(settings)
                    .handle("work", context -> {
                        throw new HttpFailure(Integer.parseInt(context.data()), "for the test");
                    })
                    .start();
            UUID retries = fixture.enqueue(Operation.named("work").data("503"));
            UUID waits = fixture.enqueue(Operation.named("work").data("401"));
            fixture.enqueue(Operation.named("unheard-of"));
            fixture.awaitStanding(retries, Standing.suspended(Cause.RETRY));
            fixture.awaitStanding(waits, Standing.suspended(Cause.PERSON));

            Map<UUID, AsyncOperation> listed =
                    service.systemJobs().find(Search.all().states(Set.of(StateCode.SUSPENDED))).operations().stream()
                            .collect(Collectors.toMap(AsyncOperation::id, Function.identity()));
            assertThat(listed).containsOnlyKeys(retries, waits);
            assertThat(listed.get(retries).retryCount()).isEqualTo(1);
            assertThat(listed.get(retries).postponeUntil())
                    .isBefore(listed.get(retries).startedOn().plusSeconds(66));
            assertThat(listed.get(waits).retryCount()).isZero();
            assertThat(listed.get(waits).postponeUntil()).isEqualTo(Instant.parse("9999-12-30T23:59:59Z"));
        }
    }

    /** when-jobs-fail-suspend-or-retry: what a user can mend suspends a workflow, and a resume makes it run on. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aWorkflowThatSuspendedShowsTheErrorAndIsResumedWhenTheCauseIsMended(TestDatabase.Version version)
            throws Exception {
        AtomicBoolean mended = new AtomicBoolean();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService service = fixture.node(ServiceFixture.SETTINGS)
                    .handle(OperationType.WORKFLOW, context -> {
                        if (!mended.get()) {
                            throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault("The account has no address.");
                        }
                        return Outcome.succeeded();
                    })
                    .start();
            UUID id = fixture.enqueue(Operation.of(OperationType.WORKFLOW));
            AsyncOperation suspended = fixture.awaitStanding(id, Standing.suspended(Cause.PERSON));
            assertThat(suspended.message()).contains("The account has no address.");
            mended.set(true);
            service.queue().move(Move.RESUME, null, id, Author.of("ada"));
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }

    /** dependency-and-execution-order: the original gives these types no token; ours may have one. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void bulkOperationsAndPlugInStepsMayShareALane(TestDatabase.Version version) throws Exception {
        List<OperationType> types = List.of(
                OperationType.BULK_DELETE, OperationType.SYSTEM_EVENT, OperationType.BULK_DELETE, OperationType.IMPORT);
        List<String> journal = Collections.synchronizedList(new ArrayList<>());
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            List<Operation> operations = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                operations.add(Operation.of(types.get(i)).data("" + i).token("lane"));
                expected.addAll(List.of(i + " starts", i + " ends"));
            }
            List<UUID> ids = fixture.service().queue().enqueue(operations);
            AsyncService node = fixture.node(ServiceFixture.SETTINGS);
            for (OperationType type : Set.copyOf(types)) {
                node.handle(type, context -> {
                    journal.add(context.data() + " starts");
                    journal.add(context.data() + " ends");
                    return Outcome.succeeded();
                });
            }
            node.start();
            fixture.awaitEnd(ids.getLast());
            assertThat(journal).isEqualTo(expected);
        }
    }
}
