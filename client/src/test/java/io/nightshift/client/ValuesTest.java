package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OptionSetValueCollection;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.UpsertResponse;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What goes in over the wire comes out in the same Java types, here and within the server. */
class ValuesTest {

    private static final NightshiftClient SERVICE = ClientFixture.client();
    private static OrganizationService within;

    @BeforeAll
    static void makeTheTables() throws Exception {
        ClientFixture.createEntities(DefinitionReader.read("client test", """
                entity new_value 10301 user new_values custom "Value" "Values"
                  new_valueid uniqueidentifier id createonly
                  new_name string 100 primary
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
                  statecode state { 0 "Active", 1 "Inactive" } updateonly
                  statuscode status { 1 "Active" 0, 2 "Inactive" 1 }
                entity new_keyed 10302 user new_keyeds custom "Keyed" "Keyeds"
                  new_keyedid uniqueidentifier id createonly
                  new_name string 100 primary
                  new_code string 50
                  new_number integer 0..100
                  key new_code_key new_code new_number
                """).entities());
        within = ClientFixture.within(SERVICE.execute(new WhoAmIRequest()).required("UserId", UUID.class));
    }

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    private static Entity filled() {
        EntityReference account =
                new EntityReference("account", SERVICE.create(new Entity("account").set("name", "Contoso")));
        EntityReference contact =
                new EntityReference("contact", SERVICE.create(new Entity("contact").set("lastname", "Berg")));
        return new Entity("new_value")
                .set("new_name", "O'Brien \"€😀\n")
                .set("new_integer", -10)
                .set("new_bigint", Long.MAX_VALUE)
                .set("new_decimal", new BigDecimal("-999.999"))
                .set("new_double", 0.25)
                .set("new_money", Money.of("999999.5"))
                .set("new_yes", false)
                .set("new_moment", Instant.parse("2026-03-29T02:30:00Z"))
                .set("new_day", LocalDate.of(1753, 1, 1))
                .set("new_walltime", LocalDateTime.of(2026, 3, 29, 2, 30))
                .set("new_guid", UUID.randomUUID())
                .set("new_account", account)
                .set("new_either", contact)
                .set("new_customer", account)
                .set("new_choice", new OptionSetValue(1))
                .set("new_choices", OptionSetValueCollection.of(3, 1));
    }

    /** Numbers of decimal attributes are equal when they say the same, whatever zeros follow. */
    private static void assertSame(Entity read, Map<String, Object> expected) {
        expected.forEach((name, value) -> {
            if (value instanceof BigDecimal number) {
                assertThat(read.get(name, BigDecimal.class)).as(name).isEqualByComparingTo(number);
            } else {
                assertThat(read.get(name)).as(name).isEqualTo(value);
            }
        });
    }

    @Test
    void everyKindOfAttributeGoesInAndOut() {
        Entity made = filled();
        UUID id = SERVICE.create(made);
        Entity read = SERVICE.retrieve("new_value", id, ColumnSet.all());
        assertSame(read, made.attributes());
        Entity there = within.retrieve("new_value", id, ColumnSet.all());
        assertThat(read.attributes().keySet())
                .containsExactlyInAnyOrderElementsOf(there.attributes().keySet());
        there.attributes()
                .forEach((name, value) -> assertThat(read.get(name).getClass())
                        .as("the class of %s", name)
                        .isEqualTo(value.getClass()));
        assertThat(read.rowVersion()).isEqualTo(there.rowVersion());
        assertThat(read.formattedValues()).containsAllEntriesOf(there.formattedValues());

        Entity emptied = new Entity("new_value", id);
        made.attributes().keySet().forEach(name -> emptied.set(name, null));
        SERVICE.update(emptied);
        assertThat(SERVICE.retrieve("new_value", id, ColumnSet.all()).attributes())
                .doesNotContainKeys(made.attributes().keySet().toArray(String[]::new));
    }

