package io.nightshift.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every attribute kind, there and back, at its limits and beyond them, through a real table. */
class AttributeKindsTest {

    private static final EntityMetadata SAMPLE =
            DefinitionReader.read("sample", """
                    entity new_sample 10001 user new_samples custom "Sample" "Samples"
                      new_sampleid uniqueidentifier id createonly
                      new_name string 100 primary
                      new_memo memo 5000
                      new_integer integer -10..10
                      new_bigint bigint
                      new_decimal decimal -1000..1000 precision 3
                      new_double double -1000..1000 precision 2
                      new_money money -100..1000000 precision 4
                      new_yes boolean true
                      new_moment datetime
                      new_day datetime dateonly
                      new_walltime datetime timezoneindependent
                      new_guid uniqueidentifier
                      new_account lookup account
                      new_either lookup account|contact
                      new_customer customer
                      new_choice picklist 2 { 1 "One", 2 "Two" }
                      new_choices multiselect { 1 "One", 2 "Two", 3 "Three" }
                      new_file file 100
                      statecode state { 0 "Active", 1 "Inactive" } updateonly
                      statuscode status { 1 "Active" 0, 2 "Inactive" 1 }
                    """).entities().getFirst();

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyKindComesBackAsItWasWritten(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = prepared(fixture);
        UUID account = service.create(new Entity("account").set("name", "Contoso"));
        Map<String, Object> values = values(account);
        Entity record = new Entity("new_sample");
        values.forEach(record::set);
        UUID id = service.create(record);

        Entity read = service.retrieve("new_sample", id, ColumnSet.all());
        values.forEach((name, value) -> assertThat(read.get(name)).as(name).isEqualTo(value));
        assertThat(read.get("new_account", EntityReference.class).name()).isEqualTo("Contoso");
        assertThat(read.formattedValues())
                .containsEntry("new_choice", "One")
                .containsEntry("new_choices", "One; Three")
                .containsEntry("new_yes", "No")
                .containsEntry("statecode", "Active");

        Entity emptied = new Entity("new_sample", id);
        values.keySet().forEach(name -> emptied.set(name, null));
        service.update(emptied);
        Entity empty = service.retrieve("new_sample", id, ColumnSet.all());
        assertThat(empty.attributes()).doesNotContainKeys(values.keySet().toArray(new String[0]));
        assertThat(empty.attributes()).containsKeys("ownerid", "createdon", "statecode");
    }

