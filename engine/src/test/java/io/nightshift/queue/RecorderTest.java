package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.UuidV7;
import io.nightshift.postgres.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a batch says was recorded is what was. */
class RecorderTest {

    private static final long NODE = 7;

    /** Two organizations chose the same id, and one of the two claims is no longer ours. */
    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theSameIdInTwoOrganizationsIsTwoOperations(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version)) {
            PGSimpleDataSource source = new PGSimpleDataSource();
            source.setUrl(database.jdbcUrl());
            source.setUser(database.user());
            source.setPassword(database.password());
            QueueStore store = QueueStore.open(source, new SystemClock(), "one");
            store.organizations().create("two");
            OperationQueue queue = new OperationQueue(store);
            new Nodes(store).register(new Nodes.Registration(NODE, "node", 10_000, 1, "test", List.of()));
            UUID id = UuidV7.make(store.clock().now());
            Claims claims = new Claims(store);
            Claim[] both = new Claim[2];
            for (String organization : List.of("one", "two")) {
                queue.enqueue(Operation.named("work").id(id).organization(organization));
                int number = store.organizations().number(organization);
                both[number - 1] = claims.claim(NODE, Map.of(new Bucket(number, 1, 0, "work"), 1))
                        .getFirst();
            }
            Recorder recorder = new Recorder(store, () -> NODE);
            assertThat(recorder.record(List.of(Settlement.released(both[1])))).hasSize(1);
            Settlement counts = Settlement.succeeded(both[0], "a".repeat(5000));
            Settlement tooLate = Settlement.succeeded(both[1], "b".repeat(5000));
            assertThat(recorder.record(List.of(tooLate, counts))).containsExactly(counts);
            SystemJobs jobs = new SystemJobs(store, io.nightshift.operation.RetrySchedule.STANDARD);
            assertThat(jobs.get("one", id).orElseThrow().isCompleted()).isTrue();
            assertThat(jobs.get("two", id).orElseThrow().isCompleted()).isFalse();
            assertThat(jobs.result("two", id)).isEmpty();
            // The answer to a batch that was recorded already: nothing of it counts once more.
            assertThat(recorder.record(List.of(counts))).isEmpty();
        }
    }
}
