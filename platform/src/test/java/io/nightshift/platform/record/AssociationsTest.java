package io.nightshift.platform.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.ManyToManyRelationshipMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.Relationship.EntityRole;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Associate and disassociate, from both sides, over both kinds of relationship. */
class AssociationsTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void recordsAreRelatedOnceAndForgottenWithTheirRecords(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        EntityReference list = new EntityReference("list", service.create(new Entity("list").set("listname", "l")));
        EntityReference one = account(service);
        EntityReference two = account(service);
        Relationship members = new Relationship("listaccount_association");
        service.associate("list", list.id(), members, List.of(one, two));
        service.disassociate("account", one.id(), members, List.of(list));
        assertThat(count(fixture, "listaccount")).isEqualTo(1);
        service.associate("account", one.id(), members, List.of(list));
        assertThat(count(fixture, "listaccount")).isEqualTo(2);
        faults(
                FaultCode.DUPLICATE_RECORD,
                () -> service.associate("list", list.id(), members, List.of(account(service), two)));
        faults(FaultCode.INVALID_RELATIONSHIP_TYPE, () -> service.associate("list", list.id(), members, List.of(list)));
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> service.associate(
                        "list", list.id(), members, List.of(new EntityReference("account", new UUID(1, 1)))));
        faults(
                FaultCode.INVALID_RELATIONSHIP_TYPE,
                () -> service.associate("list", list.id(), new Relationship("x\"; --"), List.of(one)));
        service.delete("account", one.id());
        assertThat(count(fixture, "listaccount")).isEqualTo(1);
        service.delete("list", list.id());
        assertThat(count(fixture, "listaccount")).isZero();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void lookupsAreSetFromTheOtherSide(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        EntityReference account = account(service);
        EntityReference contact =
                new EntityReference("contact", service.create(new Entity("contact").set("lastname", "c")));
        Relationship employer = new Relationship("contact_customer_accounts");
        service.associate("account", account.id(), employer, List.of(contact));
        assertThat(service.retrieve("contact", contact.id(), ColumnSet.all()).get("parentcustomerid"))
                .isEqualTo(account);
        service.disassociate("account", account(service).id(), employer, List.of(contact));
        assertThat(service.retrieve("contact", contact.id(), ColumnSet.all()).get("parentcustomerid"))
                .isEqualTo(account);
        service.disassociate("contact", contact.id(), employer, List.of(account));
        assertThat(service.retrieve("contact", contact.id(), ColumnSet.all()).contains("parentcustomerid"))
                .isFalse();

        EntityReference child = account(service);
        Relationship parent = new Relationship("account_parent_account", EntityRole.REFERENCING);
        service.associate("account", child.id(), parent, List.of(account));
        assertThat(service.retrieve("account", child.id(), ColumnSet.all()).get("parentaccountid"))
                .isEqualTo(account);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anEntityIsRelatedWithItself(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        fixture.platform()
                .metadata(PlatformFixture.CONTOSO)
                .createManyToMany(
                        new ManyToManyRelationshipMetadata("new_partners", "new_partner", "account", "account"));
        EntityReference one = account(service);
        EntityReference two = account(service);
        Relationship partners = new Relationship("new_partners", EntityRole.REFERENCING);
        service.associate("account", one.id(), partners, List.of(two));
        service.disassociate(
                "account", two.id(), new Relationship("new_partners", EntityRole.REFERENCED), List.of(one));
        assertThat(count(fixture, "new_partner")).isZero();
        fixture.platform().metadata(PlatformFixture.CONTOSO).deleteManyToMany("new_partners");
        faults(
                FaultCode.INVALID_RELATIONSHIP_TYPE,
                () -> service.associate("account", one.id(), partners, List.of(two)));
    }

    private static EntityReference account(OrganizationService service) {
        return new EntityReference("account", service.create(new Entity("account").set("name", "a")));
    }

    private static long count(PlatformFixture fixture, String table) throws SQLException {
        try (var connection = fixture.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from org_contoso." + table)) {
            rows.next();
            return rows.getLong(1);
        }
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
