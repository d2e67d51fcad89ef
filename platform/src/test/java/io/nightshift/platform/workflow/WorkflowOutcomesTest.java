package io.nightshift.platform.workflow;

import static io.nightshift.platform.workflow.WorkflowFixture.CONTOSO;
import static io.nightshift.platform.workflow.WorkflowFixture.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Hold;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rows of the seed's table whose errors come from PostgreSQL, from the service or from an organization that is disabled:
 * each happens as it does in production, and the workflow goes on where it was when the cause is gone.
 */
class WorkflowOutcomesTest {

    private static final Author DESK = new Author("desk", "moving house");
    private static final AtomicReference<HttpCalls> HTTP = new AtomicReference<>();
    private static WorkflowFixture fixture;

    @BeforeAll
    static void start() throws Exception {
        HTTP.set(WorkflowFixture.HttpCallsOf.NOTHING);
        fixture = new WorkflowFixture(
                TestDatabase.versions().getFirst(), call -> HTTP.get().call(call));
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    private static UUID run(String steps, UUID account) throws Exception {
        String document =
                "document: {dsl: '1.0.0', namespace: test, name: test, version: '1.0.0'}\ndo:\n" + steps.indent(2);
        return fixture.execute(fixture.activate(workflow("account", document).set("ondemand", true)), account);
    }

    private static UUID account() throws SQLException {
        return fixture.records().create(new Entity("account").set("name", "A"));
    }

    private static void resume(UUID id) throws SQLException {
        fixture.service.queue().move(Move.RESUME, null, id, DESK);
    }

    /** Waits until it is tried again; what the log says of the step that failed, which stays when the retry begins. */
    private static Entity retried(UUID id) throws SQLException {
        fixture.await(id, operation -> operation.retryCount() > 0);
        return fixture.find("workflowlog", "asyncoperationid", id, "status", "errorcode", "message").stream()
                .filter(row -> new OptionSetValue(WorkflowLog.FAILED).equals(row.get("status")))
                .findFirst()
                .orElseThrow();
    }

    private static AsyncOperation suspended(UUID id) {
        return fixture.awaitStanding(id, Standing.suspended(Cause.PERSON));
    }

    /** Whatever became of the retries, the cause is gone now: it goes on to its end. */
    private static void awaitSuccess(UUID id) throws SQLException {
        AsyncOperation at = fixture.await(
                id,
                operation -> operation.isCompleted() || operation.standing().equals(Standing.suspended(Cause.PERSON)));
        if (!at.isCompleted()) {
            resume(id);
        }
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
    }

    @Test
    void aDisabledOrganizationStopsItAtTheNextStepAndBurnsNoRetry() throws Exception {
        CountDownLatch inCall = new CountDownLatch(1);
        CountDownLatch disabled = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        HTTP.set(call -> {
            calls.incrementAndGet();
            inCall.countDown();
            assertThat(disabled.await(60, TimeUnit.SECONDS)).isTrue();
            return new HttpCalls.Answer(200, "");
        });
        UUID account = account();
        UUID id = run("""
                - one: {call: http, with: {method: get, endpoint: 'https://example.org/'}}
                - two: {call: update, with: {append: {description: two}}}
                """, account);
        assertThat(inCall.await(60, TimeUnit.SECONDS)).isTrue();
        Hold hold = fixture.service.holds().place(Hold.Target.organization(CONTOSO), DESK);
        disabled.countDown();
        AsyncOperation given = fixture.await(id, operation -> operation.status() == StatusCode.WAITING_FOR_RESOURCES);
        assertThat(given.retryCount()).isZero();
        assertThat(fixture.read("account", account).get("description")).isNull();
        fixture.service.holds().lift(hold.number(), DESK);
        AsyncOperation ended = fixture.awaitEnd(id);
        assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(ended.retryCount()).isZero();
        assertThat(calls).hasValue(1);
        assertThat(fixture.read("account", account).get("description")).isEqualTo("two");
    }

    @Test
    void aServerThatIsBusyIsAskedAgain() throws Exception {
        UUID other = fixture.service
                .queue()
                .enqueue(Operation.named("noop")
                        .organization(CONTOSO)
                        .owner(fixture.user())
                        .postponeUntil(fixture.now().plus(Duration.ofDays(1))));
        UUID id;
        try (Connection locking = fixture.pool.getConnection();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("SELECT FROM nightshift.operation WHERE operation_id = '" + other + "' FOR UPDATE");
            id = run(
                    "- x: {call: setstate, with: {record: {entity: asyncoperation, id: '%s'}, state: 3, status: 32}}"
                            .formatted(other),
                    account());
            assertThat(retried(id).get("errorcode")).isEqualTo(ErrorCode.SERVER_BUSY.code());
            locking.rollback();
        }
        awaitSuccess(id);
        assertThat(fixture.get(other).status()).isEqualTo(StatusCode.CANCELED);
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        UUID account = account();
        UUID contact = fixture.records().create(new Entity("contact").set("lastname", "C"));
        try (Connection other = fixture.pool.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            // The victim is whoever looks for a deadlock: the workflow.
            statement.execute("SET LOCAL deadlock_timeout = '1h'");
            statement.execute("SELECT FROM org_contoso.contact WHERE contactid = '" + contact + "' FOR UPDATE");
            int pid = other.unwrap(org.postgresql.PGConnection.class).getBackendPID();
            fixture.execute("CREATE SEQUENCE public.has_the_account");
            try (Trigger _ = new Trigger(account, """
                    PERFORM nextval('public.has_the_account');
                    WHILE NOT EXISTS (SELECT FROM pg_locks WHERE pid = %d AND NOT granted) LOOP
                      IF NOT EXISTS (SELECT FROM pg_locks WHERE pid = %d) THEN RETURN NEW; END IF;
                      PERFORM pg_sleep(0.01);
                    END LOOP;
                    PERFORM FROM org_contoso.contact WHERE contactid = '%s' FOR UPDATE;
                    RETURN NEW;""".formatted(pid, pid, contact))) {
                UUID id = run("- x: {call: update, with: {append: {description: x}}}", account);
                awaitCount("SELECT is_called::int FROM public.has_the_account", 1);
                statement.execute("SELECT FROM org_contoso.account WHERE accountid = '" + account + "' FOR UPDATE");
                other.rollback();
                assertThat(retried(id).get("errorcode")).isEqualTo(ErrorCode.SQL_ERROR.code());
                awaitSuccess(id);
                assertThat(fixture.log(id)).startsWith("x 3").endsWith("x 2");
            }
        }
        assertThat(fixture.read("account", account).get("description")).isEqualTo("x");
    }

    @Test
    void aStatementThatIsCanceledBecauseItTookTooLongIsTriedAgain() throws Exception {
        UUID account = account();
        UUID id;
        try (Connection locking = fixture.pool.getConnection();
                Statement statement = locking.createStatement()) {
            locking.setAutoCommit(false);
            statement.execute("SELECT FROM org_contoso.account WHERE accountid = '" + account + "' FOR UPDATE");
            id = run("- x: {call: update, with: {append: {description: x}}}", account);
            String blocked = "SELECT count(pg_cancel_backend(pid)) FROM pg_stat_activity"
                    + " WHERE cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()";
            awaitCount(blocked, 1);
            Entity failed = retried(id);
            assertThat(failed.get("errorcode")).isEqualTo(ErrorCode.SQL_ERROR.code());
            assertThat(failed.get("message", String.class)).contains("57014");
            locking.rollback();
        }
        awaitSuccess(id);
        assertThat(fixture.read("account", account).get("description")).isEqualTo("x");
    }

    @Test
    void aDiskThatIsFullIsTriedAgainFiveTimesAndThenWaitsForAPerson() throws Exception {
        UUID account = account();
        UUID id;
        try (Trigger _ = new Trigger(
                account, "RAISE EXCEPTION 'no space left for %', NEW.description USING ERRCODE = 'disk_full';")) {
            id = run("""
                    - one: {call: create, with: {entity: task, attributes: {subject: 'before the disk was full'}}}
                    - two: {call: update, with: {append: {description: secret}}}
                    """, account);
            AsyncOperation waiting = suspended(id);
            assertThat(waiting.errorCode()).isEqualTo(ErrorCode.SQL_ERROR.code());
            assertThat(waiting.retryCount()).isEqualTo(5);
            assertThat(waiting.message())
                    .isEqualTo("PostgreSQL refused the step with the state 53100; nothing of it was written.");
        }
        resume(id);
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.log(id))
                .containsExactly("one 2", "two 3", "two 3", "two 3", "two 3", "two 3", "two 3", "two 2");
        assertThat(fixture.find("task", "subject", "before the disk was full")).hasSize(1);
        assertThat(fixture.read("account", account).get("description")).isEqualTo("secret");
    }

