package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.AliasedValue;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The scenarios of records and queries by which the npm client drives the Web API, by the names they have there. */
class ScenariosTest {

    private static final UUID NOBODY = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
    private static final NightshiftClient SERVICE = ClientFixture.client();

    private final String mark = "c" + UUID.randomUUID().toString().substring(0, 12);

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private UUID account(String name) {
        return SERVICE.create(new Entity("account").set("name", name).set("accountnumber", mark));
    }

    @Test
    void createAndRetrieve() {
        UUID id = account("create");
        Entity read = SERVICE.retrieve("account", id, ColumnSet.of("name", "createdon", "ownerid", "statecode"));
        assertThat(read.get("name")).isEqualTo("create");
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.rowVersion()).isNotBlank();
        assertThat(read.get("createdon", Instant.class)).isNotNull();
        assertThat(read.get("statecode", OptionSetValue.class)).isEqualTo(new OptionSetValue(0));
        assertThat(read.formattedValues()).containsEntry("statecode", "Active");
        EntityReference owner = read.get("ownerid", EntityReference.class);
        assertThat(owner.logicalName()).isEqualTo("systemuser");
        assertThat(owner.name()).isNotBlank();
        assertThat(SERVICE.retrieve("account", id, ColumnSet.all()).attributes())
                .containsKeys("name", "accountnumber", "createdon")
                .doesNotContainKey("telephone1");
        assertThat(SERVICE.retrieve("account", id, ColumnSet.of()).attributes()).containsOnlyKeys("accountid");
        UUID own = UUID.randomUUID();
        assertThat(SERVICE.create(new Entity("account", own).set("name", "own id")))
                .isEqualTo(own);
    }

    @Test
    void updateAndConcurrency() {
        UUID id = account("update");
        Entity read = SERVICE.retrieve("account", id, ColumnSet.of("name"));
        SERVICE.update(new Entity("account", id).set("name", "updated"));
        Entity late = new Entity("account", id).set("name", "late").rowVersion(read.rowVersion());
        ClientFixture.refused(
                412,
                FaultCode.CONCURRENCY_VERSION_MISMATCH.code(),
                () -> SERVICE.execute(
                        new UpdateRequest(late).concurrencyBehavior(ConcurrencyBehavior.IF_ROW_VERSION_MATCHES)));
        ClientFixture.refused(
                404,
                FaultCode.OBJECT_DOES_NOT_EXIST.code(),
                () -> SERVICE.update(new Entity("account", NOBODY).set("name", "none")));
        assertThat(SERVICE.retrieve("account", id, ColumnSet.of("name")).get("name"))
                .isEqualTo("updated");
    }

    @Test
    void singleProperty() {
        UUID id = SERVICE.create(new Entity("account").set("name", "property").set("telephone1", "1"));
        SERVICE.update(new Entity("account", id).set("telephone1", null));
        Entity read = SERVICE.retrieve("account", id, ColumnSet.of("telephone1", "name"));
        assertThat(read.contains("telephone1")).isFalse();
        assertThat(read.get("name")).isEqualTo("property");
    }

    @Test
    void upsert() {
        UUID id = UUID.randomUUID();
        assertThat(SERVICE.upsert(new Entity("account", id).set("name", "made")))
                .isTrue();
        assertThat(SERVICE.upsert(new Entity("account", id).set("name", "changed")))
                .isFalse();
        assertThat(SERVICE.retrieve("account", id, ColumnSet.of("name")).get("name"))
                .isEqualTo("changed");
    }

    @Test
    void deleteRecord() {
        UUID id = account("delete");
        SERVICE.delete("account", id);
        ClientFixture.refused(
                404,
                FaultCode.OBJECT_DOES_NOT_EXIST.code(),
                () -> SERVICE.retrieve("account", id, ColumnSet.of("name")));
    }

    @Test
    void listPages() {
        SERVICE.execute(new ExecuteMultipleRequest(
                IntStream.range(0, 5)
                        .mapToObj(i -> new CreateRequest(
                                new Entity("account").set("name", "p" + i).set("accountnumber", mark)))
                        .toList(),
                new ExecuteMultipleSettings(false, false)));
        QueryExpression query = new QueryExpression("account", "name")
                .where("accountnumber", ConditionOperator.EQUAL, mark)
                .orderBy("name", OrderType.ASCENDING)
                .page(new PagingInfo(1, 2, true, null));
        EntityCollection first = SERVICE.retrieveMultiple(query);
        assertThat(first.totalRecordCount()).isEqualTo(5);
        assertThat(first.moreRecords()).isTrue();
        assertThat(names(first.entities())).containsExactly("p0", "p1");
        EntityCollection second =
                SERVICE.retrieveMultiple(query.page(query.pageInfo().next(first.pagingCookie())));
        assertThat(names(second.entities())).containsExactly("p2", "p3");
        assertThat(names(SERVICE.stream(query).toList())).containsExactly("p0", "p1", "p2", "p3", "p4");
        assertThat(SERVICE.stream(query).limit(3)).hasSize(3);
        assertThat(SERVICE.retrieveMultiple(query.page(PagingInfo.FIRST).top(1)).entities())
                .hasSize(1);
        assertThat(SERVICE.stream(new QueryByAttribute("account", ColumnSet.of("name")).where("accountnumber", mark)))
                .hasSize(5);
    }

    private static List<Object> names(List<Entity> records) {
        return records.stream().map(record -> record.get("name")).toList();
    }

    @Test
    void counts() {
        account("count");
        account("count");
        QueryExpression count = new QueryExpression("account")
                .expression(AttributeExpression.aggregate("accountid", "n", AggregateType.COUNT))
                .expression(AttributeExpression.group("name", "called"))
                .where("accountnumber", ConditionOperator.EQUAL, mark);
        Entity row = SERVICE.retrieveMultiple(count).entities().getFirst();
        assertThat(row.get("n")).isEqualTo(new AliasedValue("account", "accountid", 2));
        assertThat(row.get("called")).isEqualTo(new AliasedValue("account", "name", "count"));
    }

    @Test
    void annotations() {
        UUID contact =
                SERVICE.create(new Entity("contact").set("firstname", "Ann").set("lastname", "Otate"));
        UUID id = SERVICE.create(new Entity("account")
                .set("name", "annotated")
                .set("primarycontactid", new EntityReference("contact", contact)));
        Entity read = SERVICE.retrieve("account", id, ColumnSet.of("primarycontactid"));
        EntityReference reference = read.get("primarycontactid", EntityReference.class);
        assertThat(reference).isEqualTo(new EntityReference("contact", contact));
        assertThat(reference.name()).isEqualTo("Ann Otate");
        QueryExpression linked = new QueryExpression("account", "name")
                .where("accountid", ConditionOperator.EQUAL, id)
                .link(new LinkEntity("contact", "primarycontactid", "contactid", JoinOperator.INNER, null)
                        .columns("fullname", "statecode"));
        Entity row = SERVICE.retrieveMultiple(linked).entities().getFirst();
        assertThat(row.get("contact1.fullname")).isEqualTo(new AliasedValue("contact", "fullname", "Ann Otate"));
        assertThat(row.get("contact1.statecode"))
                .isEqualTo(new AliasedValue("contact", "statecode", new OptionSetValue(0)));
        SERVICE.update(new Entity("account", id).set("primarycontactid", null));
        assertThat(SERVICE.retrieve("account", id, ColumnSet.of("primarycontactid"))
                        .contains("primarycontactid"))
                .isFalse();
    }

    @Test
    void fetchXml() {
        for (String name : List.of("f1", "f2", "f3")) {
            account(name);
        }
        FetchExpression query = new FetchExpression("""
                <fetch count='1'><entity name='account'><attribute name='name'/><order attribute='name'/>
                  <filter><condition attribute='accountnumber' operator='eq' value='%s'/></filter></entity></fetch>""".formatted(mark));
        assertThat(SERVICE.retrieveMultiple(query).entities()).hasSize(1);
        assertThat(names(SERVICE.stream(query).toList())).containsExactly("f1", "f2", "f3");
    }

    @Test
    void associations() {
        UUID id = account("associated");
        UUID one = SERVICE.create(new Entity("task").set("subject", "one"));
        UUID other = SERVICE.create(new Entity("task").set("subject", "other"));
        Relationship tasks = new Relationship("Account_Tasks");
        List<EntityReference> both = List.of(new EntityReference("task", one), new EntityReference("task", other));
        SERVICE.associate("account", id, tasks, both);
        Entity task = SERVICE.retrieve("task", one, ColumnSet.of("regardingobjectid"));
        assertThat(task.get("regardingobjectid")).isEqualTo(new EntityReference("account", id));
        SERVICE.disassociate("account", id, tasks, both);
        assertThat(SERVICE.retrieve("task", other, ColumnSet.of("regardingobjectid"))
                        .contains("regardingobjectid"))
                .isFalse();
        UUID contact = SERVICE.create(new Entity("contact").set("lastname", "Single"));
        Relationship primary = new Relationship("account_primary_contact");
        SERVICE.associate("account", id, primary, List.of(new EntityReference("contact", contact)));
        assertThat(SERVICE.retrieve("account", id, ColumnSet.of("primarycontactid"))
                        .get("primarycontactid"))
                .isEqualTo(new EntityReference("contact", contact));
        assertThatThrownBy(() -> SERVICE.associate("account", id, new Relationship("none"), both))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.INVALID_RELATIONSHIP_TYPE))
                                .isTrue());
    }

    @Test
    void longQueriesBecomeBatches() {
        FilterExpression names = FilterExpression.or();
        for (int i = 0; i < 120; i++) {
            names = names.condition(new ConditionExpression(
                    "name", ConditionOperator.EQUAL, "long name number " + i + " of " + mark + " & <more>"));
        }
        UUID id = account("long name number 7 of " + mark + " & <more>");
        assertThat(SERVICE.stream(new QueryExpression("account", "name").criteria(names)))
                .extracting(Entity::id)
                .containsExactly(id);
    }
}
