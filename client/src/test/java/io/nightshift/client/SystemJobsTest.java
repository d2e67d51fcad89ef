package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nightshift.postgres.Patience;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
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
        QueryExpression found = new QueryExpression("asyncoperation").where("name", ConditionOperator.EQUAL, name);
        assertThat(jobs.count(SystemJobs.Move.DELETE, found)).isEqualTo(1);
        UUID deleted = jobs.moveAll(SystemJobs.Move.DELETE, found, "by a query");
        assertThat(jobs.await(deleted, Patience.LIMIT).status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(jobs.count(SystemJobs.Move.DELETE, found)).isZero();
        ClientFixture.refused(
                400,
                FaultCode.ATTRIBUTE_NOT_FOUND.code(),
                () -> jobs.moveAll(
                        SystemJobs.Move.DELETE,
                        new QueryExpression("asyncoperation").where("nothing", ConditionOperator.EQUAL, 1),
                        null));
    }

    @Test
    void limitsWeightsAndTokensAreCommanded() {
        ServiceControl control = SERVICE.serviceControl();
        ServiceControl.Limit limit = control.setLimit(31, 7, "a test");
        assertThat(limit.most()).isEqualTo(7);
        assertThat(limit.reason()).isEqualTo("a test");
        assertThat(control.limits()).extracting(ServiceControl.Limit::number).contains(limit.number());
        control.removeLimit(limit.number(), null);
        assertThat(control.limits()).extracting(ServiceControl.Limit::number).doesNotContain(limit.number());
        ClientFixture.refused(404, 0x80040217, () -> control.removeLimit(limit.number(), null));
        assertThat(control.setWeight("contoso", 2, "a test"))
                .anySatisfy(organization -> assertThat(organization.weight()).isEqualTo(2));
        control.setWeight("contoso", 1, null);
        assertThat(control.organizations())
                .extracting(ServiceControl.Organization::weight)
                .containsOnly(1);
        ClientFixture.refused(404, 0x80040217, () -> control.takeBack("no such node", "a test"));

        Credentials credentials = SERVICE.credentials();
        Credentials.Token token = credentials.makeToken("administrator", "of a test", null);
        assertThat(token.toString()).doesNotContain(token.token());
        try (NightshiftClient other =
                NightshiftClient.at(ClientFixture.uri()).token(token.token()).open()) {
            assertThat(other.execute(new OrganizationRequest("WhoAmI")).get("UserId"))
                    .isNotNull();
            credentials.revoke(token.id());
            ClientFixture.refused(
                    401, FaultCode.PRIVILEGE_DENIED.code(), () -> other.webApi().get("WhoAmI"));
        }
        assertThat(credentials.list()).anySatisfy(each -> {
            assertThat(each.id()).isEqualTo(token.id());
            assertThat(each.revokedOn()).isNotNull();
        });
        Credentials.Application application =
                credentials.makeApplication("administrator", "robot", Instant.parse("2999-01-01T00:00:00Z"));
        try (NightshiftClient robot = NightshiftClient.at(ClientFixture.uri())
                .clientCredentials(application.clientId().toString(), application.clientSecret())
                .open()) {
            assertThat(robot.execute(new OrganizationRequest("WhoAmI")).get("UserId"))
                    .isNotNull();
        }
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
