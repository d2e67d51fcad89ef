package io.nightshift.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages on records, through the service, on real tables. The tests of a version share an organization, not records. */
class RecordsTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRecordKnowsWhoMadeItWhenAndForWhom(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID me = service.execute(new WhoAmIRequest()).required("UserId", UUID.class);
        UUID unit = service.execute(new WhoAmIRequest()).required("BusinessUnitId", UUID.class);
        fixture.at(PlatformFixture.START);
        UUID id = service.create(new Entity("contact").set("firstname", "Ada").set("lastname", "Lovelace"));
        fixture.at(PlatformFixture.START.plusSeconds(60));
        service.update(new Entity("contact", id).set("middlename", "King").set("createdon", Instant.EPOCH));

        Entity read = service.retrieve("contact", id, ColumnSet.all());
        EntityReference user = new EntityReference("systemuser", me);
        assertThat(read.get("createdon")).isEqualTo(Instant.parse("2026-03-01T10:20:30Z"));
        assertThat(read.get("modifiedon")).isEqualTo(Instant.parse("2026-03-01T10:21:30Z"));
        assertThat(read.get("createdby")).isEqualTo(user);
        assertThat(read.get("ownerid")).isEqualTo(user);
        assertThat(read.get("owninguser")).isEqualTo(user);
        assertThat(read.get("owningbusinessunit")).isEqualTo(new EntityReference("businessunit", unit));
        assertThat(read.get("fullname")).isEqualTo("Ada King Lovelace");
        assertThat(read.get("statuscode")).isEqualTo(new OptionSetValue(1));
        assertThat(read.get("ownerid", EntityReference.class).name()).isEqualTo("SYSTEM");
        assertThat(service.retrieve("contact", id, ColumnSet.of("lastname")).attributes())
                .containsOnlyKeys("contactid", "lastname", "versionnumber");
        UUID migrated = service.create(new Entity("contact")
                .set("lastname", "Old")
                .set("overriddencreatedon", Instant.parse("2001-02-03T04:05:06Z")));
        assertThat(service.retrieve("contact", migrated, ColumnSet.all()).get("createdon"))
                .isEqualTo(Instant.parse("2001-02-03T04:05:06Z"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRowVersionKeepsALateWriterFromOverwriting(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        UUID id = service.create(new Entity("account").set("name", "One"));
        String first = service.retrieve("account", id, ColumnSet.of("name")).rowVersion();
        Entity change = new Entity("account", id).set("name", "Two").rowVersion(first);
        UpdateRequest update =
                new UpdateRequest(change).concurrencyBehavior(ConcurrencyBehavior.IF_ROW_VERSION_MATCHES);
        service.execute(update);
        faults(FaultCode.CONCURRENCY_VERSION_MISMATCH, () -> service.execute(update));
        change.rowVersion(null);
        faults(FaultCode.CONCURRENCY_VERSION_NOT_PROVIDED, () -> service.execute(update));
        DeleteRequest delete = new DeleteRequest(change.toEntityReference())
                .rowVersion(first)
                .concurrencyBehavior(ConcurrencyBehavior.IF_ROW_VERSION_MATCHES);
        faults(FaultCode.CONCURRENCY_VERSION_MISMATCH, () -> service.execute(delete));
        String second = service.retrieve("account", id, ColumnSet.of("name")).rowVersion();
        assertThat(Long.parseLong(second)).isGreaterThan(Long.parseLong(first));
        service.execute(delete.rowVersion(second));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.retrieve("account", id, ColumnSet.all()));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.update(new Entity("account", id).set("name", "x")));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.delete("account", id));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void requiredIdsAndMessagesAreAskedFor(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        UUID id = service.create(new Entity("account", new UUID(7, 8)));
        faults(FaultCode.DUPLICATE_RECORD, () -> service.create(new Entity("account", id)));
        faults(FaultCode.REQUIRED_FIELD_MISSING, () -> service.create(new Entity("role").set("name", "x")));
        faults(FaultCode.REQUIRED_FIELD_MISSING, () -> service.update(new Entity("account", id).set("ownerid", null)));
        faults(FaultCode.INVALID_ARGUMENT, () -> service.update(new Entity("account").set("name", "x")));
        faults(FaultCode.NOT_SUPPORTED, () -> service.execute(new OrganizationRequest("Frobnicate")));
        faults(FaultCode.INVALID_ARGUMENT, () -> service.execute(new OrganizationRequest(CreateRequest.NAME)));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(new OrganizationRequest("Create").set("Target", "account")));
        service.delete("account", id);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void statesAndStatusReasonsBelongTogether(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        UUID id = service.create(new Entity("task").set("subject", "t").set("statuscode", new OptionSetValue(7)));
        EntityReference task = new EntityReference("task", id);
        service.execute(new SetStateRequest(task, new OptionSetValue(1), new OptionSetValue(-1)));
        Entity done = service.retrieve("task", id, ColumnSet.of("statecode", "statuscode"));
        assertThat(done.get("statuscode")).isEqualTo(new OptionSetValue(5));
        assertThat(done.formattedValues()).containsEntry("statecode", "Completed");
        faults(
                FaultCode.INVALID_STATE_CODE_STATUS_CODE,
                () -> service.execute(new SetStateRequest(task, new OptionSetValue(0), new OptionSetValue(5))));
        faults(
                FaultCode.INVALID_STATE_CODE_STATUS_CODE,
                () -> service.update(new Entity("task", id).set("statuscode", new OptionSetValue(2))));
        EntityReference user =
                service.retrieve("task", id, ColumnSet.of("ownerid")).get("ownerid", EntityReference.class);
        faults(
                FaultCode.ENTITY_HAS_NO_STATE,
                () -> service.execute(new SetStateRequest(user, new OptionSetValue(0), new OptionSetValue(-1))));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void alternateKeysNameRecordsWhateverTheCase(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        EntityKeyMetadata key = new EntityKeyMetadata("new_number", List.of("accountnumber"));
        fixture.platform().metadata(PlatformFixture.CONTOSO).createKey("account", key);
        Entity target = new Entity("account").key("accountnumber", "Ab-1").set("name", "Keyed");
        assertThat(service.execute(new UpsertRequest(target)).get("RecordCreated"))
                .isEqualTo(true);
        Entity again = new Entity("account").key("accountnumber", "aB-1").set("name", "Changed");
        var response = service.execute(new UpsertRequest(again));
        assertThat(response.get("RecordCreated")).isEqualTo(false);
        UUID id = response.required("Target", EntityReference.class).id();
        assertThat(service.retrieve("account", id, ColumnSet.all()).get("name")).isEqualTo("Changed");
        assertThat(service.retrieve("account", id, ColumnSet.all()).get("accountnumber"))
                .isEqualTo("Ab-1");
        faults(
                FaultCode.DUPLICATE_RECORD_ENTITY_KEY,
                () -> service.create(new Entity("account").set("accountnumber", "AB-1")));
        faults(
                FaultCode.RECORD_NOT_FOUND_BY_ENTITY_KEY,
                () -> service.update(
                        new Entity("account").key("accountnumber", "none").set("name", "x")));
        faults(
                FaultCode.ENTITY_KEY_NOT_DEFINED,
                () -> service.update(
                        new Entity("account").key("name", "Changed").set("fax", "x")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aDeleteTakesChildrenUnlinksAndIsRestricted(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        UUID parent = service.create(new Entity("account").set("name", "Parent"));
        EntityReference account = new EntityReference("account", parent);
        UUID child = service.create(new Entity("account").set("parentaccountid", account));
        UUID task = service.create(new Entity("task").set("regardingobjectid", account));
        EntityReference ofTask = new EntityReference("task", task);
        UUID note = service.create(new Entity("annotation").set("objectid", ofTask));
        UUID contact = service.create(new Entity("contact").set("lastname", "c").set("parentcustomerid", account));
        UUID other = service.create(new Entity("contact").set("lastname", "o"));
        UUID contract = service.create(new Entity("contract")
                .set("customerid", new EntityReference("contact", other))
                .set("billingcustomerid", account));
        faults(FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION, () -> service.delete("account", parent));
        assertThat(service.retrieve("task", task, ColumnSet.all()).get("regardingobjectid"))
                .isEqualTo(account);

        service.delete("contract", contract);
        service.delete("account", parent);
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.retrieve("task", task, ColumnSet.all()));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.retrieve("annotation", note, ColumnSet.all()));
        assertThat(service.retrieve("account", child, ColumnSet.all()).contains("parentaccountid"))
                .isFalse();
        assertThat(service.retrieve("contact", contact, ColumnSet.all()).contains("parentcustomerid"))
                .isFalse();
        service.execute(new DeleteMultipleRequest(
                List.of(new EntityReference("contact", contact), new EntityReference("contact", other))));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRingOfParentsIsDeletedAndAssignedOnce(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        UUID one = service.create(new Entity("account").set("name", "1"));
        UUID two = service.create(new Entity("account").set("parentaccountid", new EntityReference("account", one)));
        service.update(new Entity("account", one).set("parentaccountid", new EntityReference("account", two)));
        UUID task = service.create(new Entity("task").set("regardingobjectid", new EntityReference("account", two)));
        UUID user = service.create(new Entity("systemuser")
                .set("lastname", "Other")
                .set("businessunitid", new EntityReference("businessunit", unit(service))));
        EntityReference owner = new EntityReference("systemuser", user);
        service.execute(new AssignRequest(new EntityReference("account", one), owner));
        for (EntityReference moved : List.of(new EntityReference("account", two), new EntityReference("task", task))) {
            Entity read = service.retrieve(moved.logicalName(), moved.id(), ColumnSet.of("ownerid", "owninguser"));
            assertThat(read.get("ownerid")).isEqualTo(owner);
            assertThat(read.get("owninguser")).isEqualTo(owner);
        }
        faults(FaultCode.CANNOT_DELETE_DUE_TO_ASSOCIATION, () -> service.delete("systemuser", user));
        service.delete("account", one);
        service.delete("account", two);
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.retrieve("task", task, ColumnSet.all()));
        service.delete("systemuser", user);
    }

    private static UUID unit(OrganizationService service) {
        return service.execute(new WhoAmIRequest()).required("BusinessUnitId", UUID.class);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void tenThousandRecordsGoInOneRequest(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        List<Entity> targets = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            targets.add(new Entity("account").set("name", "Account " + i).set("numberofemployees", i));
        }
        List<?> ids = service.execute(new CreateMultipleRequest(new EntityCollection("account", targets)))
                .required("Ids", List.class);
        assertThat(ids).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(service.retrieve("account", (UUID) ids.get(9_999), ColumnSet.all())
                        .get("name"))
                .isEqualTo("Account 9999");
        List<Entity> changes = ids.stream()
                .map(id -> new Entity("account", (UUID) id).set("fax", "1").set("name", id.toString()))
                .toList();
        service.execute(new UpdateMultipleRequest(new EntityCollection("account", changes)));
        Entity read = service.retrieve("account", (UUID) ids.get(77), ColumnSet.all());
        assertThat(read.get("name")).isEqualTo(ids.get(77).toString());
        assertThat(read.get("numberofemployees")).isEqualTo(77);
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(new UpdateMultipleRequest(
                        new EntityCollection("account", List.of(changes.getFirst(), changes.getFirst())))));
        List<EntityReference> all = ids.stream()
                .map(id -> new EntityReference("account", (UUID) id))
                .toList();
        List<EntityReference> withStranger = new ArrayList<>(all);
        withStranger.add(new EntityReference("account", new UUID(9, 9)));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.execute(new DeleteMultipleRequest(withStranger)));
        service.execute(new DeleteMultipleRequest(all));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.delete("account", (UUID) ids.get(5)));
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.hex()));
    }
}
