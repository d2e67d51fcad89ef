package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.Patience;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one timer of a node: what it costs while there is nothing to do, and how soon it finds what others left. */
class HeartbeatTest {

    /** The default settings: nobody tunes a node for being idle. */
    private static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT;

    private static final String BEAT = "SET beat = beat + 1";
    private static final String CLAIM = "alive FOR SHARE";

    @Test
    void anIdleNodeSendsOneStatementASecond() throws Exception {
        idle(8, 1, Patience.LIMIT.multipliedBy(5));
    }

    @Test
    @Tag("long")
    void anIdleNodeSendsOneStatementASecondOverItsChores() throws Exception {
        idle(65, 3, Patience.LIMIT.multipliedBy(5));
    }

    /** Comes to rest, and then sends so many beats in a row, no faster than one a second, and no more others than these. */
    private static void idle(int beats, int others, Duration patience) throws Exception {
        CountingSource counting = new CountingSource();
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst());
                AsyncService node = counted(fixture, counting)) {
            node.handle("work", context -> Outcome.succeeded()).start();
            // It has worked, so that it must come to rest first.
            fixture.awaitEnd(node.queue().enqueue(Operation.named("work")));
            List<String> statements = new ArrayList<>();
            AtomicLong start = new AtomicLong(System.nanoTime());
            Awaitility.await().atMost(patience).until(() -> {
                // Before they are taken: a beat that comes after it belongs to those that are counted anew.
                long taken = System.nanoTime();
                statements.addAll(counting.taken());
                if (statements.size() - beats(statements) > others) {
                    statements.clear();
                    start.set(taken);
                }
                return beats(statements) >= beats;
            });
            assertThat(Duration.ofNanos(System.nanoTime() - start.get()))
                    .isGreaterThan(SETTINGS.poll().multipliedBy(beats(statements) - 1));
        }
    }

    private static AsyncService counted(ServiceFixture fixture, CountingSource counting) throws SQLException {
        QueueStore store = QueueStore.open(counting.over(fixture.dataSource()), new SystemClock(), "default");
        return AsyncService.on(store, SETTINGS, ServiceListener.NONE);
    }

    private static int beats(List<String> statements) {
        return (int) statements.stream()
                .filter(statement -> statement.contains(BEAT))
                .count();
    }

    /** Enqueued through another queue object, so that no hint of the same process reaches the node. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anIdleNodeFindsWhatOthersLeftWithItsNextBeat(TestDatabase.Version version) throws Exception {
        CountingSource counting = new CountingSource();
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService node = counted(fixture, counting)) {
            node.handle("work", context -> Outcome.succeeded()).start();
            OperationQueue elsewhere = fixture.service().queue();
            List<UUID> ids = List.of(
                    elsewhere.enqueue(Operation.named("work")),
                    elsewhere.enqueue(Operation.named("work").token("lane")),
                    elsewhere.enqueue(
                            Operation.named("work").postponeUntil(Instant.now().plusMillis(700))));
            counting.taken();
            ids.forEach(fixture::awaitEnd);
            List<String> statements = counting.taken();
            List<String> first = statements.stream()
                    .takeWhile(statement -> !statement.contains(CLAIM))
                    .toList();
            // One may have been on its way; none is left when it was found before we began to count.
            assertThat(first.size() == statements.size() ? 0 : beats(first)).isBetween(0, 2);
        }
    }

    /** The lease is renewed however long the handlers of a busy node run. */
    @Test
    void aBusyNodeRenewsItsLease() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            CompletableFuture<Void> goOn = new CompletableFuture<>();
            AsyncService node = fixture.node(SETTINGS.lease(ServiceFixture.SETTINGS.lease()));
            node.handle("work", context -> {
                        goOn.get();
                        return Outcome.succeeded();
                    })
                    .start();
            UUID id = node.queue().enqueue(Operation.named("work"));
            Instant first = node.nodes().nodes().getFirst().renewedOn();
            ServiceFixture.awaitTrue(
                    () -> node.nodes().nodes().getFirst().renewedOn().isAfter(first.plusSeconds(3)));
            goOn.complete(null);
            assertThat(fixture.awaitEnd(id).attempt()).isEqualTo(1);
        }
    }
}
