package io.nightshift.platform.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.event.EventFixture;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import java.sql.SQLException;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the views of a large entity ask for by value is found by an index. */
class SearchIndexesTest {

    private static final String VIEW = """
            <fetch><entity name='account'><filter>
              <condition attribute='statecode' operator='eq' value='0'/>
              <condition attribute='name' operator='begins-with' value='a'/>
              <condition attribute='description' operator='eq' value='x'/>
              <filter type='or'><condition attribute='address1_city' operator='eq' value='Oslo'/></filter>
            </filter></entity></fetch>
            """;

    private final EventFixture fixture =
            EventFixture.shared(TestDatabase.versions().getLast());
    private final PlainSql sql = new PlainSql(fixture.pool());
    private final Events events;
    private final String schema;

    SearchIndexesTest() throws Exception {
        events = fixture.organization();
        schema = "org_" + events.name() + ".";
    }

    @Test
    void whatViewsSearchByHasAnIndexAndABrokenOneIsBuiltAnew() throws Exception {
        events.service()
                .execute(new CreateMultipleRequest(new EntityCollection(
                        "account",
                        IntStream.range(0, 1500)
                                .mapToObj(i -> new Entity("account").set("name", "Account " + i))
                                .toList())));
        events.service()
                .create(new Entity("savedquery")
                        .set("name", "Of a city")
                        .set("returnedtypecode", "account")
                        .set("querytype", 0)
                        .set("fetchxml", VIEW));
        sql.execute("analyze " + schema + "account");
        long walked = blocksOfACity();
        assertThat(run()).isEqualTo("1 indexes built.");
        assertThat(blocksOfACity()).as("blocks of a page, before %s", walked).isLessThan(walked / 4);
        assertThat(run()).isEqualTo("0 indexes built.");
        String index = "'" + schema + "account$address1_city'::regclass";
        sql.execute("update pg_index set indisvalid = false where indexrelid = " + index);
        assertThat(run()).isEqualTo("1 indexes built.");
        assertThat(sql.number("select count(*) from pg_index where indisvalid and indexrelid = " + index))
                .isEqualTo(1);
    }

    private long blocksOfACity() throws SQLException {
        return sql.blocks("select name from " + schema + "account where \"address1_city$folded\" = 'oslo'"
                + " order by \"name$folded\", accountid limit 51");
    }

    private String run() throws SQLException {
        UUID id = fixture.async()
                .queue()
                .runNow(
                        events.name(),
                        MaintenanceSchedule.id(events.name(), OperationType.ORGANIZATION_FULL_TEXT_CATALOG_INDEX),
                        Author.of("ada"));
        Awaitility.await()
                .until(
                        () -> fixture.async()
                                .systemJobs()
                                .get(events.name(), id)
                                .orElseThrow(),
                        AsyncOperation::isCompleted);
        return fixture.async().systemJobs().result(events.name(), id).orElseThrow();
    }
}
