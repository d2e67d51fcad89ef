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
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bulk deletes that run, in the hands of the service. */
class BulkDeleteTest {

    private static final Author ADA = Author.of("ada");
    private static BulkDeleteFixture fixture;

    @BeforeAll
    static void start() throws SQLException {
        fixture = new BulkDeleteFixture(TestDatabase.versions().getLast()).start();
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    @AfterEach
    void lookAway() {
        fixture.onDelete(events -> {});
    }

    @Test
    void whatTheQueriesFindIsDeletedAndCounted() throws Exception {
        fixture.accounts("plain", 1203);
        fixture.accounts("other", 7);
        UUID id = fixture.bulkDelete(
                new BulkDeleteRequest("Away with them", List.of(called("plain"), called("nothing"), called("other"))));
        AsyncOperation ended = fixture.awaitEnd(id);
        assertThat(ended.message()).isNull();
        assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(ended.type()).isEqualTo(OperationType.BULK_DELETE);
        assertThat(fixture.service().systemJobs().result(CONTOSO, id)).hasValue("1,210 deleted.");
        assertThat(fixture.count(called("plain"))).isZero();
        assertThat(fixture.count(called("other"))).isZero();
        Entity record = fixture.record(id);
        assertThat(record.get("successcount")).isEqualTo(1210);
        assertThat(record.get("failurecount")).isEqualTo(0);
        assertThat(record.get("statuscode")).isEqualTo(new OptionSetValue(30));
        assertThat(record.get("isrecurring")).isEqualTo(false);
        assertThat(record.get("name")).isEqualTo("Away with them");
        assertThat(record.get("orderedquerysetxml", String.class)).contains("<value>plain</value>", "other");
    }

    @Test
    void aRowThatCannotBeDeletedIsToldAndStopsNoOther() throws Exception {
        List<UUID> ids = fixture.accounts("bound", 700);
        UUID customer = fixture.accounts("customer", 1).getFirst();
        Set<UUID> billed = Set.of(ids.get(0), ids.get(13), ids.get(14), ids.get(499), ids.get(650));
        for (UUID account : billed) {
            fixture.records()
                    .create(new Entity("contract")
                            .set("title", "keeps it")
                            .set("customerid", new EntityReference("account", customer))
                            .set("billingcustomerid", new EntityReference("account", account)));
        }
        UUID refused = ids.get(333);
        fixture.onDelete(events -> {
            if (events.stream().anyMatch(event -> event.record().id().equals(refused))) {
                throw new InvalidPluginExecutionException("This one stays.");
            }
        });
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("Some cannot go", List.of(called("bound"))));
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.count(called("bound"))).isEqualTo(6);
        assertThat(fixture.record(id).get("successcount")).isEqualTo(694);
        assertThat(fixture.record(id).get("failurecount")).isEqualTo(6);
        List<Entity> failures = fixture.failures(id);
        assertThat(failures).hasSize(6);
        for (Entity failure : failures) {
            EntityReference about = failure.get("regardingobjectid", EntityReference.class);
            assertThat(about.logicalName()).isEqualTo("account");
            boolean isRefused = about.id().equals(refused);
            assertThat(isRefused || billed.contains(about.id())).isTrue();
            assertThat(failure.get("errornumber"))
                    .isEqualTo((isRefused ? FaultCode.ISV_ABORTED : FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION).code());
            assertThat(failure.get("errordescription", String.class))
                    .contains(isRefused ? "This one stays." : "refers to it by billingcustomerid");
        }
        assertThat(failures.stream()
                        .map(failure -> failure.get("regardingobjectid", EntityReference.class))
                        .collect(Collectors.toSet()))
                .hasSize(6);
    }

    @Test
    void aRecordThatSomebodyElseHasLockedIsLeftAndNamed() throws Exception {
        List<UUID> ids = fixture.accounts("locked", 40);
        try (Connection other = fixture.pool().getConnection();
                PreparedStatement lock =
                        other.prepareStatement("select 1 from org_contoso.account where accountid = ? for update")) {
            other.setAutoCommit(false);
            lock.setObject(1, ids.get(20));
            lock.execute();
            UUID id = fixture.bulkDelete(new BulkDeleteRequest("One is in use", List.of(called("locked"))));
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            other.rollback();
            other.setAutoCommit(true);
            assertThat(fixture.count(called("locked"))).isEqualTo(1);
            assertThat(fixture.failures(id)).singleElement().satisfies(failure -> {
                assertThat(failure.get("errornumber")).isEqualTo(FaultCode.LOCK_NOT_OBTAINED.code());
                assertThat(failure.get("regardingobjectid", EntityReference.class)
                                .id())
                        .isEqualTo(ids.get(20));
            });
        }
    }

    @Test
    void whatCanGoAfterAllIsTriedOnceMoreAtTheEnd() throws Exception {
        List<UUID> ids = fixture.accounts("again", 700).stream().sorted().toList();
        Set<UUID> ofSecondPage = Set.copyOf(ids.subList(600, 700));
        UUID customer = fixture.accounts("customer", 1).getFirst();
        fixture.records()
                .create(new Entity("contract")
                        .set("title", "goes later")
                        .set("customerid", new EntityReference("account", customer))
                        .set("billingcustomerid", new EntityReference("account", ids.get(5))));
        try (Connection other = fixture.pool().getConnection();
                PreparedStatement lock =
                        other.prepareStatement("select 1 from org_contoso.account where accountid = ? for update")) {
            other.setAutoCommit(false);
            lock.setObject(1, ids.get(20));
            lock.execute();
            Gate second = new Gate();
            fixture.onDelete(events -> {
                if (events.stream()
                        .anyMatch(event -> ofSecondPage.contains(event.record().id()))) {
                    second.pass();
                }
            });
            UUID id = fixture.bulkDelete(new BulkDeleteRequest(
                    "All in the end",
                    List.of(
                            called("again"),
                            new QueryExpression("contract").where("title", ConditionOperator.EQUAL, "goes later"))));
            second.awaitArrival();
            assertThat(fixture.failures(id)).isNotEmpty();
            other.rollback();
            other.setAutoCommit(true);
            second.open();
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.count(called("again"))).isZero();
            assertThat(fixture.failures(id)).isEmpty();
            assertThat(fixture.record(id).get("successcount")).isEqualTo(701);
            assertThat(fixture.record(id).get("failurecount")).isEqualTo(0);
        }
    }

    @Test
    void onlyWhatWasThereBeforeTheStartIsDeleted() throws Exception {
        fixture.accounts("there", 600);
        AtomicInteger pages = new AtomicInteger();
        fixture.onDelete(events -> {
            if (pages.incrementAndGet() == 1) {
                make("there, later", null);
                make("there, later and dated back", Instant.parse("2001-01-01T00:00:00Z"));
            }
        });
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("The old ones", List.of(called("there"))));
        fixture.awaitEnd(id);
        assertThat(fixture.record(id).get("successcount")).isEqualTo(600);
        assertThat(fixture.count(called("there"))).isEqualTo(2);
    }

    private static void make(String name, Instant before) {
        try {
            fixture.records().create(new Entity("account").set("name", name).set("overriddencreatedon", before));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aQueryThatMeetsARecordByTwoLinksDeletesItOnce() throws Exception {
        for (UUID id : fixture.accounts("linked", 30)) {
            for (int i = 0; i < 3; i++) {
                fixture.records()
                        .create(new Entity("contact")
                                .set("lastname", "c" + i)
                                .set("parentcustomerid", new EntityReference("account", id)));
            }
        }
        LinkEntity contacts = new LinkEntity("contact", "accountid", "parentcustomerid", JoinOperator.INNER, "c");
        UUID id = fixture.bulkDelete(
                new BulkDeleteRequest("With contacts", List.of(called("linked").link(contacts))));
        fixture.awaitEnd(id);
        assertThat(fixture.record(id).get("successcount")).isEqualTo(30);
        assertThat(fixture.count(called("linked"))).isZero();
    }

    @Test
    void itsCountsAreSeenWhileItRunsAndItIsPausedResumedAndCanceled() throws Exception {
        fixture.accounts("slow", 2600);
        AtomicInteger page = new AtomicInteger();
        Gate third = new Gate();
        Gate fourth = new Gate();
        fixture.onDelete(events -> {
            int now = page.incrementAndGet();
            if (now == 3) {
                third.pass();
            } else if (now == 4) {
                fourth.pass();
            }
        });
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("Slowly", List.of(called("slow"))));
        third.awaitArrival();
        assertThat(fixture.record(id).get("successcount")).isEqualTo(1000);
        assertThat(fixture.get(id).progressText()).isEqualTo("1,000 deleted.");
        assertThat(fixture.status(id)).isEqualTo("2/20");
        fixture.service().queue().move(Move.PAUSE, CONTOSO, id, ADA);
        third.open();
        fixture.await(id, o -> o.standing().equals(Standing.suspended(Cause.PAUSED)));
        assertThat(fixture.record(id).get("successcount")).isEqualTo(1500);
        assertThat(fixture.status(id)).isEqualTo("1/12");
        assertThat(fixture.count(new QueryExpression("bulkdeleteoperation")
                        .where("statuscode", ConditionOperator.EQUAL, 12)
                        .where("asyncoperationid", ConditionOperator.EQUAL, id)))
                .isEqualTo(1);
        assertThat(fixture.count(called("slow"))).isEqualTo(1100);
        fixture.service().queue().move(Move.RESUME, CONTOSO, id, ADA);
        fourth.awaitArrival();
        fixture.service().queue().move(Move.CANCEL, CONTOSO, id, ADA);
        fourth.open();
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.CANCELED);
        int left = fixture.count(called("slow"));
        assertThat(left).isPositive();
        assertThat(fixture.record(id).get("successcount")).isEqualTo(2600 - left);
        assertThat(fixture.status(id)).isEqualTo("3/32");
    }

    @Test
    void anotherNodeGoesOnWhereTheFirstWasStopped() throws Exception {
        fixture.accounts("handed", 1800);
        AtomicInteger page = new AtomicInteger();
        Gate second = new Gate();
        Consumer<List<RecordEvent>> watch = events -> {
            if (page.incrementAndGet() == 2) {
                second.pass();
            }
        };
        fixture.onDelete(watch);
        UUID id = fixture.bulkDelete(new BulkDeleteRequest("From hand to hand", List.of(called("handed"))));
        second.awaitArrival();
        var next = fixture.node(fixture.pool());
        fixture.platform(fixture.pool(), next).handle(next);
        var first = fixture.service();
        Thread closing = Thread.ofVirtual().start(first::close);
        second.open();
        closing.join();
        next.start();
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.count(called("handed"))).isZero();
        assertThat(fixture.record(id).get("successcount")).isEqualTo(1800);
        fixture.replace(next);
    }
}
