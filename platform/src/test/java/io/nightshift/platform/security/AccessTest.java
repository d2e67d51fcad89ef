package io.nightshift.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.QueryExpression;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users may and may not do with records. */
class AccessTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aBasicUserHasWhatIsOnesOwnAndNothingElse(TestDatabase.Version version) throws Exception {
        People people = new People(PlatformFixture.shared(version));
        UUID anna = people.user("Anna", people.root(), people.role("Basic User"));
        UUID bert = people.user("Bert", people.root(), people.role("Basic User"));
        OrganizationService asAnna = people.as(anna);
        UUID own = asAnna.create(new Entity("account").set("name", "Annas"));
        UUID berts = people.account("Berts", "systemuser", bert, null);
        assertThat(asAnna.retrieve("account", own, ColumnSet.all()).get("name")).isEqualTo("Annas");
        assertThat(found(asAnna, "account")).containsExactly(own);
        asAnna.update(new Entity("account", own).set("telephone1", "1"));
        denied(() -> asAnna.retrieve("account", berts, ColumnSet.all()));
        denied(() -> asAnna.update(new Entity("account", berts).set("telephone1", "1")));
        denied(() -> asAnna.delete("account", berts));
        denied(() -> asAnna.execute(
                new AssignRequest(new EntityReference("account", berts), new EntityReference("systemuser", anna))));
        denied(() -> asAnna.create(new Entity("contact")
                .set("lastname", "Child")
                .set("parentcustomerid", new EntityReference("account", berts))));
        denied(() -> asAnna.execute(new UpdateMultipleRequest(new EntityCollection(
                "account",
                List.of(
                        new Entity("account", own).set("telephone1", "2"),
                        new Entity("account", berts).set("telephone1", "2"))))));
        assertThat(asAnna.retrieve("account", own, ColumnSet.all()).get("telephone1"))
                .isEqualTo("1");
        denied(() -> asAnna.create(new Entity("savedquery")
                .set("name", "x")
                .set("returnedtypecode", "account")
                .set("querytype", 0)));
        denied(() -> asAnna.retrieveMultiple(new QueryExpression("audit", "action")));
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> asAnna.retrieve("account", UUID.randomUUID(), ColumnSet.all()));
        asAnna.delete("account", own);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void linksAggregatesAndPairsShowOnlyWhatMayBeRead(TestDatabase.Version version) throws Exception {
        People people = new People(PlatformFixture.shared(version));
        UUID anna = people.user("Anna", people.root(), people.role("Basic User"));
        UUID bert = people.user("Bert", people.root(), people.role("Basic User"));
        UUID parent = people.account("Parent of Bert", "systemuser", bert, null);
        UUID child = people.account("Child of Anna", "systemuser", bert, new EntityReference("account", parent));
        people.platform().update(new Entity("account", child).set("ownerid", new EntityReference("systemuser", anna)));
        OrganizationService asAnna = people.as(anna);
        QueryExpression children = new QueryExpression("account", "name");
        assertThat(asAnna.retrieveMultiple(children).entities()).hasSize(1);
        assertThat(fetch(asAnna, """
                <fetch><entity name="account"><attribute name="name"/>
                <link-entity name="account" from="accountid" to="parentaccountid" link-type="inner" alias="p">
                <attribute name="name"/></link-entity></entity></fetch>""")).isEmpty();
        List<Entity> outer = fetch(asAnna, """
                <fetch><entity name="account"><attribute name="name"/>
                <link-entity name="account" from="accountid" to="parentaccountid" link-type="outer" alias="p">
                <attribute name="name"/></link-entity></entity></fetch>""");
        assertThat(outer).hasSize(1);
        assertThat(outer.getFirst().get("p.name")).isNull();
        assertThat(fetch(asAnna, """
                <fetch><entity name="account"><attribute name="name"/><filter>
                <link-entity name="account" from="accountid" to="parentaccountid" link-type="any"/>
                </filter></entity></fetch>""")).isEmpty();
        Entity counted = fetch(asAnna, """
                <fetch aggregate="true"><entity name="account">
                <attribute name="accountid" aggregate="count" alias="n"/></entity></fetch>""").getFirst();
        assertThat(String.valueOf(((io.nightshift.sdk.AliasedValue) counted.get("n")).value()))
                .isEqualTo("1");
        denied(() -> fetch(asAnna, """
                <fetch><entity name="account"><attribute name="name"/><filter>
                <link-entity name="audit" from="objectid" to="accountid" link-type="not any"/>
                </filter></entity></fetch>"""));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoIsDisabledOrUnknownGetsNowhereAndAChangeIsSeenAtOnce(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        People people = new People(fixture);
        UUID anna = people.user("Anna", people.root());
        OrganizationService asAnna = people.as(anna);
        asAnna.execute(new WhoAmIRequest());
        denied(() -> found(asAnna, "account"));
        OrganizationService elsewhere = fixture.newPlatform().service(PlatformFixture.CONTOSO, anna);
        denied(() -> found(elsewhere, "account"));
        people.give(new EntityReference("systemuser", anna), people.role("Reader"));
        assertThat(found(asAnna, "systemuser")).contains(anna);
        assertThat(found(elsewhere, "systemuser")).contains(anna);
        denied(() -> asAnna.create(new Entity("account").set("name", "x")));
        people.platform().update(new Entity("systemuser", anna).set("isdisabled", true));
        faults(FaultCode.USER_DISABLED, () -> asAnna.execute(new WhoAmIRequest()));
        faults(FaultCode.USER_DISABLED, () -> elsewhere.execute(new WhoAmIRequest()));
        people.platform().update(new Entity("systemuser", anna).set("isdisabled", false));
        asAnna.execute(new WhoAmIRequest());
        faults(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> people.as(UUID.randomUUID()).execute(new WhoAmIRequest()));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void nobodyGivesMoreThanHeHas(TestDatabase.Version version) throws Exception {
        People people = new People(PlatformFixture.shared(version));
        UUID chief = people.newRole("Chief of people", false);
        for (String entity : List.of("systemuser", "role", "team", "roleprivileges")) {
            for (AccessRight right : AccessRight.values()) {
                people.allow(people.platform(), chief, people.privilege(right, entity), PrivilegeDepth.GLOBAL);
            }
        }
        UUID anna = people.user("Anna", people.root(), chief, people.role("Basic User"));
        UUID bert = people.user("Bert", people.root());
        OrganizationService asAnna = people.as(anna);
        EntityReference toBert = new EntityReference("systemuser", bert);
        EntityReference basic = new EntityReference("role", people.role("Basic User"));
        EntityReference all = new EntityReference("role", people.role("System Administrator"));
        EntityReference reader = new EntityReference("role", people.role("Reader"));
        People.relate(asAnna, toBert, "systemuserroles_association", basic);
        denied(() -> People.relate(asAnna, toBert, "systemuserroles_association", all));
        denied(() -> People.relate(asAnna, reader, "systemuserroles_association", toBert));
        denied(() -> people.allow(asAnna, chief, people.privilege(AccessRight.READ, "account"), PrivilegeDepth.GLOBAL));
        people.allow(asAnna, chief, people.privilege(AccessRight.READ, "account"), PrivilegeDepth.BASIC);
        UUID strong = people.team("Strong", people.root(), 0);
        people.give(new EntityReference("team", strong), people.role("System Administrator"));
        denied(() -> People.relate(
                asAnna,
                new EntityReference("team", strong),
                "teammembership_association",
                new EntityReference("systemuser", anna)));
        UUID carl = people.user("Carl", people.root(), people.role("Basic User"));
        people.as(carl).update(new Entity("systemuser", carl).set("mobilephone", "1"));
        denied(() -> people.as(carl).update(new Entity("systemuser", carl).set("domainname", "administrator")));
        faults(FaultCode.READ_ONLY, () -> people.platform().delete("role", people.role("System Administrator")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void unitsAndTeamsReachAsFarAsTheirDepth(TestDatabase.Version version) throws Exception {
        People people = new People(PlatformFixture.shared(version));
        UUID north = people.unit("North", people.root());
        UUID arctic = people.unit("Arctic", north);
        UUID south = people.unit("South", people.root());
        UUID role = people.newRole("Sees the tree", false);
        people.allow(people.platform(), role, people.privilege(AccessRight.READ, "lead"), PrivilegeDepth.DEEP);
        UUID ofTeam = people.newRole("Of the team", false);
        people.allow(people.platform(), ofTeam, people.privilege(AccessRight.READ, "lead"), PrivilegeDepth.BASIC);
        UUID inherited = people.newRole("Of the members", true);
        people.allow(people.platform(), inherited, people.privilege(AccessRight.READ, "lead"), PrivilegeDepth.BASIC);
        UUID anna = people.user("Anna", north, role);
        UUID bert = people.user("Bert", south);
        UUID carl = people.user("Carl", arctic);
        UUID team = people.team("Owners", south, 0, bert);
        UUID access = people.team("Access", south, 1, carl);
        people.give(new EntityReference("team", team), ofTeam);
        people.give(new EntityReference("team", access), role);
        UUID north1 = lead(people, "systemuser", anna);
        UUID arctic1 = lead(people, "systemuser", carl);
        UUID south1 = lead(people, "systemuser", bert);
        UUID teams = lead(people, "team", team);
        assertThat(found(people.as(anna), "lead")).containsExactlyInAnyOrder(north1, arctic1);
        assertThat(found(people.as(bert), "lead")).containsExactlyInAnyOrder(teams);
        denied(() -> found(people.as(carl), "lead"));
        people.give(new EntityReference("team", team), inherited);
        assertThat(found(people.as(bert), "lead")).containsExactlyInAnyOrder(teams, south1);
        people.platform()
                .update(new Entity("systemuser", anna)
                        .set("businessunitid", new EntityReference("businessunit", south)));
        assertThat(found(people.as(anna), "lead"))
                .as("the reach moves with the user; the record stays in its unit, and is one's own all the same")
                .containsExactlyInAnyOrder(north1, south1, teams);
    }

    private static UUID lead(People people, String kind, UUID owner) {
        return people.platform()
                .create(new Entity("lead")
                        .set("lastname", "Lead")
                        .set("statuscode", new OptionSetValue(1))
                        .set("ownerid", new EntityReference(kind, owner)));
    }

    private static List<UUID> found(OrganizationService as, String entity) {
        return as
                .retrieveMultiple(
                        new QueryExpression(entity, entity + "id").where(entity + "id", ConditionOperator.NOT_NULL))
                .entities()
                .stream()
                .map(Entity::id)
                .toList();
    }

    private static List<Entity> fetch(OrganizationService as, String xml) {
        return as.retrieveMultiple(new FetchExpression(xml)).entities();
    }

    private static void denied(ThrowingCallable call) {
        faults(FaultCode.PRIVILEGE_DENIED, call);
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
