package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Bucket;
import io.nightshift.queue.Claims;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A claim took effect and its answer was lost: the node must not hold for ever what it does not know of. */
class LostClaimTest {

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatTheNodeHoldsWithoutKnowingItIsGivenBack(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            // Of another message than the node handles, so that only the claim below can take it.
            UUID id = fixture.enqueue(io.nightshift.operation.Operation.named("other"));
            AsyncService node = fixture.node(ServiceFixture.SETTINGS.lease(Duration.ofSeconds(1)));
            node.handle("work", context -> Outcome.succeeded()).start();
            long nodeId = node.nodes().nodes().getFirst().id();
            Bucket bucket = new Bucket(1, 1, 0, "other");
            assertThat(new Claims(node.store()).claim(nodeId, Map.of(bucket, 1)))
                    .hasSize(1);
            AsyncOperation given = fixture.await(id, o -> o.status() == StatusCode.WAITING_FOR_RESOURCES);
            assertThat(given.attempt()).as("it was never started").isZero();
        }
    }
}