    private static Map<String, Object> values(UUID account) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("new_name", "O'Brien \"; drop table account; -- \\ {a,b} \uD83D\uDE00 $1 ? ${x} \t\n");
        values.put("new_memo", "NULL, null, {}, '', \\N\r\nΣίσυφος İstanbul");
        values.put("new_integer", -10);
        values.put("new_bigint", Long.MIN_VALUE);
        values.put("new_decimal", new BigDecimal("-999.999"));
        values.put("new_double", 0.25);
        values.put("new_money", Money.of("1000000.0000"));
        values.put("new_yes", false);
        values.put("new_moment", Instant.parse("9999-12-30T23:59:59Z"));
        values.put("new_day", LocalDate.parse("1753-01-01"));
        values.put("new_walltime", LocalDateTime.parse("2026-03-29T02:30:00"));
        values.put("new_guid", new UUID(-1, 1));
        values.put("new_account", new EntityReference("account", account));
        values.put("new_either", new EntityReference("account", account));
        values.put("new_customer", new EntityReference("account", account));
        values.put("new_choice", new OptionSetValue(1));
        values.put("new_choices", OptionSetValueCollection.of(3, 1, 3));
        return values;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatDoesNotFitIsRefusedWithItsCodeAndNothingIsWritten(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = prepared(fixture);
        long before = count(fixture);
        refused(service, "new_name", "x".repeat(101), FaultCode.STRING_TOO_LONG);
        refused(service, "new_name", "a\0b", FaultCode.INVALID_ARGUMENT);
        refused(service, "new_name", "\uD83D", FaultCode.INVALID_ARGUMENT);
        refused(service, "new_name", 7, FaultCode.WRONG_ATTRIBUTE_TYPE);
        refused(service, "new_integer", 11, FaultCode.INTEGER_OUT_OF_RANGE);
        refused(service, "new_integer", 11L, FaultCode.WRONG_ATTRIBUTE_TYPE);
        refused(service, "new_decimal", new BigDecimal("1e999999"), FaultCode.DECIMAL_OUT_OF_RANGE);
        refused(service, "new_double", Double.NaN, FaultCode.DECIMAL_OUT_OF_RANGE);
        refused(service, "new_money", Money.of("-100.01"), FaultCode.DECIMAL_OUT_OF_RANGE);
        refused(service, "new_moment", Instant.MAX, FaultCode.INVALID_ARGUMENT);
        refused(service, "new_day", LocalDate.of(1600, 1, 1), FaultCode.INVALID_ARGUMENT);
        refused(service, "new_day", Instant.EPOCH, FaultCode.WRONG_ATTRIBUTE_TYPE);
        refused(service, "new_choice", new OptionSetValue(3), FaultCode.PICKLIST_VALUE_OUT_OF_RANGE);
        refused(service, "new_choices", OptionSetValueCollection.of(1, 4), FaultCode.PICKLIST_VALUE_OUT_OF_RANGE);
        refused(service, "statuscode", new OptionSetValue(2), FaultCode.INVALID_STATE_CODE_STATUS_CODE);
        refused(service, "statuscode", new OptionSetValue(9), FaultCode.INVALID_STATE_CODE_STATUS_CODE);
        EntityReference nobody = new EntityReference("account", new UUID(1, 2));
        refused(service, "new_account", nobody, FaultCode.OBJECT_DOES_NOT_EXIST);
        refused(service, "new_customer", nobody, FaultCode.OBJECT_DOES_NOT_EXIST);
        refused(service, "new_account", new EntityReference("lead", new UUID(1, 2)), FaultCode.INVALID_ARGUMENT);
        refused(service, "ownerid", new EntityReference("team", new UUID(1, 2)), FaultCode.OBJECT_DOES_NOT_EXIST);
        refused(service, "new_file", UUID.randomUUID(), FaultCode.READ_ONLY);
        refused(service, "new_nothing", "x", FaultCode.ATTRIBUTE_NOT_FOUND);
        refused(service, "\"; drop table account; --", "x", FaultCode.ATTRIBUTE_NOT_FOUND);
        assertThatThrownBy(() -> service.create(new Entity("pg_class").set("relname", "x")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.ENTITY_NOT_FOUND)).isTrue());
        assertThat(count(fixture)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void numbersAreRoundedAndTimesAreWholeSecondsOnTheWire(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = prepared(fixture);
        UUID id = service.create(new Entity("new_sample")
                .set("new_decimal", new BigDecimal("1.0005"))
                .set("new_money", Money.of("2"))
                .set("new_double", 0.125)
                .set("new_name", "")
                .set("new_moment", Instant.parse("2026-03-01T10:20:30.987654Z")));
        Entity read = service.retrieve("new_sample", id, ColumnSet.all());
        assertThat(read.get("new_decimal")).isEqualTo(new BigDecimal("1.001"));
        assertThat(read.get("new_money")).isEqualTo(Money.of("2.00"));
        assertThat(read.get("new_double")).isEqualTo(0.13);
        assertThat(read.contains("new_name")).isFalse();
        assertThat(read.get("new_moment")).isEqualTo(Instant.parse("2026-03-01T10:20:30Z"));
        assertThat(read.get("new_yes")).isEqualTo(true);
        assertThat(read.get("new_choice")).isEqualTo(new OptionSetValue(2));
        try (var connection = fixture.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select new_moment, createdon from org_contoso.new_sample where new_sampleid = '" + id + "'")) {
            rows.next();
            assertThat(rows.getTimestamp(1).toInstant()).isEqualTo("2026-03-01T10:20:30.987654Z");
            assertThat(rows.getTimestamp(2).toInstant()).isEqualTo(PlatformFixture.START);
        }
    }

    private static long count(PlatformFixture fixture) throws Exception {
        try (var connection = fixture.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from org_contoso.new_sample")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static OrganizationService prepared(PlatformFixture fixture) throws Exception {
        if (fixture.platform()
                .organization(PlatformFixture.CONTOSO)
                .metadata()
                .find("new_sample")
                .isEmpty()) {
            fixture.platform().metadata(PlatformFixture.CONTOSO).createEntity(SAMPLE);
        }
        return fixture.service();
    }

    private static void refused(OrganizationService service, String attribute, Object value, FaultCode code) {
        assertThatThrownBy(() -> service.create(new Entity("new_sample").set(attribute, value)))
                .as("%s = %s", attribute, value)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(code.hex()));
    }
}
