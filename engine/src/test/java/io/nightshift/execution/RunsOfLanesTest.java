package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.Search;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lanes of which whole runs are claimed, judged by what their handlers have written down. */
class RunsOfLanesTest {

    private static final Author ADA = Author.of("ada");

    private final List<String> journal = Collections.synchronizedList(new ArrayList<>());

    private static List<Operation> lane(String token, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Operation.named("work").token(token).data("" + i))
                .toList();
    }

    /** Some that end at once: from then on the node claims runs. */
    private static void warmUp(ServiceFixture fixture) throws SQLException {
        List<UUID> ids = fixture.service().queue().enqueue(lane("warm", 8));
        fixture.awaitEnd(ids.getLast());
    }

    /** On a machine of any speed it claims whole runs, and hands none of them back because the first one takes long. */
    private static void slow(ServiceFixture fixture, OperationHandler handler) throws SQLException {
        fixture.node(new SlowClock(), fixture.dataSource(), ServiceFixture.SETTINGS)
                .handle("work", handler)
                .start();
    }

    private static int number(ServiceFixture fixture, String query) throws SQLException {
        try (Connection connection = fixture.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int inTow(ServiceFixture fixture) {
        try {
            return number(fixture, "SELECT count(*) FROM nightshift.operation WHERE lane_slot > 0");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Outcome write(OperationContext context) throws SQLException {
        if (!"warm".equals(context.token())) {
            journal.add(context.data());
        }
        return Outcome.succeeded();
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theOrderIsKeptWithFailuresRetriesAndPostponements(TestDatabase.Version version) throws Exception {
        int members = 400;
        Set<Integer> again = Collections.synchronizedSet(new HashSet<>());
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            slow(fixture, context -> {
                int number = Integer.parseInt(context.data());
                write(context);
                if (number % 40 == 3) {
                    return Outcome.failed(ErrorCode.ISV_ABORTED, "on purpose");
                }
                if (number % 60 == 7 && context.retryCount() == 0) {
                    return Outcome.retry(ErrorCode.SERVER_BUSY, "on purpose");
                }
                return number % 60 == 11 && again.add(number) ? new Outcome.Postponed(null) : Outcome.succeeded();
            });
            List<UUID> ids = fixture.service().queue().enqueue(lane("lane", members));
            fixture.awaitEnd(ids.getLast());
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < members; i++) {
                boolean twice = i % 40 != 3 && (i % 60 == 7 || i % 60 == 11);
                expected.addAll(Collections.nCopies(twice ? 2 : 1, "" + i));
            }
            assertThat(journal).isEqualTo(expected);
            String ends = " FROM nightshift.operation_history WHERE token = 'lane'";
            assertThat(number(
                            fixture,
                            "SELECT count(*) FROM (SELECT completed_on < lag(completed_on) OVER (ORDER BY sequence) AS early"
                                    + ends + ") AS ends WHERE early"))
                    .as("recorded before one that was before it")
                    .isZero();
            assertThat(number(fixture, "SELECT count(DISTINCT completed_on)" + ends))
                    .as("times at which something was recorded: of each run many at once")
                    .isLessThan(members / 2);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theOrderIsKeptOnTwoNodesWhileTheLaneIsPostponedAgainAndAgain(TestDatabase.Version version) throws Exception {
        int members = 600;
        CountDownLatch never = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService other = fixture.node(ServiceFixture.SETTINGS.nodeName("other"))) {
            OperationHandler handler = context -> {
                write(context);
                never.await(1, TimeUnit.MILLISECONDS);
                return Outcome.succeeded();
            };
            fixture.start(handler);
            other.handle("work", handler).start();
            List<UUID> ids = fixture.service().queue().enqueue(lane("lane", members));
            for (int least = 50; least < 500; least += 150) {
                int enough = least;
                ServiceFixture.awaitTrue(() -> journal.size() > enough);
                fixture.awaitEnd(postponeForAMoment(fixture));
            }
            fixture.awaitEnd(ids.getLast());
            List<String> once = new ArrayList<>();
            for (String number : journal) {
                // One that was asked to stop in its midst runs again, before anybody else.
                if (once.isEmpty() || !once.getLast().equals(number)) {
                    once.add(number);
                }
            }
            assertThat(once)
                    .isEqualTo(IntStream.range(0, members)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    private static UUID postponeForAMoment(ServiceFixture fixture) {
        // Refused when the moment is over before it is asked for: then for another one.
        return await().ignoreException(ServiceFault.class)
                .until(
                        () -> {
                            Instant soon =
                                    fixture.service().queue().clock().now().plusMillis(500);
                            return fixture.service()
                                    .bulkMoves()
                                    .start(new BulkMove(Search.all().token("lane"), Move.POSTPONE, soon, ADA), false);
                        },
                        Objects::nonNull);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whoIsInTowObeysAMoveBeforeHisTurnAndThoseBehindHimWaitForHim(TestDatabase.Version version) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            slow(fixture, context -> {
                write(context);
                if ("0".equals(context.data()) && "lane".equals(context.token())) {
                    end.await();
                }
                return Outcome.succeeded();
            });
            warmUp(fixture);
            List<UUID> ids = fixture.service().queue().enqueue(lane("lane", 5));
            await().until(() -> journal.size() == 1);
            assertThat(inTow(fixture)).as("in tow of the one that runs").isBetween(1, 4);
            fixture.service().queue().postpone(null, ids.get(3), Instant.now().plus(Duration.ofHours(1)), ADA);
            fixture.service().queue().move(Move.CANCEL, null, ids.get(1), ADA);
            assertThat(fixture.awaitEnd(ids.get(1)).standing()).isEqualTo(Standing.CANCELED);
            fixture.awaitStanding(ids.get(3), Standing.suspended(Cause.POSTPONED));
            assertThat(journal).containsExactly("0");
            end.countDown();
            fixture.awaitEnd(ids.get(2));
            fixture.await(ids.get(3), AsyncOperation::holdsLane);
            assertThat(journal).containsExactly("0", "2");
            fixture.service().queue().move(Move.RESUME, null, ids.get(3), ADA);
            fixture.awaitEnd(ids.get(4));
            assertThat(journal).containsExactly("0", "2", "3", "4");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsWrittenToStayWaitsUntilThoseBeforeItAreRecorded(TestDatabase.Version version) throws Exception {
        CountDownLatch locked = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            fixture.start(context -> {
                write(context);
                if (!"lane".equals(context.token()) || "0".equals(context.data())) {
                    if ("lane".equals(context.token())) {
                        locked.await();
                    }
                    return Outcome.succeeded();
                }
                if ("2".equals(context.data())) {
                    context.saveCheckpoint("cursor", null, null, connection -> journal.add("checkpoint"));
                    return Outcome.succeeded();
                }
                return context.transaction(connection -> {
                    journal.add("transaction");
                    return Outcome.succeeded();
                });
            });
            warmUp(fixture);
            List<UUID> ids = fixture.service().queue().enqueue(lane("lane", 3));
            await().until(() -> journal.size() == 1);
            try (Connection somebody = fixture.dataSource().getConnection();
                    Statement statement = somebody.createStatement()) {
                somebody.setAutoCommit(false);
                // While somebody has its row, its end cannot be recorded.
                statement.execute(
                        "SELECT 1 FROM nightshift.operation WHERE operation_id = '" + ids.getFirst() + "' FOR UPDATE");
                locked.countDown();
                // Unless this took so long that those in tow were handed back.
                await().until(() -> journal.contains("1") || inTow(fixture) == 0);
                await().during(Duration.ofMillis(300)).until(() -> !journal.contains("transaction"));
                somebody.rollback();
            }
            fixture.awaitEnd(ids.getLast());
            assertThat(journal).containsExactly("0", "1", "transaction", "2", "checkpoint");
        }
    }

    /** The node compares what it holds with what the database says once in a lease. */
    @Test
    void afterAResultThatIsRefusedNothingOfTheRunIsRecorded() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.Version.PG18);
                AsyncService node = fixture.lasting(ServiceFixture.SETTINGS.lease(Duration.ofSeconds(2)))) {
            OperationHandler handler = context -> {
                write(context);
                if ("1".equals(context.data()) && "lane".equals(context.token()) && taken.compareAndSet(false, true)) {
                    fixture.execute(
                            "UPDATE nightshift.operation SET claim_number = claim_number + 1 WHERE operation_id = '"
                                    + context.id() + "'");
                }
                return Outcome.succeeded();
            };
            node.handle("work", handler).start();
            warmUp(fixture);
            List<UUID> ids = fixture.service().queue().enqueue(lane("lane", 6));
            fixture.awaitEnd(ids.getLast());
            String ends = " FROM nightshift.operation_history WHERE token = 'lane'";
            assertThat(number(
                            fixture,
                            "SELECT count(*) FROM (SELECT completed_on < lag(completed_on) OVER (ORDER BY sequence) AS early"
                                    + ends + ") AS ends WHERE early"))
                    .isZero();
            assertThat(journal.stream().filter("1"::equals)).as("it ran again").hasSize(2);
            assertThat(journal.subList(journal.lastIndexOf("1"), journal.size()))
                    .as("and those behind it after it")
                    .containsExactly("1", "2", "3", "4", "5");
        }
    }
}
