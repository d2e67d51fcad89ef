package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.Nodes;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that is ordered to drain hands on what it has and takes nothing more, until the order is taken back. */
class DrainOrderTest {

    /** A node that is not busy hears of an order with its next beat. */
    private static final ServiceSettings SETTINGS = ServiceFixture.SETTINGS;

    private static final Author ADA = new Author("ada", "its disk is changed");

    private final Queue<String> ran = new ConcurrentLinkedQueue<>();

    private Outcome ran(String node) {
        ran.add(node);
        return Outcome.succeeded();
    }

    /** Runs until it is asked to stop. */
    private static Outcome until(CountDownLatch running, OperationContext context) throws Exception {
        context.saveCheckpoint("half");
        running.countDown();
        while (true) {
            context.throwIfStopRequested();
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatRunsGoesOnElsewhereAndNothingStartsUntilTheOrderIsTakenBack(TestDatabase.Version version)
            throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService first = fixture.node(SETTINGS.nodeName("first"));
            AsyncService second = fixture.node(SETTINGS.nodeName("second"));
            CountDownLatch running = new CountDownLatch(2);
            CountDownLatch mayEnd = new CountDownLatch(1);
            first.handle("long", context -> until(running, context));
            // It does not ask whether it is to stop, so it runs to its end.
            first.handle("stubborn", context -> {
                running.countDown();
                mayEnd.await();
                return Outcome.succeeded("on the first");
            });
            first.handle("work", context -> ran("first"));
            first.start();
            UUID half = fixture.enqueue(Operation.named("long"));
            UUID stubborn = fixture.enqueue(Operation.named("stubborn"));
            running.await();
            second.handle("long", context -> Outcome.succeeded("after " + context.checkpoint() + " on the second"));
            second.handle("work", context -> ran("second"));
            second.start();

            List<Nodes.Node> ordered = first.nodes().drain("first", ADA);

            assertThat(ordered).singleElement().satisfies(node -> {
                assertThat(node.drainAuthor()).isEqualTo("ada");
                assertThat(node.drainReason()).isEqualTo("its disk is changed");
            });
            assertThat(result(fixture, half)).isEqualTo("after half on the second");
            for (int i = 0; i < 20; i++) {
                fixture.awaitEnd(fixture.enqueue());
            }
            assertThat(ran).hasSize(20).containsOnly("second");
            assertThat(fixture.get(stubborn).standing().status()).isEqualTo(StatusCode.IN_PROGRESS);
            assertThat(node(first, "first").draining()).isTrue();
            assertThat(node(first, "first").held()).isOne();
            mayEnd.countDown();
            assertThat(result(fixture, stubborn)).isEqualTo("on the first");
            ServiceFixture.awaitTrue(() -> node(first, "first").held() == 0);

            first.nodes().takeBack("first", Author.of("test"));
            second.close();
            ran.clear();
            fixture.awaitEnd(fixture.enqueue());
            assertThat(ran).containsExactly("first");
            assertThat(node(first, "first").drainAuthor()).isNull();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void theOrderOutlivesTheLeaseOfTheNode(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            AsyncService node = fixture.node(SETTINGS.nodeName("first"));
            node.handle("work", context -> ran("first"));
            node.start();
            node.nodes().drain("first", ADA);
            ServiceFixture.awaitTrue(() -> node(node, "first").draining());
            long before = node(node, "first").id();
            fixture.execute("UPDATE nightshift.node SET alive = false, ended_on = renewed_on");
            ServiceFixture.awaitTrue(() -> node.nodes().nodes().stream().anyMatch(n -> n.alive() && n.id() != before));
            assertThat(node(node, "first").drainReason()).isEqualTo("its disk is changed");
            UUID waits = fixture.enqueue();
            ServiceFixture.awaitTrue(() -> node(node, "first").draining());
            assertThat(node.systemJobs().explain(null, waits))
                    .singleElement()
                    .satisfies(
                            reason -> assertThat(reason.sentence())
                                    .isEqualTo(
                                            "The one live node was ordered to drain by ada (its disk is changed) and takes nothing"
                                                    + " more; it will be taken when that is taken back, or another node has started."));
            node.nodes().takeBack("first", Author.of("test"));
            fixture.awaitEnd(waits);
            assertThat(ran).containsExactly("first");
            assertThatThrownBy(() -> node.nodes().drain("nobody", ADA))
                    .hasMessageContaining("No node with the name 'nobody' is alive")
                    .extracting("errorCode")
                    .isEqualTo(ErrorCode.OBJECT_DOES_NOT_EXIST.code());
        }
    }

    private static String result(ServiceFixture fixture, UUID id) throws SQLException {
        fixture.awaitEnd(id);
        return fixture.service().systemJobs().result(null, id).orElseThrow();
    }

    private static Nodes.Node node(AsyncService service, String name) throws SQLException {
        return service.nodes().nodes().stream()
                .filter(node -> node.alive() && node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
