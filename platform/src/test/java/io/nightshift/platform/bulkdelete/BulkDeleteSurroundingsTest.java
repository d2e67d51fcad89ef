package io.nightshift.platform.bulkdelete;

import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.CONTOSO;
import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.called;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What comes with a bulk delete: the mail at its end, its dates, and the operations it can delete itself. */
class BulkDeleteSurroundingsTest {

    private static final Author ADA = Author.of("ada");
    private static BulkDeleteFixture fixture;

    @BeforeAll
    static void start() throws SQLException {
        fixture = new BulkDeleteFixture(TestDatabase.versions().getFirst()).start();
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @Test
    void whoIsToBeToldGetsAMailThatIsEnqueuedWithTheEnd() throws Exception {
        UUID ada = fixture.records()
                .create(new Entity("systemuser")
                        .set("lastname", "Lovelace")
                        .set("internalemailaddress", "ada@example.org")
                        .set(
                                "businessunitid",
                                new EntityReference(
                                        "businessunit",
                                        fixture.platform().organization(CONTOSO).rootBusinessUnitId())));
        fixture.accounts("told", 3);
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("Tell \"her\"", List.of(called("told")))
                .notifying(List.of(ada), List.of(fixture.user())));
        fixture.awaitEnd(id);
        AsyncOperation mail = fixture.service()
                .systemJobs()
                .find(Search.all().in(CONTOSO).types(Set.of(OperationType.OUTGOING_ACTIVITY)))
                .operations()
                .getFirst();
        assertThat(mail.parentId()).isEqualTo(id);
        Entity email = fixture.records().retrieve("email", mail.regardingId(), ColumnSet.all());
        assertThat(email.get("subject")).isEqualTo("Bulk deletion has ended: Tell \"her\"");
        assertThat(email.get("description", String.class)).contains("3 deleted");
        // The user of the fixture has no address.
        assertThat(email.get("torecipients")).isEqualTo("ada@example.org");
    }

    @Test
    void aRecurringOneMakesOccurrencesOfTheSubprocessType() throws Exception {
        fixture.accounts("daily", 5);
        UUID series = fixture.bulkDelete(
                new BulkDeleteRequest("Every other day", List.of(called("daily"))).recurring("FREQ=DAILY;INTERVAL=2;"));
        AsyncOperation first = awaitOccurrence(series, 1);
        assertThat(first.type()).isEqualTo(OperationType.BULK_DELETE_SUBPROCESS);
        assertThat(fixture.awaitEnd(first.id()).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.record(first.id()).get("successcount")).isEqualTo(5);
        assertThat(fixture.get(series).standing()).isEqualTo(Standing.suspended(Cause.SERIES));
        fixture.accounts("daily", 4);
        fixture.service().queue().runNow(CONTOSO, series, ADA);
        AsyncOperation second = awaitOccurrence(series, 2);
        fixture.awaitEnd(second.id());
        assertThat(fixture.count(called("daily"))).isZero();
        assertThat(fixture.record(second.id()).get("successcount")).isEqualTo(4);
        assertThat(fixture.record(series).get("isrecurring")).isEqualTo(true);
        assertThat(fixture.record(series).get("nextrun"))
                .isEqualTo(fixture.service()
                        .systemJobs()
                        .preview(CONTOSO, series, 1)
                        .getFirst());
        assertThat(fixture.status(series)).isEqualTo("1/10");
        fixture.service().queue().move(Move.CANCEL, CONTOSO, series, ADA);
        assertThat(fixture.get(series).status()).isEqualTo(StatusCode.CANCELED);
        assertThat(fixture.status(series)).isEqualTo("3/32");
        assertThat(fixture.record(series).get("nextrun")).isNull();
    }

    @Test
    void operationsThatHaveEndedGoWithTheirRecordsAndLiveOnesStay() throws Exception {
        UUID old = fixture.bulkDelete(new BulkDeleteRequest("Sweep me", List.of(called("nobody is called so"))));
        fixture.awaitEnd(old);
        UUID canceled =
                fixture.bulkDelete(new BulkDeleteRequest("Sweep me, too", List.of(called("nobody is called so")))
                        .starting(Instant.now().plusSeconds(3600)));
        fixture.service().queue().move(Move.CANCEL, CONTOSO, canceled, ADA);
        UUID waiting = fixture.bulkDelete(new BulkDeleteRequest("Sweep me not", List.of(called("nobody is called so")))
                .starting(Instant.now().plusSeconds(3600)));
        QueryExpression swept =
                new QueryExpression("asyncoperation").where("name", ConditionOperator.BEGINS_WITH, "Sweep me");
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("The sweep", List.of(swept)));
        AsyncOperation ended = fixture.awaitEnd(id);
        assertThat(ended.message()).isNull();
        assertThat(fixture.record(id).get("successcount")).isEqualTo(2);
        assertThat(fixture.service().systemJobs().get(CONTOSO, old)).isEmpty();
        assertThat(fixture.service().systemJobs().get(CONTOSO, canceled)).isEmpty();
        assertThat(fixture.get(waiting).standing()).isEqualTo(Standing.suspended(Cause.POSTPONED));
        assertThat(fixture.count(new QueryExpression("bulkdeleteoperation")
                        .where("name", ConditionOperator.BEGINS_WITH, "Sweep me")))
                .isEqualTo(1);
        fixture.service().queue().move(Move.CANCEL, CONTOSO, waiting, ADA);
    }

    private static AsyncOperation awaitOccurrence(UUID series, int number) {
        return org.awaitility.Awaitility.await()
                .until(
                        () -> fixture.service()
                                .systemJobs()
                                .find(Search.all().in(CONTOSO).parent(series))
                                .operations(),
                        found -> found.size() == number)
                .getFirst();
    }
}
