package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Waiting for system jobs, and moving them. */
class SystemJobsTest {

    private static final NightshiftClient SERVICE = ClientFixture.client();
    private final SystemJobs jobs = SERVICE.systemJobs();

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private static UUID enqueue(String message) {
        return SERVICE.create(new Entity("asyncoperation")
                .set("name", "of " + message)
                .set("messagename", message)
                .set("data", "{\"a\":1}"));
    }

    @Test
    void aJobIsWaitedForUntilItEnds() throws TimeoutException {
        AsyncOperation ended = jobs.await(enqueue("noop"), Duration.ofSeconds(120));
        assertThat(ended.status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(ended.name()).isEqualTo("of noop");
    }

    @Test
    void whatNeedsAPersonIsNotWaitedFor() throws TimeoutException {
        AsyncOperation asks = jobs.await(enqueue("asks"), Duration.ofSeconds(120));
        assertThat(asks.state()).isEqualTo(AsyncOperationState.SUSPENDED);
        assertThat(asks.postponeUntil()).isEqualTo(AsyncOperation.UNTIL_RESUMED);
        assertThat(asks.message()).contains("look at me");
    }

    @Test
    void patienceEnds() {
        UUID id = enqueue("nobody");
        assertThatThrownBy(() -> jobs.await(id, Duration.ofMillis(120)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining(id.toString());
        assertThat(jobs.explain(id))
                .first()
                .satisfies(reason -> assertThat(reason.sentence()).contains("nobody"));
        assertThat(SERVICE.execute(new OrganizationRequest("Explain").set("Id", id))
                        .required("value", List.class)
                        .getFirst()
                        .toString())
                .as("the same as a message of the server's own")
                .contains("Kind=NO_HANDLER", "nobody");
    }

    @Test
    void aJobIsPausedPostponedResumedAndCanceled() {
        UUID id = enqueue("nobody");
        Instant then = Instant.parse("2999-01-01T00:00:00Z");
        jobs.postpone(id, then);
        assertThat(jobs.get(id).postponeUntil()).isEqualTo(then);
        jobs.pause(id);
        assertThat(jobs.get(id).postponeUntil()).isEqualTo(AsyncOperation.UNTIL_RESUMED);
        jobs.resume(id);
        assertThat(jobs.get(id).state()).isEqualTo(AsyncOperationState.READY);
        jobs.cancel(id);
        assertThat(jobs.get(id).status()).isEqualTo(AsyncOperationStatus.CANCELED);
    }

    @Test
    void aJobThatRunsStopsAtItsNextCheckpoint() throws TimeoutException {
        UUID id = enqueue("gate");
        await().until(() -> jobs.get(id).status() == AsyncOperationStatus.IN_PROGRESS);
        jobs.pause(id);
        assertThat(jobs.await(id, Duration.ofSeconds(120)).state()).isEqualTo(AsyncOperationState.SUSPENDED);
        ClientFixture.GATE.release();
        jobs.resume(id);
        assertThat(jobs.await(id, Duration.ofSeconds(120)).status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
    }
}