    @Test
    void aggregatesHaveTheClassesThatTheyHaveWithin() {
        UUID mark = UUID.randomUUID();
        for (int i = 0; i < 3; i++) {
            SERVICE.create(filled().set("new_guid", mark).set("new_integer", i));
        }
        QueryExpression query = new QueryExpression("new_value").where("new_guid", ConditionOperator.EQUAL, mark);
        for (String name : List.of("new_integer", "new_bigint", "new_decimal", "new_double", "new_money")) {
            // Three of the largest number are more than 64 bits hold.
            AggregateType type = name.equals("new_bigint") ? AggregateType.MAX : AggregateType.SUM;
            query = query.expression(AttributeExpression.aggregate(name, name + "_total", type))
                    .expression(AttributeExpression.aggregate(name, name + "_avg", AggregateType.AVG))
                    .expression(AttributeExpression.aggregate(name, name + "_min", AggregateType.MIN))
                    .expression(AttributeExpression.aggregate(name, name + "_n", AggregateType.COUNT_COLUMN));
        }
        query = query.expression(AttributeExpression.aggregate("new_moment", "last", AggregateType.MAX))
                .expression(AttributeExpression.group("new_choice", "choice"));
        Entity read = SERVICE.retrieveMultiple(query).entities().getFirst();
        Entity there = within.retrieveMultiple(query).entities().getFirst();
        assertThat(read.attributes().keySet())
                .containsExactlyInAnyOrderElementsOf(there.attributes().keySet());
        there.attributes()
                .forEach((name, value) -> assertThat(read.get(name))
                        .as(name)
                        .usingRecursiveComparison()
                        .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                        .isEqualTo(value));
    }

    @Test
    void aRecordIsNamedByItsKey() {
        Entity keyed = new Entity("new_keyed").key("new_code", "a/'b").key("new_number", 5);
        UpsertResponse made = (UpsertResponse) SERVICE.execute(new UpsertRequest(keyed.set("new_name", "A")));
        assertThat(made.recordCreated()).isTrue();
        assertThat(SERVICE.upsert(keyed.set("new_name", "B"))).isFalse();
        SERVICE.update(keyed.set("new_name", "C"));
        Entity read = SERVICE.retrieve("new_keyed", made.target().id(), ColumnSet.all());
        assertThat(read.get("new_name")).isEqualTo("C");
        assertThat(read.get("new_code")).isEqualTo("a/'b");
        ClientFixture.refused(
                404,
                FaultCode.RECORD_NOT_FOUND_BY_ENTITY_KEY.code(),
                () -> SERVICE.update(
                        new Entity("new_keyed").key("new_code", "x").key("new_number", 5)));
    }

    @Test
    void pairsAreMadeFromEitherSide() {
        UUID list =
                SERVICE.create(new Entity("list").set("listname", "L").set("createdfromcode", new OptionSetValue(1)));
        UUID account = SERVICE.create(new Entity("account").set("name", "listed"));
        Relationship members = new Relationship("listaccount_association");
        SERVICE.associate("account", account, members, List.of(new EntityReference("list", list)));
        assertThatThrownBy(() ->
                        SERVICE.associate("list", list, members, List.of(new EntityReference("account", account))))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.DUPLICATE_RECORD)).isTrue());
        SERVICE.disassociate("list", list, members, List.of(new EntityReference("account", account)));
        SERVICE.associate("list", list, members, List.of(new EntityReference("account", account)));
    }

    @Test
    void stateAndOwnerAreChangedByTheirMessages() {
        UUID id = SERVICE.create(new Entity("new_value").set("new_name", "state"));
        EntityReference target = new EntityReference("new_value", id);
        SERVICE.execute(new SetStateRequest(target, new OptionSetValue(1), new OptionSetValue(-1)));
        Entity read = SERVICE.retrieve("new_value", id, ColumnSet.of("statecode", "statuscode", "ownerid"));
        assertThat(read.get("statecode")).isEqualTo(new OptionSetValue(1));
        assertThat(read.get("statuscode")).isEqualTo(new OptionSetValue(2));
        SERVICE.execute(new AssignRequest(target, read.get("ownerid", EntityReference.class)));
        assertThatThrownBy(() -> SERVICE.execute(new SetStateRequest(
                        new EntityReference("new_keyed", id), new OptionSetValue(1), new OptionSetValue(-1))))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.ENTITY_HAS_NO_STATE))
                                .isTrue());
    }
}
