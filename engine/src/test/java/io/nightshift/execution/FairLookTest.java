package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bucket that never runs empty must not hide the others from a node. */
class FairLookTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatAnotherProcessEnqueuesIsSeenWhileALongBacklogRuns(TestDatabase.Version version) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService node = fixture.node(ServiceFixture.SETTINGS.slots(2))) {
            fixture.service()
                    .queue()
                    .enqueue(Collections.nCopies(5000, Operation.named("long").organization("default")));
            node.handle("long", context -> {
                        boolean counted = !ended.get() && new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                        return counted
                                ? Outcome.failed(ErrorCode.ISV_UNEXPECTED, "nobody counts down")
                                : Outcome.succeeded();
                    })
                    .handle("other", context -> Outcome.succeeded())
                    .start();
            ServiceFixture.awaitTrue(() -> node.health().running() == 2);
            // A queue of its own knows no node: it cannot hint.
            OperationQueue elsewhere =
                    new OperationQueue(QueueStore.open(fixture.dataSource(), new SystemClock(), "another"));
            UUID id = elsewhere.enqueue(Operation.named("other"));
            AsyncOperation other = org.awaitility.Awaitility.await()
                    .until(
                            () -> fixture.service()
                                    .systemJobs()
                                    .get("another", id)
                                    .orElseThrow(),
                            AsyncOperation::isCompleted);
            ended.set(true);
            assertThat(other.status()).isEqualTo(StatusCode.SUCCEEDED);
        }
    }
}
