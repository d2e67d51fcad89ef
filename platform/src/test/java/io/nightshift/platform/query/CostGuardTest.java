package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A query that would read a big table as a whole is refused before it runs, with what to ask instead. */
class CostGuardTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final List<String> ROWS = List.of(
            "insert into world.alpha (alphaid, name, \"name$folded\", whole)"
                    + " select gen_random_uuid(), 'n' || i, 'n' || i, i % 7 from generate_series(1, 30000) i",
            "create index on world.alpha (\"name$folded\", alphaid)", "vacuum analyze world.alpha");

    private static Answer answer(Connection connection, QueryExpression query, CostGuard guard) {
        // One that knows nothing of its tables yet; the other tests have theirs.
        Organization world = new Organization(
                World.ORGANIZATION.name(),
                World.ORGANIZATION.schema(),
                World.ORGANIZATION.number(),
                World.ORGANIZATION.metadata(),
                World.ORGANIZATION.registrations(),
                World.ORGANIZATION.security());
        return new SqlQueries(world, Duration.ofMinutes(1), guard).answer(connection, PageCostTest.tree(query), UTC);
    }

    @ParameterizedTest
    @MethodSource("io.nightshift.postgres.TestDatabase#versions")
    void whatReadsTooMuchIsToldWhatToAsk(TestDatabase.Version version) throws SQLException {
        QueryExpression alphas = new QueryExpression("alpha", "name");
        QueryExpression unindexed = alphas.where("whole", ConditionOperator.EQUAL, 99);
        CostGuard strict = new CostGuard(10_000, 300);
        try (TestDatabase database = TestDatabase.create(version);
                Connection connection = database.dataSource().getConnection()) {
            World.makeTables(connection);
            try (Statement statement = connection.createStatement()) {
                for (String sql : ROWS) {
                    statement.execute(sql);
                }
            }
            for (QueryExpression query : List.of(unindexed, alphas.orderBy("whole", OrderType.ASCENDING))) {
                assertThatThrownBy(() -> answer(connection, query, strict))
                        .isInstanceOfSatisfying(
                                OrganizationServiceFault.class,
                                fault -> assertThat(fault.is(FaultCode.SQL_TIMEOUT))
                                        .isTrue())
                        .hasMessageContaining("30000 records of alpha")
                        .hasMessageContaining("alphaid, name");
            }
            assertThatThrownBy(() -> answer(connection, unindexed, strict)).hasMessageContaining("no index has whole.");
            // Nothing has been run, so that the transaction goes on.
            QueryExpression indexed = alphas.where("name", ConditionOperator.EQUAL, "n17");
            assertThat(answer(connection, indexed, strict).rows()).hasSize(1);
            assertThat(answer(connection, alphas, strict).rows()).hasSize(5000);
            assertThat(answer(connection, unindexed, new CostGuard(40_000, 300)).rows())
                    .isEmpty();
            assertThat(answer(connection, unindexed, CostGuard.STANDARD).rows()).isEmpty();
        }
    }
}
