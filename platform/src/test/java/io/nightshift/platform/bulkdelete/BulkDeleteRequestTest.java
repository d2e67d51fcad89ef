package io.nightshift.platform.bulkdelete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a request for a bulk delete has to be like, and what is made of it. */
class BulkDeleteRequestTest {

    private static final QueryExpression ACCOUNTS = new QueryExpression("account");

    private final PlatformFixture fixture =
            PlatformFixture.shared(TestDatabase.versions().getLast());

    static Map<String, Map.Entry<OrganizationRequest, Integer>> badRequests() {
        Map<String, Map.Entry<OrganizationRequest, Integer>> bad = new LinkedHashMap<>();
        int invalid = FaultCode.INVALID_ARGUMENT.code();
        bad.put("no name", Map.entry(request("JobName", null), 0x80048457));
        bad.put("blank name", Map.entry(request("JobName", " "), 0x80048457));
        bad.put("long name", Map.entry(request("JobName", "x".repeat(257)), invalid));
        bad.put("no queries", Map.entry(request("QuerySet", null), invalid));
        bad.put("empty query set", Map.entry(request("QuerySet", List.of()), 0x80048442));
        bad.put("no query", Map.entry(request("QuerySet", List.of("account")), invalid));
        bad.put("many queries", Map.entry(request("QuerySet", Collections.nCopies(101, ACCOUNTS)), invalid));
        bad.put("unknown entity", Map.entry(query(new QueryExpression("acount")), 0x80041102));
        bad.put("unknown attribute", Map.entry(query(ACCOUNTS.where("nam", ConditionOperator.EQUAL, "a")), 0x80041103));
        bad.put(
                "second query bad",
                Map.entry(request("QuerySet", List.of(ACCOUNTS, new QueryExpression("x"))), 0x80041102));
        bad.put("first rows", Map.entry(query(ACCOUNTS.top(5)), invalid));
        bad.put("distinct", Map.entry(query(new QueryExpression("account", "name").asDistinct()), invalid));
        bad.put(
                "aggregate",
                Map.entry(
                        query(ACCOUNTS.expression(
                                AttributeExpression.aggregate("accountid", "n", AggregateType.COUNT))),
                        invalid));
        bad.put("FetchXML", Map.entry(request("QuerySet", List.of(new FetchExpression("<fetch"))), 0x80040201));
        bad.put("long past", Map.entry(request("StartDateTime", PlatformFixture.START.minusSeconds(7200)), invalid));
        bad.put("unknown user", Map.entry(request("ToRecipients", List.of(UUID.randomUUID())), 0x80040217));
        bad.put("no user", Map.entry(request("CCRecipients", List.of("ada@example.org")), invalid));
        bad.put("wrong type", Map.entry(request("SendEmailNotification", "yes"), invalid));
        return bad;
    }

    static List<String> badNames() {
        return List.copyOf(badRequests().keySet());
    }

    private static OrganizationRequest query(QueryExpression query) {
        return request("QuerySet", List.of(query));
    }

    private static OrganizationRequest request(String parameter, Object value) {
        return new BulkDeleteRequest("Away", List.of(ACCOUNTS)).set(parameter, value);
    }

    @ParameterizedTest
    @MethodSource("badNames")
    void whatIsWrongIsSaidAndNothingIsWritten(String name) throws Exception {
        Map.Entry<OrganizationRequest, Integer> bad = badRequests().get(name);
        int before = operations().size();
        assertThatThrownBy(() -> fixture.service().execute(bad.getKey()))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(FaultCode.hex(bad.getValue())));
        assertThat(operations()).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "FREQ=WEEKLY, 0x8004D2A0",
                "FREQ=HOURLY;INTERVAL=2, 0x8004D2A0",
                "INTERVAL=2, 0x8004D2A0",
                "FREQ=DAILY;BYHOUR=3, 0x8004D2A0",
                "nonsense, 0x8004D2A0",
                "FREQ=DAILY;INTERVAL=0, 0x8004D2A1",
                "FREQ=DAILY;INTERVAL=366, 0x8004D2A1",
                "FREQ=DAILY;INTERVAL=-1, 0x8004D2A1",
                "FREQ=DAILY;INTERVAL=x, 0x8004D2A1",
                "FREQ=DAILY;UNTIL=soon, 0x8004E100"
            })
    void anotherRecurrenceThanDailyIsRefused(String pattern, String code) {
        assertThatThrownBy(() ->
                        fixture.service().execute(new BulkDeleteRequest("Away", List.of(ACCOUNTS)).recurring(pattern)))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(code));
    }

    @Test
    void aRequestByNamesAloneIsTheSame() throws Exception {
        UUID id = (UUID) fixture.service()
                .execute(new OrganizationRequest("BulkDelete")
                        .set("JobName", "by name")
                        .set(
                                "QuerySet",
                                List.of(new QueryByAttribute("account", ColumnSet.of())
                                        .where("name", "no such account"))))
                .get("JobId");
        AsyncOperation made = jobs().get(PlatformFixture.CONTOSO, id).orElseThrow();
        assertThat(made.name()).isEqualTo("by name");
        assertThat(made.standing()).isEqualTo(Standing.READY);
        assertThat(made.ownerId())
                .isEqualTo(
                        fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId());
        Entity record = fixture.service().retrieve("bulkdeleteoperation", BulkDeleteRecords.id(id), ColumnSet.all());
        assertThat(record.get("asyncoperationid")).isEqualTo(new EntityReference("asyncoperation", id));
        assertThat(record.get("successcount")).isEqualTo(0);
        assertThat(record.get("nextrun")).isNull();
    }

    @Test
    void aStartInTheFutureWaitsAndOneThatHasJustPassedIsNow() throws Exception {
        Instant later = PlatformFixture.START.plus(Duration.ofHours(3));
        UUID waits = start(new BulkDeleteRequest("later", List.of(ACCOUNTS)).starting(later));
        AsyncOperation waiting = jobs().get(PlatformFixture.CONTOSO, waits).orElseThrow();
        assertThat(waiting.standing()).isEqualTo(Standing.suspended(Cause.POSTPONED));
        assertThat(waiting.postponeUntil()).isEqualTo(later);
        UUID now =
                start(new BulkDeleteRequest("now", List.of(ACCOUNTS)).starting(PlatformFixture.START.minusSeconds(5)));
        assertThat(jobs().get(PlatformFixture.CONTOSO, now).orElseThrow().standing())
                .isEqualTo(Standing.READY);
        UUID series = start(new BulkDeleteRequest("daily", List.of(ACCOUNTS))
                .starting(later)
                .recurring("FREQ=DAILY;"));
        assertThat(jobs().preview(PlatformFixture.CONTOSO, series, 2))
                .containsExactly(Instant.parse("2026-03-01T13:20:30Z"), Instant.parse("2026-03-02T13:20:30Z"));
        UUID runNow = start(new BulkDeleteRequest("at once", List.of(ACCOUNTS))
                .starting(later)
                .runNow(true));
        assertThat(jobs().get(PlatformFixture.CONTOSO, runNow).orElseThrow().standing())
                .isEqualTo(Standing.READY);
    }

    private UUID start(BulkDeleteRequest request) throws Exception {
        return ((BulkDeleteResponse) fixture.service().execute(request)).jobId();
    }

    private List<AsyncOperation> operations() throws Exception {
        return jobs().find(Search.all().in(PlatformFixture.CONTOSO)).operations();
    }

    private SystemJobs jobs() {
        return new SystemJobs(fixture.store(), RetrySchedule.STANDARD);
    }
}
