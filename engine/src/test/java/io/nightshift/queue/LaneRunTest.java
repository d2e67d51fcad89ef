package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Standing;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a claim takes from behind the head of a lane, and who keeps the lane until all of it has ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LaneRunTest {

    private static final Settlement.Error ERROR = new Settlement.Error(1, "not now");

    private final List<LaneFixture> fixtures = new ArrayList<>();

    @BeforeAll
    void open() throws SQLException {
        for (TestDatabase.Version version : TestDatabase.versions()) {
            fixtures.add(new LaneFixture(version));
        }
    }

    @AfterEach
    void clear() throws SQLException {
        for (LaneFixture each : fixtures) {
            each.execute("DELETE FROM nightshift.operation; DELETE FROM nightshift.lane_note;"
                    + " UPDATE nightshift.node SET alive = true");
        }
    }

    @AfterAll
    void close() {
        fixtures.forEach(LaneFixture::close);
    }

    List<LaneFixture> fixtures() {
        return fixtures;
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void lanesAreListedTheStuckOnesFirstAndEachInItsOrder(LaneFixture q) throws SQLException {
        List<UUID> stuck = q.enqueue(2);
        q.promote();
        q.queue.postpone(null, stuck.getFirst(), q.store.clock().now().plusSeconds(60), Author.of("test"));
        q.queue.move(Move.PAUSE, null, stuck.getFirst(), Author.of("test"));
        List<UUID> long1 = new ArrayList<>();
        for (int i = 0; i < 130; i++) {
            long1.add(q.queue.enqueue(Operation.named("work").token("long")));
        }
        q.promote();
        q.queue.enqueue(Operation.named("work").token("none waits behind it"));
        q.queue.enqueue(Operation.named("work"));

        List<LaneLine> lanes = q.jobs.lanes().lanes(null, 30, 3);
        assertThat(lanes).extracting(LaneLine::token).containsExactly("lane", "long", "none waits behind it");
        assertThat(lanes).extracting(LaneLine::isStuck).containsExactly(true, false, false);
        assertThat(lanes).extracting(LaneLine::behind).containsExactly(1, 100, 0);
        assertThat(lanes).extracting(LaneLine::hasMore).containsExactly(false, true, false);
        assertThat(lanes.get(1).first()).extracting(AsyncOperation::id).isEqualTo(long1.subList(0, 3));

        LaneLine line = q.jobs.lanes().lane(null, "long", 100);
        assertThat(line.first()).extracting(AsyncOperation::id).isEqualTo(long1.subList(0, 100));
        assertThat(line.first().getFirst().holdsLane()).isTrue();
        assertThat(line.behind()).isEqualTo(129);
        assertThat(line.hasMore()).isFalse();
        assertThat(q.jobs.lanes().lane(null, "nobody has it", 5).first()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aHeadBringsThoseBehindItAndTheLaneIsTakenUntilAllHaveEnded(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(6);
        q.promote();
        List<Claim> run = q.claim(3);
        assertThat(run).extracting(Claim::id).isEqualTo(ids.subList(0, 4));
        assertThat(q.slots()).as("the holder, three in tow, two in line").isEqualTo("0 + + + - -");

        q.succeed(run.subList(0, 3));
        q.promote();
        assertThat(q.slots()).as("one is still in tow").isEqualTo("+ - -");
        assertThat(q.claim(3)).isEmpty();

        q.succeed(run.subList(3, 4));
        q.promote();
        assertThat(q.slots()).isEqualTo("0 -");
        assertThat(q.claim(3)).extracting(Claim::id).isEqualTo(ids.subList(4, 6));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aRunEndsBeforeTheFirstThatCannotRunRightAfterTheOthers(LaneFixture q) throws SQLException {
        List<Operation> odd = List.of(
                LaneFixture.operation().postponeUntil(Instant.now().plusSeconds(1000)),
                LaneFixture.operation().limit(new LimitKey("limit", 1)),
                Operation.named("other").token("lane"));
        for (Operation each : odd) {
            List<UUID> ids = q.queue.enqueue(
                    List.of(LaneFixture.operation(), LaneFixture.operation(), each, LaneFixture.operation()));
            q.promote();
            assertThat(q.claim(9)).extracting(Claim::id).as("before %s", each).isEqualTo(ids.subList(0, 2));
            clear();
        }
        List<UUID> ids = q.enqueue(3);
        q.execute("UPDATE nightshift.operation SET loss_count = 2 WHERE operation_id = '" + ids.get(1) + "'");
        q.promote();
        assertThat(q.claim(9)).as("who runs alone does not run behind others").hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aRunEndsBeforeWhoeverIsLockedBySomebody(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(4);
        q.promote();
        try (Connection somebody = q.source.getConnection();
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute(
                    "SELECT 1 FROM nightshift.operation WHERE operation_id = '" + ids.get(2) + "' FOR UPDATE");
            assertThat(q.claim(9)).extracting(Claim::id).isEqualTo(ids.subList(0, 2));
            somebody.rollback();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void nobodyComesWithAHeadWhileOneIsThereThatWasCommittedLate(LaneFixture q) throws SQLException {
        UUID late;
        UUID head;
        try (Connection slow = q.source.getConnection()) {
            slow.setAutoCommit(false);
            late = q.queue.enqueue(slow, LaneFixture.operation());
            head = q.queue.enqueue(LaneFixture.operation());
            q.promote();
            slow.commit();
        }
        q.enqueue(2);
        List<Claim> run = q.claim(9);
        assertThat(run).extracting(Claim::id).containsExactly(head);
        q.succeed(run);
        q.promote();
        assertThat(q.claim(9)).extracting(Claim::id).hasSize(3).first().isEqualTo(late);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whoIsGivenBackStandsInLineAgainAndNobodyOvertakesHim(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(4);
        q.promote();
        List<Claim> run = q.claim(2);
        q.record(List.of(
                Settlement.succeeded(run.get(0), null),
                Settlement.suspended(
                        run.get(1),
                        Move.RETRY,
                        Standing.suspended(Cause.RETRY),
                        Instant.now().plusSeconds(1000),
                        ERROR)));
        q.promote();
        assertThat(q.slots()).as("the third is still in tow").isEqualTo("- + -");
        q.record(List.of(Settlement.released(run.get(2))));
        q.promote();
        assertThat(q.slots())
                .as("who waits for his retry holds back the others")
                .isEqualTo("0 - -");
        assertThat(q.claim(9)).isEmpty();
        q.queue.move(Move.RESUME, null, ids.get(1), Author.of("somebody"));
        assertThat(q.claim(9)).extracting(Claim::id).isEqualTo(ids.subList(1, 4));
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aHeadThatComesBackTakesNobodyPastThoseStillInItsTow(LaneFixture q) throws SQLException {
        q.enqueue(4);
        q.promote();
        List<Claim> run = q.claim(1);
        q.record(List.of(Settlement.released(run.getFirst())));
        List<Claim> again = q.claim(9);
        assertThat(again).as("one of its first run is not back yet").hasSize(1);
        q.record(List.of(Settlement.released(again.getFirst()), Settlement.released(run.get(1))));
        assertThat(q.claim(9)).hasSize(4);
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void whatADeadNodeHadInTowComesBackInOrder(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(4);
        q.promote();
        List<Claim> run = q.claim(2);
        q.succeed(run.subList(0, 1));
        q.execute("UPDATE nightshift.node SET alive = false WHERE node_id = " + LaneFixture.NODE);
        new Nodes(q.store).rescue();
        q.promote();
        assertThat(q.slots()).isEqualTo("0 - -");
        assertThat(q.claims.claim(LaneFixture.OTHER, List.of(new Claims.Wanted(LaneFixture.WORK, 9, 9, 0))))
                .extracting(Claim::id)
                .isEqualTo(ids.subList(1, 4));
    }

    /** The claim has taken its snapshot and waits for its node's row, while somebody changes a member. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void whoWasChangedSinceTheClaimLookedEndsTheRun(LaneFixture q)
            throws SQLException, InterruptedException, ExecutionException {
        List<UUID> ids = q.enqueue(4);
        q.promote();
        assertThat(q.claimWhile(
                        "UPDATE nightshift.operation SET message = 'seen' WHERE operation_id = '" + ids.get(2) + "'"))
                .extracting(Claim::id)
                .isEqualTo(ids.subList(0, 2));
        clear();
        List<UUID> others = q.enqueue(3);
        q.promote();
        assertThat(q.claimWhile("UPDATE nightshift.operation SET message = 'seen' WHERE operation_id = '"
                        + others.getFirst() + "'"))
                .as("without its head nobody comes")
                .isEmpty();
        assertThat(q.slots()).isEqualTo("0 - -");
    }

    /** A promoter gave the lane by what it had seen; then it finds that a run was claimed meanwhile and its holder has ended. */
    @ParameterizedTest
    @MethodSource("fixtures")
    void aSlotIsTakenBackWhenSomebodyIsInTowAfterAll(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(3);
        q.promote();
        List<Claim> run = q.claim(1);
        q.succeed(run.subList(0, 1));
        q.execute("UPDATE nightshift.operation SET lane_slot = 0 WHERE operation_id = '" + ids.get(2) + "'");
        assertThat(q.slots()).isEqualTo("+ 0");
        q.store
                .database()
                .autoCommit(connection -> QueueSql.file("promote_again.sql")
                        .on(connection)
                        .integers("organizations", List.of(1))
                        .uuids("ids", List.of(ids.get(2)))
                        .run());
        assertThat(q.slots()).isEqualTo("+ -");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void explainCountsThoseInTow(LaneFixture q) throws SQLException {
        List<UUID> ids = q.enqueue(5);
        q.promote();
        List<Claim> run = q.claim(2);
        q.succeed(run.subList(0, 1));
        assertThat(q.jobs.explain(null, ids.get(4)))
                .extracting(Explanation::sentence)
                .anySatisfy(sentence ->
                        assertThat(sentence).contains("number 3 in line").contains("held by operation " + ids.get(1)));
    }
}
