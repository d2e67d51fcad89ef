package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.Sql;
import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.People;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.conf.ParamType;
import org.junit.jupiter.api.Test;

/** What the limits of security cost over a hundred thousand records, counted in blocks, because time is not the same twice. */
class AccessCostTest {

    @Test
    void aBasicUsersPageTouchesAtMostTwiceTheBlocksOfAnAdministrators() throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(TestDatabase.Version.PG18)) {
            People people = new People(fixture);
            UUID few = people.user("Few", people.unit("Small", people.root()), people.role("Basic User"));
            UUID many = people.user("Many", people.root(), people.role("Basic User"));
            UUID unit = people.user("Unit", people.root(), people.role("Salesperson"));
            Organization organization = fixture.platform().organization(PlatformFixture.CONTOSO);
            try (Connection connection = fixture.database().dataSource().getConnection()) {
                fill(connection, organization, few, many);
                for (QueryExpression query : List.of(
                        new QueryExpression("task", "subject").orderBy("subject", OrderType.ASCENDING),
                        new QueryExpression("task", "subject").orderBy("activityid", OrderType.ASCENDING),
                        new QueryExpression("task", "subject").where("subject", ConditionOperator.LIKE, "%77%"))) {
                    QueryExpression page = query.page(new PagingInfo(1, 50));
                    long all = blocks(connection, organization, organization.systemUserId(), page);
                    String what = query.orders() + " " + query.criteria() + ", an administrator's " + all;
                    assertThat(blocks(connection, organization, many, page))
                            .as("nine of ten are the user's: " + what)
                            .isLessThanOrEqualTo(2 * all);
                    assertThat(blocks(connection, organization, unit, page))
                            .as("all but a hundred are the unit's: " + what)
                            .isLessThanOrEqualTo(2 * all);
                    assertThat(blocks(connection, organization, few, page))
                            .as("a hundred of a hundred thousand are the user's: at most their own blocks; " + what)
                            .isLessThanOrEqualTo(Math.max(2 * all, 120));
                }
            }
        }
    }

    private static void fill(Connection connection, Organization organization, UUID few, UUID many)
            throws SQLException {
        String schema = organization.schema();
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into " + schema + ".task (activityid, subject, \"subject$folded\", statecode,"
                    + " statuscode, ownerid, \"ownerid$type\", owningbusinessunit, versionnumber)"
                    + " select gen_random_uuid(), 'S' || n, 's' || n, 0, 2, u.systemuserid, 'systemuser',"
                    + " u.businessunitid, n from generate_series(1, 100000) n join " + schema
                    + ".systemuser u on u.systemuserid = case when n % 1000 = 0 then '" + few
                    + "'::uuid when n % 10 = 1"
                    + " then '" + organization.systemUserId() + "'::uuid else '" + many + "'::uuid end");
            statement.execute("analyze " + schema + ".task");
        }
    }

    private static long blocks(Connection connection, Organization organization, UUID user, QueryExpression query)
            throws SQLException {
        Access access = organization.security().access(connection, user);
        QueryContext context = QueryContext.of(RandomValues.NOW, QueryContext.Caller.of(access));
        Query tree = new QueryReader(organization.metadata(), context).read(query);
        SqlSelect select = new SqlSelect(tree, organization, ZoneOffset.UTC);
        String sql =
                select.page(Sql.on(connection), Segment.all(select.keys()), 0).getSQL(ParamType.INLINED);
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
