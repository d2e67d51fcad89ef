package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The one timer of a node: what it costs while there is nothing to do, and how soon it finds what others left. */
class HeartbeatTest {

    /** The default settings: nobody tunes a node for being idle. */
    private static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT;

    @Test
    void anIdleNodeSendsOneStatementASecond() throws Exception {
        idle(8);
    }

    @Test
    @Tag("long")
    void anIdleNodeSendsOneStatementASecondOverItsChores() throws Exception {
        idle(65);
    }

    private static void idle(int seconds) throws Exception {
        CountingSource counting = new CountingSource();
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            QueueStore store = QueueStore.open(counting.over(fixture.dataSource()), new SystemClock(), "default");
            try (AsyncService node = AsyncService.on(store, SETTINGS, ServiceListener.NONE)) {
                node.handle("work", context -> Outcome.succeeded()).start();
                // It has worked, so that it must come to rest first.
                fixture.awaitEnd(node.queue().enqueue(Operation.named("work")));
                new CountDownLatch(1).await(3, TimeUnit.SECONDS);
                counting.taken();
                new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
                List<String> statements = counting.taken();
                assertThat(statements)
                        .as("statements of an idle node in %s s", seconds)
                        .hasSizeBetween(seconds / 2, seconds + 1);
            }
        }
    }

    /** Enqueued through another queue object, so that no hint of the same process reaches the node. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void anIdleNodeFindsWhatOthersLeftWithinASecond(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService node = fixture.node(SETTINGS);
            node.handle("work", context -> Outcome.succeeded()).start();
            OperationQueue elsewhere = fixture.service().queue();
            List<UUID> ids = new ArrayList<>();
            ids.add(elsewhere.enqueue(Operation.named("work")));
            ids.add(elsewhere.enqueue(Operation.named("work").token("lane")));
            ids.add(elsewhere.enqueue(
                    Operation.named("work").postponeUntil(Instant.now().plusMillis(700))));
            for (UUID id : ids) {
                Instant created = fixture.get(id).createdOn();
                Instant started = fixture.awaitEnd(id).startedOn();
                // Twice what is promised, for a machine that has other things to do.
                assertThat(Duration.between(created, started)).isLessThan(Duration.ofSeconds(2));
            }
        }
    }

    /** The lease is renewed however long the handlers of a busy node run. */
    @Test
    void aBusyNodeRenewsItsLease() throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(TestDatabase.versions().getFirst())) {
            CompletableFuture<Void> goOn = new CompletableFuture<>();
            AsyncService node = fixture.node(SETTINGS.lease(Duration.ofSeconds(1)));
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
