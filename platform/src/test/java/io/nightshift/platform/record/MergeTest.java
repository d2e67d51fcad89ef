package io.nightshift.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.security.People;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two records become one (dynamics-facts 10.5, seed execute-async). */
class MergeTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static EntityReference account(OrganizationService service, String name) {
        return new EntityReference("account", service.create(new Entity("account").set("name", name)));
    }

    private static UUID create(
            OrganizationService service, String entity, String name, EntityReference parent, String by) {
        String primary = entity.equals("task") ? "subject" : entity.equals("contact") ? "lastname" : "name";
        return service.create(new Entity(entity).set(primary, name).set(by, parent));
    }

    private static Entity read(OrganizationService service, EntityReference record) {
        return service.retrieve(record.logicalName(), record.id(), ColumnSet.all());
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(code.hex()));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatBelongsToTheSubordinateGoesOverAndItIsDeactivated(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        EntityReference master = account(service, "Master");
        EntityReference subordinate = account(service, "Subordinate");
        UUID contact = create(service, "contact", "Contact", subordinate, "parentcustomerid");
        UUID opportunity = create(service, "opportunity", "Opportunity", subordinate, "customerid");
        UUID task = create(service, "task", "Task", subordinate, "regardingobjectid");
        UUID child = create(service, "account", "Child", subordinate, "parentaccountid");
        UUID mine = create(service, "contact", "Mine", master, "parentcustomerid");
        EntityReference both = new EntityReference("list", list(service, "Both"));
        EntityReference one = new EntityReference("list", list(service, "One"));
        Relationship members = new Relationship("listaccount_association");
        service.associate("account", master.id(), members, List.of(both));
        service.associate("account", subordinate.id(), members, List.of(both, one));

        service.execute(new MergeRequest(master, subordinate.id())
                .updateContent(new Entity("account").set("telephone1", "555-0100"))
                .performParentingChecks(true));

        assertThat(read(service, new EntityReference("contact", contact)).get("parentcustomerid"))
                .isEqualTo(master);
        assertThat(read(service, new EntityReference("opportunity", opportunity))
                        .get("customerid"))
                .isEqualTo(master);
        assertThat(read(service, new EntityReference("task", task)).get("regardingobjectid"))
                .isEqualTo(master);
        assertThat(read(service, new EntityReference("account", child)).get("parentaccountid"))
                .isEqualTo(master);
        assertThat(read(service, new EntityReference("contact", mine)).get("parentcustomerid"))
                .isEqualTo(master);
        assertThat(service.retrieveMultiple(new QueryExpression("listaccount", "listid", "accountid")
                                .where("listid", ConditionOperator.IN, both.id(), one.id()))
                        .entities())
                .hasSize(2)
                .allMatch(pair -> master.id().equals(pair.get("accountid")));
        Entity gone = read(service, subordinate);
        assertThat(gone.get("masterid")).isEqualTo(master);
        assertThat(gone.get("merged")).isEqualTo(true);
        assertThat(gone.get("statecode")).isEqualTo(new OptionSetValue(1));
        Entity kept = read(service, master);
        assertThat(kept.get("telephone1")).isEqualTo("555-0100");
        assertThat(kept.get("statecode")).isEqualTo(new OptionSetValue(0));
        faults(FaultCode.MERGE_ENTITY_NOT_ACTIVE, () -> service.execute(new MergeRequest(master, subordinate.id())));
    }

    private static UUID list(OrganizationService service, String name) {
        return service.create(new Entity("list").set("listname", name).set("createdfromcode", new OptionSetValue(1)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatMakesNoSenseIsRefusedAndChangesNothing(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        EntityReference master = account(service, "Refused");
        EntityReference other = account(service, "Other");
        UUID contact = create(service, "contact", "Stays", other, "parentcustomerid");
        faults(FaultCode.MERGE_ENTITIES_IDENTICAL, () -> service.execute(new MergeRequest(master, master.id())));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.execute(new MergeRequest(master, UUID.randomUUID())));
        // A contact is no account, so there is no account of its id.
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> service.execute(new MergeRequest(master, contact)));
        UUID task = create(service, "task", "No merge", master, "regardingobjectid");
        faults(
                FaultCode.NOT_SUPPORTED,
                () -> service.execute(new MergeRequest(new EntityReference("task", task), UUID.randomUUID())));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(new MergeRequest(master, other.id())
                        .updateContent(new Entity("contact").set("lastname", "x"))));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> service.execute(new MergeRequest(master, other.id())
                        .updateContent(new Entity("account", other.id()).set("name", "x"))));
        service.execute(new SetStateRequest(master, new OptionSetValue(1), new OptionSetValue(-1)));
        faults(FaultCode.MERGE_ENTITY_NOT_ACTIVE, () -> service.execute(new MergeRequest(master, other.id())));
        assertThat(read(service, new EntityReference("contact", contact)).get("parentcustomerid"))
                .isEqualTo(other);
        assertThat(read(service, other).get("statecode")).isEqualTo(new OptionSetValue(0));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void noRecordBecomesItsOwnParent(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        EntityReference top = account(service, "Top");
        EntityReference middle =
                new EntityReference("account", create(service, "account", "Middle", top, "parentaccountid"));
        EntityReference low =
                new EntityReference("account", create(service, "account", "Low", middle, "parentaccountid"));
        faults(FaultCode.MERGE_CYCLICAL_PARENTING, () -> service.execute(new MergeRequest(low, top.id())));
        faults(FaultCode.MERGE_CYCLICAL_PARENTING, () -> service.execute(new MergeRequest(middle, top.id())));
        faults(
                FaultCode.MERGE_CYCLICAL_PARENTING,
                () -> service.execute(new MergeRequest(top, low.id())
                        .updateContent(new Entity("account").set("parentaccountid", low))));
        // Upwards nothing comes round; and with another parent the first one is possible, too.
        service.execute(new MergeRequest(top, low.id()));
        service.execute(
                new MergeRequest(middle, top.id()).updateContent(new Entity("account").set("parentaccountid", null)));
        assertThat(read(service, middle).get("parentaccountid")).isNull();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoAsksForParentsToBeCheckedIsTold(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        EntityReference one = account(service, "One parent");
        EntityReference other = account(service, "Other parent");
        EntityReference without = account(service, "Without");
        EntityReference belowOne =
                new EntityReference("account", create(service, "account", "Below one", one, "parentaccountid"));
        EntityReference belowOther =
                new EntityReference("account", create(service, "account", "Below other", other, "parentaccountid"));
        faults(
                FaultCode.MERGE_LOSS_OF_PARENTING,
                () -> service.execute(new MergeRequest(without, belowOne.id()).performParentingChecks(true)));
        faults(
                FaultCode.MERGE_DIFFERENTLY_PARENTED,
                () -> service.execute(new MergeRequest(belowOther, belowOne.id()).performParentingChecks(true)));
        service.execute(new MergeRequest(belowOther, belowOne.id()));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoMayNotChangeARecordCannotChangeItByAMerge(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        People people = new People(fixture);
        UUID user = people.user("Merger", people.root(), people.organization().roleId("Basic User"));
        OrganizationService hers = people.as(user);
        EntityReference master = account(hers, "Hers");
        EntityReference subordinate = account(hers, "Hers too");
        UUID contact = create(people.platform(), "contact", "Not hers", subordinate, "parentcustomerid");
        faults(FaultCode.PRIVILEGE_DENIED, () -> hers.execute(new MergeRequest(master, subordinate.id())));
        assertThat(read(people.platform(), new EntityReference("contact", contact))
                        .get("parentcustomerid"))
                .isEqualTo(subordinate);
        assertThat(read(hers, subordinate).get("statecode")).isEqualTo(new OptionSetValue(0));
        EntityReference theirs = account(people.platform(), "Theirs");
        faults(FaultCode.PRIVILEGE_DENIED, () -> hers.execute(new MergeRequest(master, theirs.id())));
        people.platform()
                .execute(new AssignRequest(
                        new EntityReference("contact", contact), new EntityReference("systemuser", user)));
        hers.execute(new MergeRequest(master, subordinate.id()));
        assertThat(read(hers, new EntityReference("contact", contact)).get("parentcustomerid"))
                .isEqualTo(master);
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("versions")
    void aHundredThousandRowsGoOverInOneStatement(TestDatabase.Version version) throws Exception {
        try (PlatformFixture fixture = PlatformFixture.on(version)) {
            OrganizationService service = fixture.service();
            EntityReference master = account(service, "Master");
            EntityReference subordinate = account(service, "Subordinate");
            try (Connection connection = fixture.database().dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into org_contoso.contact (contactid, lastname, \"lastname$folded\","
                        + " parentcustomerid, \"parentcustomerid$type\", statecode, statuscode)"
                        + " select gen_random_uuid(), 'c' || n, 'c' || n, '" + subordinate.id()
                        + "', 'account', 0, 1 from generate_series(1, 100000) n");
                statement.execute("analyze org_contoso.contact");
                String from = one(statement, "select pg_current_wal_insert_lsn()");
                long start = System.nanoTime();
                service.execute(new MergeRequest(master, subordinate.id()));
                long millis = (System.nanoTime() - start) / 1_000_000;
                String wal = one(
                        statement,
                        "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '" + from + "')::bigint / 1024 / 1024");
                System.out.println(version + ": merged 100,000 rows in " + millis + " ms, " + wal + " MB of WAL");
                assertThat(one(
                                statement,
                                "select count(*) from org_contoso.contact where parentcustomerid = '" + master.id()
                                        + "'"))
                        .isEqualTo("100000");
            }
        }
    }

    private static String one(Statement statement, String sql) throws Exception {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
