package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.organization.Sql;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Retention;
import io.nightshift.queue.RetentionTimes;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jooq.conf.ParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What clients ask about operations costs little beside all the history there is, counted in blocks. */
class OperationQueryCostTest {

    private static final int DAYS = 30;
    private static final int A_DAY = 2000;
    private static final Instant LAST = PlatformFixture.START;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static QueryExpression operations() {
        return new QueryExpression("asyncoperation", "name", "statuscode").page(new PagingInfo(1, 50));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void noneOfTheseReadsTheWholeHistory(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            OrganizationService service = fixture.service();
            Organization organization = fixture.platform().organization(PlatformFixture.CONTOSO);
            try (Connection connection = fixture.database().dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                fill(fixture, statement);
                long all = blocks(
                        connection, organization, operations().where("name", ConditionOperator.LIKE, "%no such name%"));
                long most = all / 8;
                for (Map.Entry<String, QueryExpression> asked : asked().entrySet()) {
                    long blocks = blocks(connection, organization, asked.getValue());
                    System.out.println(asked.getKey() + ": " + blocks + " of at most " + most + " blocks");
                    assertThat(blocks).as(asked.getKey()).isLessThanOrEqualTo(most);
                }
            }
            assertThat(service.retrieve("asyncoperation", new UUID(5, 1), ColumnSet.of("name"))
                            .get("name"))
                    .isEqualTo("operation 1");
        }
    }

    private static Map<String, QueryExpression> asked() {
        Instant since = LAST.minus(Duration.ofDays(2));
        Map<String, QueryExpression> asked = new LinkedHashMap<>();
        asked.put("the first page", operations());
        asked.put("failed", equal("statuscode", 31));
        asked.put("suspended", equal("statecode", 1));
        asked.put("waiting or running", operations().where("statecode", ConditionOperator.IN, 0, 1, 2));
        asked.put("a rare type", equal("operationtype", 13));
        asked.put("regarding", equal("regardingobjectid", new UUID(7, 77)));
        asked.put("owner", equal("ownerid", new UUID(8, 88)));
        asked.put("children", equal("parentasyncoperationid", new UUID(9, 99)));
        asked.put("correlation", equal("correlationid", new UUID(6, 66)));
        asked.put(
                "created since",
                operations()
                        .where("createdon", ConditionOperator.GREATER_EQUAL, since)
                        .where("name", ConditionOperator.LIKE, "%5%")
                        .orderBy("createdon", OrderType.DESCENDING));
        asked.put(
                "completed since",
                operations()
                        .where("completedon", ConditionOperator.GREATER_EQUAL, since)
                        .orderBy("completedon", OrderType.DESCENDING));
        return asked;
    }

    private static QueryExpression equal(String attribute, Object value) {
        return operations().where(attribute, ConditionOperator.EQUAL, value);
    }

    /** Days of history that are closed, so that they have their indexes. */
    private static void fill(PlatformFixture fixture, Statement statement) throws SQLException {
        List<Instant> days = new ArrayList<>();
        for (int day = 0; day < DAYS; day++) {
            days.add(LAST.minus(Duration.ofDays(day)));
        }
        QueueStore store = fixture.store();
        store.partitions().prepareDaysOf(days);
        statement.execute("insert into nightshift.operation_history (operation_id, sequence, created_on, completed_on,"
                + " organization_id, operation_type, claim_number, attempt, statuscode, priority_class, kept,"
                + " retry_count, depth, is_series, has_large_data, has_large_result, message_name, name, started_on,"
                + " data, owner_id, parent_id, correlation_id, regarding_id, regarding_type)"
                + " select case when n = 1 then '00000000-0000-0005-0000-000000000001'::uuid else gen_random_uuid() end, n, t, t, o.organization_id,"
                + " case when n % 1000 = 0 then 13 else 1 end, 1, 1, case when n % 500 = 0 then 31 else 30 end, 1, 1,"
                + " 0, 0, false, false, false, 'Update', 'operation ' || n, t, repeat('x', 200),"
                + " case when n % 700 = 0 then '00000000-0000-0008-0000-000000000058'::uuid else gen_random_uuid() end,"
                + " case when n % 700 = 0 then '00000000-0000-0009-0000-000000000063'::uuid end,"
                + " case when n % 700 = 0 then '00000000-0000-0006-0000-000000000042'::uuid else gen_random_uuid() end,"
                + " case when n % 700 = 0 then '00000000-0000-0007-0000-00000000004d'::uuid else gen_random_uuid() end,"
                + " 'account' from (select n, timestamptz '" + LAST + "' - (n % " + DAYS + ") * interval '1 day' as t"
                + " from generate_series(1, " + DAYS * A_DAY + ") n) h,"
                + " nightshift.organization o where o.name = 'contoso'");
        fixture.at(LAST.plus(Duration.ofDays(2)));
        Retention retention = new Retention(fixture.store(), RetentionTimes.DEFAULT);
        while (retention.tick() > 0) {
            // Until every day is closed.
        }
        fixture.at(LAST);
        statement.execute("analyze nightshift.operation_history");
    }

    private static long blocks(Connection connection, Organization organization, QueryExpression query)
            throws SQLException {
        QueryContext context = QueryContext.of(LAST, QueryContext.Caller.of(new UUID(1, 1), null, Set.of()));
        Query tree = new QueryReader(organization.metadata(), context).read(query);
        SqlSelect select = new SqlSelect(tree, organization, ZoneOffset.UTC);
        String sql =
                select.page(Sql.on(connection), Segment.all(select.keys()), 0).getSQL(ParamType.INLINED);
        try (Statement statement = connection.createStatement();
                var plan = statement.executeQuery("explain (analyze, buffers, timing off, format json) " + sql)) {
            plan.next();
            Matcher hit = Pattern.compile("\"Shared Hit Blocks\": (\\d+)").matcher(plan.getString(1));
            Matcher read = Pattern.compile("\"Shared Read Blocks\": (\\d+)").matcher(plan.getString(1));
            assertThat(hit.find() && read.find()).isTrue();
            return Long.parseLong(hit.group(1)) + Long.parseLong(read.group(1));
        }
    }
}
