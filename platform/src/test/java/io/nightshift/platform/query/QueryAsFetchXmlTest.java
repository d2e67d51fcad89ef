package io.nightshift.platform.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryExpression;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is written as FetchXML means the same records when it is read again. */
class QueryAsFetchXmlTest {

    private static final int QUERIES = 2000;
    private static final QueryContext CONTEXT = new QueryContext(
            Instant.parse("2026-03-01T12:00:00Z"),
            ZoneId.of("Europe/Berlin"),
            DayOfWeek.MONDAY,
            1033,
            QueryContext.Caller.of(new UUID(1, 1), null, Set.of(new UUID(2, 2))));

    private final QueryReader reader = new QueryReader(World.METADATA, CONTEXT);

    @Test
    void randomQueriesMeanTheSameAfterwards() {
        SplittableRandom random = new SplittableRandom(42);
        RandomQueries queries = new RandomQueries(random, new RandomValues(random));
        int conditions = 0;
        int refused = 0;
        for (int i = 0; i < QUERIES; i++) {
            QueryExpression query = queries.next();
            String text;
            try {
                text = Queries.fetchXml(query);
            } catch (OrganizationServiceFault unwritable) {
                // The random texts have characters that XML cannot write.
                refused++;
                continue;
            }
            Query written = reader.read(new FetchExpression(text));
            Query asked = reader.read(query);
            assertThat(written.root()).isEqualTo(asked.root());
            assertThat(written.filter()).as(text).isEqualTo(asked.filter());
            assertThat(written.joins()).as(text).isEqualTo(asked.joins());
            assertThat(reader.read(FetchXmlWriter.write(query)))
                    .as("with columns, order and page")
                    .isEqualTo(asked);
            conditions += text.split("<condition", -1).length - 1;
        }
        assertThat(conditions).isGreaterThan(QUERIES);
        assertThat(refused).isLessThan(QUERIES / 4);
    }

    @Test
    void textIsWrittenSoThatNothingOfItIsMarkup() {
        String hostile = "\"/><filter>&amp; 'a' <b>\t]]>\r\nend ";
        QueryExpression query = new QueryExpression("alpha").where("name", ConditionOperator.EQUAL, hostile);
        QueryExpression read = Queries.expression(new FetchExpression(Queries.fetchXml(query)));
        assertThat(read.criteria().conditions().getFirst().values()).isEqualTo(List.of(hostile));
        QueryExpression unwritable = new QueryExpression("alpha").where("name", ConditionOperator.EQUAL, "a\u0001");
        assertThatThrownBy(() -> Queries.fetchXml(unwritable))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.INVALID_ARGUMENT)).isTrue());
    }
}
