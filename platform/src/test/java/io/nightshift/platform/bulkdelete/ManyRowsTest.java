package io.nightshift.platform.bulkdelete;

import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.CONTOSO;
import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.called;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bulk deletes of many rows, with nodes that die on the way. */
class ManyRowsTest {

    @Test
    void aHundredThousandRowsAndThreeNodesThatDie() throws Exception {
        deleteWithDeaths(100_000);
    }

    @Test
    @Tag("long")
    void aMillionRowsAndThreeNodesThatDie() throws Exception {
        deleteWithDeaths(1_000_000);
    }

    private static void deleteWithDeaths(int rows) throws Exception {
        try (BulkDeleteFixture fixture =
                new BulkDeleteFixture(TestDatabase.versions().getLast())) {
            fixture.accounts("seed", 1);
            copy(fixture, rows);
            UUID id = ((BulkDeleteResponse)
                            fixture.records().execute(new BulkDeleteRequest("All of them", List.of(called("many")))))
                    .jobId();
            List<AsyncService> dead = new ArrayList<>();
            for (int percent : List.of(20, 30, 30)) {
                DyingNode node = new DyingNode(fixture.pool(), rows / 100 * percent);
                dead.add(node.start(CONTOSO));
                Awaitility.await().atMost(Duration.ofMinutes(20)).until(node::isDead);
                int left = fixture.count(called("many"));
                assertThat(fixture.record(id).get("successcount")).isEqualTo(rows - left);
                assertThat(left).isBetween(1, rows - 1);
            }
            fixture.start();
            // What was lost with three nodes waits for a person, whatever it was.
            fixture.await(id, o -> o.standing().equals(Standing.suspended(Cause.PERSON)));
            fixture.service().queue().move(Move.RESUME, CONTOSO, id, Author.of("ada"));
            Awaitility.await()
                    .atMost(Duration.ofMinutes(20))
                    .until(() -> fixture.get(id).isCompleted());
            assertThat(fixture.get(id).status()).isEqualTo(StatusCode.SUCCEEDED);
            assertThat(fixture.count(called("many"))).isZero();
            assertThat(fixture.record(id).get("successcount")).isEqualTo(rows);
            assertThat(fixture.count(called("seed"))).isEqualTo(1);
            dead.forEach(AsyncService::close);
        }
    }

    /** Rows as the platform has written one, made by PostgreSQL because that is quicker. */
    private static void copy(BulkDeleteFixture fixture, int rows) throws Exception {
        try (Connection connection = fixture.pool().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create temp table copied as select * from org_contoso.account limit 1");
            statement.execute("update copied set name = 'many', \"name$folded\" = 'many'");
            statement.execute("do $$ declare columns text; begin"
                    + " select string_agg(case attname when 'accountid' then 'gen_random_uuid()'"
                    + " else quote_ident(attname) end, ',' order by attnum) into columns from pg_attribute"
                    + " where attrelid = 'org_contoso.account'::regclass and attnum > 0 and not attisdropped;"
                    + " execute 'insert into org_contoso.account select ' || columns"
                    + " || ' from copied, generate_series(1, " + rows + ")'; end $$");
            statement.execute("drop table copied");
        }
    }
}
