package io.nightshift.platform.bulkdelete;

import static io.nightshift.platform.bulkdelete.BulkDeleteFixture.called;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bulk deletes that run, in the hands of the service. */
class BulkDeleteTest {

    private static BulkDeleteFixture fixture;

    @BeforeAll
    static void start() throws SQLException {
        fixture = new BulkDeleteFixture(TestDatabase.versions().getLast()).start();
    }

    @AfterAll
    static void stop() throws SQLException {
        fixture.close();
    }

    private static UUID bulkDelete(BulkDeleteRequest request) throws SQLException {
        return ((BulkDeleteResponse) fixture.records().execute(request)).jobId();
    }

    @Test
    void whatTheQueriesFindIsDeletedAndCounted() throws Exception {
        fixture.accounts("plain", 1203);
        fixture.accounts("other", 7);
        UUID id = bulkDelete(
                new BulkDeleteRequest("Away with them", List.of(called("plain"), called("nothing"), called("other"))));
        var ended = fixture.awaitEnd(id);
        assertThat(ended.message()).isNull();
        assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(fixture.service().systemJobs().result(BulkDeleteFixture.CONTOSO, id))
                .hasValue("1,210 deleted.");
        assertThat(fixture.count(called("plain"))).isZero();
        Entity record = fixture.record(id);
        assertThat(record.get("successcount")).isEqualTo(1210);
        assertThat(record.get("failurecount")).isEqualTo(0);
        assertThat(record.get("statuscode")).isEqualTo(new OptionSetValue(30));
        assertThat(record.get("asyncoperationid")).isEqualTo(id);
        assertThat(record.get("orderedquerysetxml", String.class)).contains("<value>plain</value>");
    }
}
