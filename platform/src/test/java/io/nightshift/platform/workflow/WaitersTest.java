package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many instances that wait: an update wakes exactly those whose condition holds, and nobody else notices them. */
class WaitersTest {

    private static final String DOCUMENT = """
            document: {dsl: '1.0.0', namespace: test, name: waiters, version: '1.0.0'}
            do:
              - pause: {listen: {to: {one: {with: {type: record, when: .record.numberofemployees >= 100 and .record.websiteurl != null}}}}}
              - note: {call: update, with: {set: {description: woken}}}
            """;
    /** Of what others do while they wait. */
    private static final int UNRELATED = 40;

    /** So many times the buffers at most, beside twice as many rows. */
    private static final double DEARER = 1.2;

    private static final int CANCELED = 3;
    private static final int ROUNDS = 10;
    private static final int PAGE = 500;
    /** After so many, and while more are waited for, the test vacuums: the servers of tests do not do so by themselves. */
    private static final int VACUUMED = 10_000;

    /** One for each unrelated operation that has run: to ask the database for it would be counted with them. */
    private final Semaphore ran = new Semaphore(0);

    @Test
    void thoseWhoseConditionHoldsAreWokenAndNoOther() throws Exception {
        check(2_000, 200);
    }

    @Tag("long")
    @Test
    void aHundredThousandWaitAndTenThousandAreWoken() throws Exception {
        check(100_000, 10_000);
    }

