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

    @Test
    void whatHasEndedRunsAgainAndItsLogIsRead() throws TimeoutException {
        UUID id = jobs.await(enqueue("noop"), Duration.ofSeconds(120)).id();
        UUID again = jobs.rerun(id, "once more");
        assertThat(jobs.await(again, Duration.ofSeconds(120)).status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(again).isNotEqualTo(id);
        UUID other = enqueue("nobody");
        jobs.cancel(other);
        assertThat(jobs.log(other, 0))
                .anySatisfy(line -> assertThat(line.message()).contains("cancel"));
        assertThat(jobs.log(other, jobs.log(other, 0).getLast().line())).isEmpty();
    }

    @Test
    void allThatMatchAreMoved() throws TimeoutException {
        String name = "moved " + UUID.randomUUID();
        SERVICE.create(new Entity("asyncoperation").set("name", name).set("messagename", "nobody"));
        JobSearch search = JobSearch.where("name", name).and("state", "ready", "suspended");
        assertThat(jobs.count(SystemJobs.Move.CANCEL, search)).isEqualTo(1);
        UUID postponed = jobs.postponeAll(search, Instant.parse("2999-01-01T00:00:00Z"), "later");
        jobs.await(postponed, Duration.ofSeconds(120));
        jobs.await(jobs.moveAll(SystemJobs.Move.CANCEL, search, "not at all"), Duration.ofSeconds(120));
        assertThat(jobs.count(SystemJobs.Move.CANCEL, search)).isZero();
        assertThat(jobs.count(SystemJobs.Move.DELETE, JobSearch.where("name", name)))
                .isEqualTo(1);
        ClientFixture.refused(
                400, 0x80040203, () -> jobs.count(SystemJobs.Move.CANCEL, JobSearch.where("nothing", "1")));
    }

    @Test
    void theServiceIsHeldAndGoesOn() {
        ServiceControl control = SERVICE.serviceControl();
        ServiceControl.Hold hold = control.place(ServiceControl.Target.message("nothing at all"), "a test");
        assertThat(control.holds()).contains(hold);
        assertThat(control.lift(hold.number(), false, null).number()).isEqualTo(hold.number());
        assertThat(control.holds()).doesNotContain(hold);
        ClientFixture.refused(404, 0x80040217, () -> control.lift(hold.number(), false, null));
        assertThat(control.resume(null)).as("nothing is paused").isFalse();
        assertThat(control.nodes()).anySatisfy(node -> assertThat(node.alive()).isTrue());
    }
}
