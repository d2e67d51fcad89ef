package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.OperationQueue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users and time do to an operation while its handler runs. */
class RunningOperationTest {

    private static final Author ADA = new Author("ada", "for the test");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aPauseStopsAtACheckpointAndAResumeGoesOnFromThere(TestDatabase.Version version) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            int step = context.checkpoint() == null ? 0 : Integer.parseInt(context.checkpoint());
            running.countDown();
            while (step < 10) {
                step++;
                context.saveCheckpoint("" + step, step * 10, "step " + step, null);
                if (step == 3 && context.attempt() == 1) {
                    // Until the pause has come; the checkpoint after it stops the handler.
                    ServiceFixture.awaitTrue(context::isStopRequested);
                }
            }
            return Outcome.succeeded("from " + context.checkpoint());
        })) {
            UUID id = fixture.enqueue();
            assertThat(running.await(120, TimeUnit.SECONDS)).isTrue();
            fixture.await(id, o -> o.progress() != null && o.progress() == 30);
            OperationQueue queue = fixture.service().queue();
            assertThat(queue.move(Move.PAUSE, null, id, ADA).standing()).isEqualTo(Standing.pausing(Cause.PAUSED));
            AsyncOperation paused = fixture.awaitStanding(id, Standing.suspended(Cause.PAUSED));
            assertThat(paused.progress()).isGreaterThanOrEqualTo(30);
            assertThat(fixture.service()
                            .systemJobs()
                            .explain(null, id)
                            .getFirst()
                            .sentence())
                    .contains("paused by ada");
            queue.move(Move.RESUME, null, id, ADA);
            AsyncOperation ended = fixture.awaitEnd(id);
            assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(ended.attempt()).isEqualTo(2);
            assertThat(ended.retryCount()).isZero();
            assertThat(fixture.service().systemJobs().result(null, id)).contains("from 10");
            assertThat(fixture.service().systemJobs().attempts(null, id))
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.move()).isEqualTo("release"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aCancelInterruptsAHandlerThatBlocks(TestDatabase.Version version) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            never.await();
            return Outcome.succeeded();
        })) {
            UUID id = fixture.enqueue();
            fixture.await(id, operation -> operation.startedOn() != null);
            assertThat(fixture.service()
                            .systemJobs()
                            .explain(null, id)
                            .getFirst()
                            .kind())
                    .isEqualTo(Explanation.Kind.RUNNING);
            OperationQueue queue = fixture.service().queue();
            assertThat(queue.move(Move.CANCEL, null, id, ADA).standing()).isEqualTo(Standing.CANCELING);
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.CANCELED);
            assertThatThrownBy(() -> queue.move(Move.RESUME, null, id, ADA))
                    .hasMessageContaining("It has ended")
                    .extracting("errorCode")
                    .isEqualTo(ErrorCode.INVALID_STATE_CHANGE_TO_READY.code());
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aPassedDeadlineFailsWithItsCodeAlsoWhenTheHandlerNeverEnds(TestDatabase.Version version) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService service = fixture.node(ServiceFixture.SETTINGS);
            HandlerOptions limit = HandlerOptions.DEFAULT.deadline(Duration.ofMillis(200));
            service.handle("obedient", limit, context -> {
                new CountDownLatch(1).await();
                return Outcome.succeeded();
            });
            service.handle("deaf", limit, context -> {
                while (end.getCount() > 0) {
                    Thread.onSpinWait();
                }
                return Outcome.succeeded();
            });
            service.start();
            UUID obedient = fixture.enqueue(Operation.named("obedient"));
            UUID deaf = fixture.enqueue(Operation.named("deaf"));
            assertThat(fixture.awaitEnd(obedient).errorCode()).isEqualTo(ErrorCode.EXECUTE_TIMEOUT.code());
            AsyncOperation ended = fixture.awaitEnd(deaf);
            assertThat(ended.status()).isEqualTo(StatusCode.FAILED);
            assertThat(ended.errorCode()).isEqualTo(ErrorCode.EXECUTE_TIMEOUT.code());
            // Counted right after its end is handed on to be recorded.
            ServiceFixture.awaitTrue(() -> service.health().leakedSlots() == 1);
            end.countDown();
            ServiceFixture.awaitTrue(() -> service.health().leakedSlots() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void itsOwnTransactionCommitsWithTheEndAndOnlyWithSuccess(TestDatabase.Version version) throws Exception {
        AtomicInteger runs = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            execute(fixture, "CREATE TABLE effect (id uuid, step text)");
            fixture.start(context -> {
                if (context.checkpoint() == null) {
                    context.saveCheckpoint(
                            "half", 50, null, connection -> write(connection, context.id(), "checkpoint"));
                }
                return context.transaction(connection -> {
                    write(connection, context.id(), "end");
                    return runs.incrementAndGet() == 1
                            ? Outcome.retry(ErrorCode.SERVER_BUSY, "once more")
                            : Outcome.succeeded("done");
                });
            });
            UUID id = fixture.enqueue();
            assertThat(fixture.awaitEnd(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(runs).hasValue(2);
            assertThat(query(fixture, "SELECT string_agg(step, ',' ORDER BY step) FROM effect"))
                    .isEqualTo("checkpoint,end");
            assertThat(fixture.service().systemJobs().result(null, id)).contains("done");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anEventWakesWhoWaitsForItWheneverItComes(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            String key = "approved:" + context.data();
            return context.event()
                    .<Outcome>map(event -> Outcome.succeeded(event.data()))
                    .orElse(new Outcome.Waiting(key));
        })) {
            OperationQueue queue = fixture.service().queue();
            UUID during = fixture.enqueue(Operation.named("work").data("1"));
            fixture.awaitStanding(during, Standing.suspended(Cause.EVENT));
            queue.recordEvent(null, "approved:1", "yes");
            fixture.awaitEnd(during);
            assertThat(fixture.service().systemJobs().result(null, during)).contains("yes");

            queue.recordEvent(null, "approved:2", "early");
            UUID before = fixture.enqueue(Operation.named("work").data("2"));
            fixture.awaitEnd(before);
            assertThat(fixture.service().systemJobs().result(null, before)).contains("early");

            UUID paused = fixture.enqueue(Operation.named("work").data("3"));
            fixture.awaitStanding(paused, Standing.suspended(Cause.EVENT));
            queue.move(Move.PAUSE, null, paused, ADA);
            queue.recordEvent(null, "approved:3", "while paused");
            queue.move(Move.RESUME, null, paused, ADA);
            fixture.awaitEnd(paused);
            assertThat(fixture.service().systemJobs().result(null, paused)).contains("while paused");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aWaitForAnEventMayHaveAnEnd(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version).start(context -> {
            if (context.event().isPresent()) {
                return Outcome.succeeded("the event");
            }
            return context.attempt() > 1
                    ? Outcome.succeeded("the time")
                    : new Outcome.Waiting(
                            "bell:" + context.data(),
                            context.now().plusMillis("short".equals(context.data()) ? 50 : 3_600_000));
        })) {
            UUID over = fixture.enqueue(Operation.named("work").data("short"));
            fixture.awaitEnd(over);
            assertThat(fixture.service().systemJobs().result(null, over)).contains("the time");

            UUID waiting = fixture.enqueue(Operation.named("work").data("long"));
            fixture.awaitStanding(waiting, Standing.suspended(Cause.EVENT));
            assertThat(fixture.get(waiting).postponeUntil()).isNotNull();
            assertThat(fixture.service()
                            .systemJobs()
                            .explain(null, waiting)
                            .getFirst()
                            .sentence())
                    .startsWith("It waits for the event 'bell:long'; if nothing happens, it goes on ");
            fixture.service().queue().recordEvent(null, "bell:long", null);
            fixture.awaitEnd(waiting);
            assertThat(fixture.service().systemJobs().result(null, waiting)).contains("the event");
        }
    }

    private static void write(Connection connection, UUID id, String step) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO effect VALUES (?, ?)")) {
            insert.setObject(1, id);
            insert.setString(2, step);
            insert.executeUpdate();
        }
    }

    private static void execute(ServiceFixture fixture, String sql) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(ServiceFixture fixture, String sql) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