    @Test
    void aValueThatIsTakenIsAnErrorOfTheCallAndSuspends() throws Exception {
        UUID account = account();
        UUID id = run(
                "- x: {call: create, with: {entity: account, attributes: {accountid: '%s', name: B}}}"
                        .formatted(account),
                account);
        AsyncOperation waiting = suspended(id);
        assertThat(waiting.errorCode()).isEqualTo(ErrorCode.DUPLICATE_RECORD.code());
        assertThat(waiting.retryCount()).isZero();
        fixture.records().delete("account", account);
        resume(id);
        assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
    }

    @Test
    void whatNobodyForesawFails() throws Exception {
        fixture.chargeFails.set(new IllegalStateException("never heard of it"));
        UUID id = run("- x: {call: activity, with: {name: charge}}", account());
        AsyncOperation ended = fixture.awaitEnd(id);
        fixture.chargeFails.set(null);
        assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
        assertThat(ended.errorCode()).isEqualTo(ErrorCode.ISV_UNEXPECTED.code());
    }

    private static void awaitCount(String sql, long count) {
        Awaitility.await(sql).until(() -> fixture.count(sql) == count);
    }

    /** What PostgreSQL does when one account is updated. */
    private static final class Trigger implements AutoCloseable {

        Trigger(UUID account, String body) throws SQLException {
            fixture.execute(
                    "CREATE OR REPLACE FUNCTION public.in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                            + body + " END $$");
            fixture.execute("CREATE TRIGGER in_the_way AFTER UPDATE ON org_contoso.account FOR EACH ROW"
                    + " WHEN (NEW.accountid = '" + account + "') EXECUTE FUNCTION public.in_the_way()");
        }

        @Override
        public void close() throws SQLException {
            fixture.execute("DROP TRIGGER in_the_way ON org_contoso.account");
        }
    }
}