    private void check(int waiting, int woken) throws Exception {
        try (WorkflowFixture fixture = new WorkflowFixture(
                TestDatabase.versions().getLast(),
                WorkflowFixture.HttpCallsOf.NOTHING,
                node -> node.handle("unrelated", context -> {
                    ran.release();
                    return Outcome.succeeded();
                }))) {
            fixture.execute("CREATE EXTENSION pg_stat_statements");
            others(fixture, waiting);
            UUID workflow = fixture.activate(workflow("account", DOCUMENT).set("triggeroncreate", true));
            fixture.state("workflow", workflow, 0, 1);
            fixture.execute("VACUUM ANALYZE");
            unrelated(fixture);
            Cost before = unrelated(fixture);
            fixture.state("workflow", workflow, 1, 2);
            int threads = Thread.getAllStackTraces().size();
            List<UUID> accounts = accounts(fixture, waiting);
            awaitCount(fixture, "statuscode = 10 AND cause = 4", waiting);
            fixture.state("workflow", workflow, 0, 1);
            fixture.execute("VACUUM ANALYZE");

            Cost during = unrelated(fixture);
            // A busy machine has the service look more often meanwhile: the least of some rounds counts.
            for (int i = 1; i < ROUNDS && !during.isLike(before); i++) {
                during = unrelated(fixture);
            }
            assertThat(during.isLike(before)).as("%s like %s", during, before).isTrue();
            // Those of the service stand; what waits has none.
            assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 20);

            cancelled(fixture, accounts.subList(waiting - CANCELED, waiting));
            // What nobody waits for, and what does not suffice.
            List<UUID> some = accounts.subList(0, woken);
            update(fixture, some, account -> account.set("telephone1", "1"));
            update(fixture, some, account -> account.set("numberofemployees", 99));
            assertThat(fixture.count("SELECT count(*) FROM nightshift.event")).isZero();
            update(fixture, some, account -> account.set("numberofemployees", 100));
            assertThat(fixture.count("SELECT count(*) FROM nightshift.event")).isEqualTo(woken);
            // The maintenance of the organization is among the operations, too.
            awaitCount(fixture, "operation_type = 10", waiting - woken - CANCELED);
            assertThat(fixture.count("SELECT count(*) FROM org_contoso.account WHERE description = 'woken'"))
                    .isEqualTo(woken);
            assertThat(fixture.count("SELECT count(*) FROM nightshift.operation WHERE statuscode = 10 AND cause = 4"))
                    .isEqualTo(waiting - woken - CANCELED);
            assertThat(waits(fixture)).isEqualTo(waiting - woken - CANCELED);
        }
    }

    /**
     * Operations that wait for a date, as many as will wait for a record: in tables that are empty each index has a level less,
     * and so has whoever else looks into them, whatever it is that fills them.
     */
    private static void others(WorkflowFixture fixture, int count) throws SQLException {
        Instant later = fixture.service.queue().clock().now().plus(Duration.ofDays(1000));
        for (int from = 0; from < count; from += PAGE) {
            fixture.service
                    .queue()
                    .enqueue(Collections.nCopies(
                            Math.min(PAGE, count - from),
                            Operation.named("later")
                                    .organization(WorkflowFixture.CONTOSO)
                                    .postponeUntil(later)));
        }
    }

    /** Whoever cancels an instance that waits, alone or with others, takes away what it waits for. */
    private static void cancelled(WorkflowFixture fixture, List<UUID> accounts) throws Exception {
        long before = waits(fixture);
        UUID one = fixture.instances(accounts.getFirst()).getFirst();
        fixture.service.queue().move(Move.CANCEL, WorkflowFixture.CONTOSO, one, Author.of("desk"));
        assertThat(waits(fixture)).isEqualTo(before - 1);
        for (UUID account : accounts.subList(1, accounts.size())) {
            Search search = Search.all().in(WorkflowFixture.CONTOSO).regarding(account);
            UUID move = fixture.service
                    .bulkMoves()
                    .start(new BulkMove(search, Move.CANCEL, null, Author.of("desk")), false);
            fixture.awaitEnd(move);
        }
        assertThat(waits(fixture)).isEqualTo(before - accounts.size());
    }

    private static long waits(WorkflowFixture fixture) throws SQLException {
        return fixture.count("SELECT count(*) FROM org_contoso.workflowwaitsubscription");
    }

    private static List<UUID> accounts(WorkflowFixture fixture, int waiting) throws SQLException {
        List<UUID> accounts = new ArrayList<>();
        for (int from = 0; from < waiting; from += PAGE) {
            if (from % VACUUMED == 0) {
                fixture.execute("VACUUM ANALYZE nightshift.operation");
            }
            List<Entity> page = new ArrayList<>();
            for (int i = from; i < Math.min(waiting, from + PAGE); i++) {
                page.add(new Entity("account").set("name", "w" + i).set("websiteurl", "https://example.org"));
            }
            List<?> ids = (List<?>) fixture.records()
                    .execute(new CreateMultipleRequest(new EntityCollection("account", page)))
                    .get("Ids");
            ids.forEach(id -> accounts.add((UUID) id));
        }
        return accounts;
    }

    private record Cost(double statements, double buffers) {
        boolean isLike(Cost before) {
            return statements <= before.statements * 1.1 + UNRELATED && buffers <= before.buffers * DEARER;
        }
    }

    /** What operations and records cost that have nothing to do with workflows. */
    private Cost unrelated(WorkflowFixture fixture) throws Exception {
        fixture.execute("SELECT pg_stat_statements_reset()");
        for (int i = 0; i < UNRELATED; i++) {
            fixture.records().create(new Entity("contact").set("lastname", "u" + i));
            fixture.service.queue().enqueue(Operation.named("unrelated").organization(WorkflowFixture.CONTOSO));
            assertThat(ran.tryAcquire(2, TimeUnit.MINUTES)).isTrue();
        }
        // What the service asks because time passes is no cost of these.
        String theirs = " FROM pg_stat_statements WHERE calls >= " + UNRELATED / 2
                + " AND query !~ 'pg_stat|beat|now|RECURSIVE bucket|has_lane_notes'";
        return new Cost(
                fixture.count("SELECT coalesce(sum(calls), 0)::bigint" + theirs),
                fixture.count("SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0)::bigint" + theirs));
    }

    private static void update(WorkflowFixture fixture, List<UUID> accounts, UnaryOperator<Entity> change)
            throws Exception {
        for (int from = 0; from < accounts.size(); from += PAGE) {
            fixture.records()
                    .execute(new UpdateMultipleRequest(new EntityCollection(
                            "account",
                            accounts.subList(from, Math.min(accounts.size(), from + PAGE)).stream()
                                    .map(id -> change.apply(new Entity("account", id)))
                                    .toList())));
        }
    }

    private static void awaitCount(WorkflowFixture fixture, String condition, int count) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    if (count > VACUUMED) {
                        fixture.execute("VACUUM nightshift.operation");
                    }
                    return fixture.count("SELECT count(*) FROM nightshift.operation WHERE " + condition) == count;
                });
    }
}
