package io.nightshift.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Promotions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A great many operations of one organization that fall due in the same second, and a few of another: judged by what runs in
 * between, because the machine decides how long anything takes.
 */
class DueTogetherTest {

    private static final int OTHERS = 20;
    private static final ServiceClock CLOCK = new SystemClock();

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatFallsDueTogetherHoldsUpNobodyElse(TestDatabase.Version version) throws Exception {
        run(version, 5_000);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource(names = "PG18")
    void norDoAMillion(TestDatabase.Version version) throws Exception {
        run(version, 1_000_000);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void itIsWokenInSmallPagesEachOfWhichNamesItsBucketOnce(TestDatabase.Version version) throws Exception {
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            postpone(fixture, 600);
            fixture.execute("UPDATE nightshift.operation SET postpone_until = '" + CLOCK.now() + "'");
            Promotions promotions = new Promotions(fixture.service().store());
            List<Promotions.Page> pages = List.of(promotions.wake(), promotions.wake(), promotions.wake());
            assertThat(pages).extracting(Promotions.Page::seen).containsExactly(250, 250, 100);
            assertThat(pages).extracting(Promotions.Page::isFull).containsExactly(true, true, false);
            assertThat(pages).allSatisfy(page -> assertThat(page.ready()).hasSize(1));
            assertThat(promotions.wake().seen()).isZero();
        }
    }

    private static void run(TestDatabase.Version version, int due) throws Exception {
        AtomicInteger woken = new AtomicInteger();
        ConcurrentHashMap<UUID, Integer> startedAfter = new ConcurrentHashMap<>();
        CountDownLatch over = new CountDownLatch(1);
        try (ServiceFixture fixture = new ServiceFixture(version)) {
            OperationQueue queue = fixture.service().queue();
            queue.organizations().create("other");
            postpone(fixture, due);
            fixture.service()
                    .handle("other", context -> {
                        startedAfter.put(context.id(), woken.get());
                        return Outcome.succeeded();
                    })
                    .handle("due", context -> {
                        woken.incrementAndGet();
                        over.await(5, TimeUnit.MILLISECONDS);
                        return Outcome.succeeded();
                    })
                    .start();
            fixture.execute("UPDATE nightshift.operation SET postpone_until = '" + CLOCK.now() + "'");
            ServiceFixture.awaitTrue(() -> woken.get() > 200);
            List<Integer> waited = new ArrayList<>();
            for (int i = 0; i < OTHERS; i++) {
                int before = woken.get();
                UUID id = queue.enqueue(Operation.named("other").organization("other"));
                ServiceFixture.awaitTrue(() -> startedAfter.containsKey(id));
                waited.add(startedAfter.get(id) - before);
            }
            Collections.sort(waited);
            boolean more = woken.get() < due;
            over.countDown();
            assertThat(more)
                    .as("the others came while there were more of those")
                    .isTrue();
            // Eight slots and what is claimed ahead for them within a second: a page of those woken would be 1,000.
            assertThat(waited.get(OTHERS / 2))
                    .as("how many of those that fell due started before it, sorted: %s", waited)
                    .isLessThan(due / 20);
        }
    }

    /** In the far future, until they fall due all at once. */
    private static void postpone(ServiceFixture fixture, int count) throws SQLException {
        UUID id = fixture.enqueue(Operation.named("due").postponeUntil(Instant.parse("2999-01-01T00:00:00Z")));
        fixture.execute("""
                INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode, cause,
                    priority_class, kept, message_name, name, postpone_until)
                SELECT gen_random_uuid(), o.created_on, o.organization_id, o.operation_type, o.statuscode, o.cause,
                    o.priority_class, o.kept, o.message_name, o.name, o.postpone_until
                FROM (SELECT * FROM nightshift.operation WHERE operation_id = '%s' OFFSET 0) o, generate_series(2, %d)""".formatted(id, count));
        fixture.execute("VACUUM (ANALYZE) nightshift.operation");
    }
}
