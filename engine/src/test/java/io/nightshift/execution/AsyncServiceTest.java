package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The service as its users see it: enqueue, run, look, on every version of PostgreSQL that is supported. */
class AsyncServiceTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void runsWhatIsEnqueued(TestDatabase.Version version) throws Exception {
        try (TestDatabase database = TestDatabase.create(version);
                AsyncService service = service(database)) {
            service.handle("greet", context -> Outcome.succeeded("Hello " + context.data()));
            service.start();
            UUID id = service.queue().enqueue(Operation.named("greet").data("Ada"));
            AsyncOperation ended = awaitEnd(service, id);
            assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(ended.attempt()).isEqualTo(1);
            assertThat(service.systemJobs().result(null, id)).contains("Hello Ada");
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void runsALaneInTheOrderOfEnqueue(TestDatabase.Version version) throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (TestDatabase database = TestDatabase.create(version);
                AsyncService service = service(database)) {
            service.handle("step", context -> {
                order.add(context.data());
                return Outcome.succeeded();
            });
            service.start();
            List<Operation> operations = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                operations.add(Operation.named("step").data("" + i).token("lane"));
                expected.add("" + i);
            }
            List<UUID> ids = service.queue().enqueue(operations);
            awaitEnd(service, ids.getLast());
            assertThat(order).isEqualTo(expected);
        }
    }

    private static AsyncService service(TestDatabase database) throws SQLException {
        return AsyncService.on(database.dataSource(), ServiceFixture.SETTINGS, "default", ServiceListener.NONE);
    }

    static AsyncOperation awaitEnd(AsyncService service, UUID id) {
        await().until(() -> service.systemJobs().get(null, id).orElseThrow().isCompleted());
        try {
            return service.systemJobs().get(null, id).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
