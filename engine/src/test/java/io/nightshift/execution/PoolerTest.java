package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.QueueStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The whole service behind a pooler that gives each transaction another connection. */
class PoolerTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theServiceNeedsNoSession(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version);
                TransactionPooler pooler = new TransactionPooler(source(database), 4)) {
            QueueStore store = QueueStore.open(pooler.dataSource(), new SystemClock(), "default");
            // The node wants to listen and finds that it cannot.
            try (AsyncService node = AsyncService.on(store, ServiceFixture.SETTINGS, ServiceListener.NONE)) {
                node.handle("work", context -> {
                            context.log("at work");
                            context.progress(50, "half");
                            if (context.attempt() == 1) {
                                return new Outcome.Retry(1, "once more", null);
                            }
                            return context.transaction(connection -> Outcome.succeeded("r".repeat(3000)));
                        })
                        .start();
                List<UUID> ids = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ids.add(node.queue().enqueue(Operation.named("work").data("d".repeat(3000))));
                    ids.add(node.queue()
                            .enqueue(Operation.named("work").token("lane").key("key " + i)));
                }
                UUID later = node.queue()
                        .enqueue(Operation.named("work")
                                .postponeUntil(java.time.Instant.now().plusSeconds(3600)));
                node.queue().move(Move.CANCEL, null, later, Author.of("test"));
                for (UUID id : ids) {
                    ServiceFixture.awaitTrue(() -> node.systemJobs()
                            .get(null, id)
                            .map(AsyncOperation::isCompleted)
                            .orElse(false));
                    assertThat(node.systemJobs().get(null, id).orElseThrow().status())
                            .isEqualTo(StatusCode.SUCCEEDED);
                }
                assertThat(node.hintState()).isEqualTo(HintListener.State.OFF);
                assertThat(node.hintsArrive()).isTrue();
            }
            assertThat(pooler.offences()).isEmpty();
        }
    }

    /** As the setting database.pooler of the server does. */
    private static PGSimpleDataSource source(TestDatabase database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setPrepareThreshold(0);
        return source;
    }
}
