package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.organization.Sql;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.conf.ParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Page 10,000 touches as many blocks as page 1, in every kind of order. Blocks are counted, because time is not the same twice. */
class PageCostTest {

    private static final int PAGE = 10_000;
    private static final int SIZE = 5;
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** Half of the rows more than the pages take, a fifth of them without a name, every tenth with the name of another. */
    private static final List<String> ROWS = List.of(
            "insert into world.beta (betaid, name, \"name$folded\") select ('00000000-0000-4000-8000-'"
                    + " || lpad(to_hex(i), 12, '0'))::uuid, 'b' || i, 'b' || i from generate_series(0, 999) i",
            "insert into world.alpha (alphaid, betaid, name, \"name$folded\", whole) select gen_random_uuid(),"
                    + " ('00000000-0000-4000-8000-' || lpad(to_hex(i % 1000), 12, '0'))::uuid, name, name, i % 7 from"
                    + " (select i, case when i % 5 > 0 then 'n' || lpad((i - i % 10 / 9)::text, 8, '0') end as name"
                    + " from generate_series(1, 75000) i) rows",
            "create index on world.alpha (\"name$folded\", alphaid)",
            "vacuum analyze world.alpha",
            "vacuum analyze world.beta");

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void aLatePageCostsAsTheFirst(TestDatabase.Version version) throws SQLException {
        QueryExpression alphas = new QueryExpression("alpha", "name", "whole");
        LinkEntity beta = new LinkEntity("beta", "betaid", "betaid", JoinOperator.LEFT_OUTER, "b").columns("name");
        List<QueryExpression> queries = List.of(
                alphas,
                alphas.orderBy("name", OrderType.ASCENDING),
                alphas.orderBy("name", OrderType.DESCENDING),
                alphas.orderBy("whole", OrderType.DESCENDING).orderBy("name", OrderType.ASCENDING),
                alphas.orderBy("name", OrderType.ASCENDING).link(beta),
                alphas.link(beta.orderBy("name", OrderType.DESCENDING)));
        try (TestDatabase database = TestDatabase.create(version);
                Connection connection = database.dataSource().getConnection()) {
            World.makeTables(connection);
            try (Statement statement = connection.createStatement()) {
                for (String sql : ROWS) {
                    statement.execute(sql);
                }
            }
            for (QueryExpression query : queries) {
                long first = blocks(connection, query.page(new PagingInfo(1, SIZE)));
                Query late = tree(query.page(new PagingInfo(PAGE, SIZE)));
                String cookie = new SqlQueries(World.ORGANIZATION, Duration.ofMinutes(1))
                        .answer(connection, late, UTC)
                        .cookie();
                assertThat(cookie).isNotNull();
                long last = blocks(connection, query.page(new PagingInfo(PAGE + 1, SIZE, false, cookie)));
                System.out.println(version + ": page 1 touches " + first + " blocks, page " + PAGE + " " + last + ": "
                        + query.orders()
                        + query.linkEntities().stream().map(LinkEntity::orders).toList());
                assertThat(last).as(query.toString()).isLessThanOrEqualTo(2 * first + 8);
            }
        }
    }

    static Query tree(QueryExpression query) {
        QueryContext context =
                QueryContext.of(RandomValues.NOW, QueryContext.Caller.of(new UUID(1, 1), null, java.util.Set.of()));
        return new QueryReader(World.METADATA, context).read(query);
    }

    private static long blocks(Connection connection, QueryExpression query) throws SQLException {
        Query tree = tree(query);
        SqlSelect select = new SqlSelect(tree, World.ORGANIZATION, UTC);
        List<Segment> segments = tree.page().cookie().isEmpty()
                ? Segment.all(select.keys())
                : Segment.after(
                        select.keys(),
                        PagingCookie.read(tree.page().cookie(), select.keys()).last());
        String sql = select.page(Sql.on(connection), segments, 0).getSQL(ParamType.INLINED);
        try (Statement statement = connection.createStatement();
                var plan = statement.executeQuery("explain (analyze, buffers, timing off, format json) " + sql)) {
            plan.next();
            return count(plan.getString(1), "Shared Hit Blocks") + count(plan.getString(1), "Shared Read Blocks");
        }
    }

    /** Of the uppermost node, which contains the others. */
    private static long count(String plan, String what) {
        Matcher found = Pattern.compile("\"" + what + "\": (\\d+)").matcher(plan);
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1));
    }
}
