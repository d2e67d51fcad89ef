package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Organizations;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Organizations that share nodes. */
class FairnessTest {

    private static final int BACKLOG = 3000;
    private static final int LOOKED_AT = 1600;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void twoNodesGiveTurnsByWeight(TestDatabase.Version version) throws Exception {
        AtomicInteger all = new AtomicInteger();
        Map<String, AtomicInteger> done = Map.of("a", new AtomicInteger(), "b", new AtomicInteger());
        AtomicReference<Map<String, Integer>> seen = new AtomicReference<>();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            organizations(fixture).setWeight("b", 3, Author.of("test"));
            for (String organization : List.of("a", "b")) {
                enqueue(fixture, organization, BACKLOG);
            }
            for (String name : List.of("one", "two")) {
                fixture.node(ServiceFixture.SETTINGS.nodeName(name))
                        .handle("work", context -> {
                            new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                            done.get(context.organization()).incrementAndGet();
                            if (all.incrementAndGet() == LOOKED_AT) {
                                Map<String, Integer> now = new TreeMap<>();
                                done.forEach((organization, count) -> now.put(organization, count.get()));
                                seen.set(now);
                            }
                            return Outcome.succeeded();
                        })
                        .start();
            }
            ServiceFixture.awaitTrue(() -> seen.get() != null);
            double ratio = (double) seen.get().get("b") / seen.get().get("a");
            assertThat(ratio).as("completions %s at weights 1 to 3", seen.get()).isBetween(2.4, 3.6);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void oneStartsWhileAllThatAnotherMayHaveIsTaken(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = organizations(fixture, "a", "b");
            enqueue(fixture, "a", 40);
            for (String name : List.of("one", "two")) {
                fixture.node(ServiceFixture.SETTINGS.nodeName(name))
                        .handle("work", context -> {
                            if (context.organization().equals("a")) {
                                blocked.incrementAndGet();
                                goOn.await();
                            }
                            return Outcome.succeeded();
                        })
                        .start();
            }
            ServiceFixture.awaitTrue(() -> blocked.get() == 2 * 7);
            UUID id = queue.enqueue(Operation.named("work").organization("b"));
            // While all that run are blocked, so it did not wait for any of them.
            org.awaitility.Awaitility.await()
                    .until(
                            () -> fixture.service().systemJobs().get("b", id).orElseThrow(),
                            AsyncOperation::isCompleted);
            assertThat(blocked).as("one slot of each node stays free of it").hasValue(2 * 7);
            goOn.countDown();
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatIsClaimedAndDoesNotStartIsLeftToOthers(TestDatabase.Version version) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version);
                AsyncService stuck = fixture.node(ServiceFixture.SETTINGS.slots(1))) {
            // Quick ones make the node claim ahead; then the slow ones come.
            fixture.service().queue().enqueue(Collections.nCopies(2000, Operation.named("work")));
            fixture.service()
                    .queue()
                    .enqueue(Collections.nCopies(100, Operation.named("work").data("slow")));
            stuck.handle("work", context -> {
                        if ("slow".equals(context.data())) {
                            goOn.await();
                        }
                        return Outcome.succeeded();
                    })
                    .start();
            ServiceFixture.awaitTrue(() -> count(fixture, "data = 'slow' AND started_on IS NOT NULL") == 1);
            ServiceFixture.awaitTrue(() -> count(fixture, "statuscode = 20") == 1);
            assertThat(count(fixture, "statuscode = 0 AND attempt = 0")).isEqualTo(99);
            goOn.countDown();
            ServiceFixture.awaitTrue(() -> count(fixture, "true") == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aWeightIsOneToAThousandOfAnOrganizationThatExists(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            Organizations organizations = organizations(fixture);
            assertThatThrownBy(() -> organizations.setWeight("a", 0, Author.of("test")))
                    .hasMessageContaining("1 to 1000; got 0");
            assertThatThrownBy(() -> organizations.setWeight("a", 1001, Author.of("test")))
                    .hasMessageContaining("got 1001");
            assertThatThrownBy(() -> organizations.setWeight("c", 2, Author.of("test")))
                    .hasMessageContaining("no organization 'c'");
            organizations.setWeight("a", 7, Author.of("test"));
            assertThat(organizations.list())
                    .extracting(organization -> organization.name() + " " + organization.weight())
                    .containsExactly("a 7", "b 1", "default 1");
        }
    }

    private static Organizations organizations(ServiceFixture fixture) throws Exception {
        return organizations(fixture, "a", "b").organizations();
    }

    private static OperationQueue organizations(ServiceFixture fixture, String... names) throws Exception {
        OperationQueue queue = fixture.service().queue();
        for (String name : names) {
            queue.organizations().create(name);
        }
        return queue;
    }

    private static void enqueue(ServiceFixture fixture, String organization, int count) throws Exception {
        fixture.service()
                .queue()
                .enqueue(Collections.nCopies(count, Operation.named("work").organization(organization)));
    }

    private static int count(ServiceFixture fixture, String condition) throws Exception {
        try (Connection connection = fixture.dataSource().getConnection();
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM nightshift.operation WHERE " + condition)) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
