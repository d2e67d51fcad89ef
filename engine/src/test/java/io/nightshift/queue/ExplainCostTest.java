package io.nightshift.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Explanation.Kind;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Explaining costs the same however many operations there are: counted in pages of the database, which no load of the
 * machine changes. (A page is read from memory in about a microsecond; ten milliseconds are thousands of them.)
 */
class ExplainCostTest {

    /** With a thousand rows of a lane before it, each on a page of its own, it is at most so many. */
    private static final long MOST_PAGES = 2500;

    private static final int MANY = 300_000;

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void manyTimesAsManyOperationsCostAsManyPages(TestDatabase.Version version) throws Exception {
        BufferCount[] count = new BufferCount[1];
        try (SeriesFixture fixture = new SeriesFixture(version, source -> {
            count[0] = new BufferCount(source);
            return count[0].source();
        })) {
            new Nodes(fixture.store)
                    .register(new Nodes.Registration(1, "node", 10_000, 8, "test", List.of("message:work")));
            asked(fixture);
            fill(fixture, MANY / 30);
            Map<String, UUID> few = asked(fixture);
            Map<String, Long> cheap = pages(fixture, count[0], few);
            fill(fixture, version == TestDatabase.Version.PG18 ? MANY : MANY / 3);
            Map<String, Long> dear = pages(fixture, count[0], asked(fixture));
            assertThat(dear.values()).as("%s, with few %s", dear, cheap).allMatch(pages -> pages < MOST_PAGES);
            // The first thousand are counted in either; beyond them, deeper trees are all that may be added.
            dear.forEach((what, pages) -> assertThat(pages)
                    .as("%s: %s, with few %s", what, dear, cheap)
                    .isLessThan(2 * cheap.get(what) + 100));
            assertThat(fixture.jobs.explain(null, few.get("last of a lane")))
                    .extracting(Explanation::kind)
                    .contains(Kind.BEHIND_IN_LANE);
        }
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aPositionIsExactToAThousandAndComesWithAnEstimate(TestDatabase.Version version) throws Exception {
        try (SeriesFixture fixture = new SeriesFixture(version)) {
            new Nodes(fixture.store)
                    .register(new Nodes.Registration(1, "node", 10_000, 8, "test", List.of("message:work")));
            UUID first = fixture.queue.enqueue(Operation.named("work"));
            int priorityClass = (int) fixture.count("SELECT priority_class FROM nightshift.operation");
            int organization = (int) fixture.count("SELECT organization_id FROM nightshift.operation");
            Bucket bucket = new Bucket(organization, priorityClass, 0, "work");
            assertThat(turn(fixture, first).sentence()).contains("nothing of its kind is before it.");
            new Throughputs(fixture.store).say(1, List.of(new Throughputs.Throughput(bucket, 600, 60)));
            new Throughputs(fixture.store).say(2, List.of(new Throughputs.Throughput(bucket, 150, 15)));
            UUID other = fixture.queue.enqueue(Operation.named("work"));
            assertThat(turn(fixture, other).sentence())
                    .contains(
                            "1 of its kind is before it; at the present rate of 1,200 a minute that takes about less");
            for (int i = 0; i < 15; i++) {
                fixture.queue.enqueue(Collections.nCopies(100, Operation.named("work")));
            }
            UUID last = fixture.queue.enqueue(Operation.named("work"));
            Explanation turn = turn(fixture, last);
            assertThat(turn.sentence())
                    .contains("1,000+ of its kind are before it")
                    .contains("more than 50 s");
            assertThat(turn.facts())
                    .containsEntry("ahead", 1000)
                    .containsEntry("capped", true)
                    .containsEntry("estimate", fixture.now().plusSeconds(50).toString());

            Forecast forecast = fixture.jobs.forecast(null).getFirst();
            assertThat(forecast.ready()).isEqualTo(1503);
            assertThat(forecast.messageName()).isEqualTo("work");
            assertThat(forecast.perMinute()).isEqualTo(1200);
            assertThat(forecast.oldest()).isEqualTo(SeriesFixture.START);
            assertThat(forecast.toDrain()).isEqualTo(Duration.ofMillis(75_150));

            // What was said two minutes ago is of late no more.
            fixture.move(Duration.ofMinutes(2));
            assertThat(fixture.jobs.forecast(null).getFirst().toDrain()).isNull();
            assertThat(turn(fixture, last).facts()).doesNotContainKey("estimate");
        }
    }

    private static Explanation turn(SeriesFixture fixture, UUID id) throws SQLException {
        return fixture.jobs.explain(null, id).stream()
                .filter(e -> e.kind() == Kind.NEXT_IN_TURN)
                .findFirst()
                .orElseThrow();
    }

    /** Operations in every corner of the table: ready, in one long lane, in one limit, postponed. */
    private static void fill(SeriesFixture fixture, int rows) throws SQLException {
        fixture.execute("""
                INSERT INTO nightshift.operation (operation_id, created_on, organization_id, operation_type, statuscode, cause,
                    priority_class, kept, message_name, name, token, limit_key, limit_width, postpone_until)
                SELECT gen_random_uuid(), '%1$s', o.organization_id, 0, CASE WHEN i %% 5 = 4 THEN 10 ELSE 0 END,
                       CASE WHEN i %% 5 = 4 THEN 2 END, (SELECT max(priority_class) FROM nightshift.operation), 1,
                       'work', 'work', CASE WHEN i %% 5 = 1 THEN 'lane' END, CASE WHEN i %% 5 = 2 THEN 'limit' END,
                       CASE WHEN i %% 5 = 2 THEN 3 END, CASE WHEN i %% 5 = 4 THEN timestamptz '%1$s' + interval '1 day' END
                FROM nightshift.organization o, generate_series(1, %2$d) AS i""".formatted(fixture.now(), rows));
        fixture.execute("ANALYZE nightshift.operation");
    }

    private static Map<String, UUID> asked(SeriesFixture fixture) throws SQLException {
        Map<String, UUID> asked = new LinkedHashMap<>();
        asked.put("last of its bucket", fixture.queue.enqueue(Operation.named("work")));
        asked.put(
                "last of a lane", fixture.queue.enqueue(Operation.named("work").token("lane")));
        asked.put(
                "last of a limit", fixture.queue.enqueue(Operation.named("work").limit("limit", 3)));
        asked.put("unhandled", fixture.queue.enqueue(Operation.named("nobody")));
        asked.put(
                "postponed in a lane",
                fixture.queue.enqueue(Operation.named("work")
                        .token("lane")
                        .postponeUntil(fixture.now().plus(Duration.ofDays(2)))));
        asked.put(
                "series",
                fixture.queue.enqueue(Operation.named("work")
                        .recurrence(Recurrence.of("FREQ=YEARLY").starting(Instant.parse("2090-01-01T00:00:00Z")))));
        return asked;
    }

    private static Map<String, Long> pages(SeriesFixture fixture, BufferCount count, Map<String, UUID> asked)
            throws SQLException {
        Map<String, Long> pages = new LinkedHashMap<>();
        for (Map.Entry<String, UUID> one : asked.entrySet()) {
            count.reset();
            assertThat(fixture.jobs.explain(null, one.getValue())).isNotEmpty();
            assertThat(count.statements()).isLessThan(12);
            pages.put(one.getKey(), count.pages());
        }
        return pages;
    }
}
