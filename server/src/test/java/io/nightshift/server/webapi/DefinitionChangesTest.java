package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.delete;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static io.nightshift.server.webapi.WebApiFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entities, attributes, keys and relationships are made, changed and removed by requests. */
class DefinitionChangesTest {

    private static final String LABEL =
            "{\"@odata.type\":\"Microsoft.Dynamics.CRM.Label\",\"LocalizedLabels\":[{\"Label\":\"%s\",\"LanguageCode\":1033}]}";

    private static String label(String text) {
        return LABEL.formatted(text);
    }

    private static Reply ship() throws Exception {
        return post("EntityDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.EntityMetadata","SchemaName":"new_Ship","DisplayName":%s,
                 "DisplayCollectionName":%s,"OwnershipType":"UserOwned","HasActivities":false,"HasNotes":false,
                 "Attributes":[{"@odata.type":"Microsoft.Dynamics.CRM.StringAttributeMetadata","AttributeType":"String",
                   "IsPrimaryName":true,"SchemaName":"new_Name","MaxLength":100,"DisplayName":%s,
                   "RequiredLevel":{"Value":"None","CanBeChanged":true}}]}""".formatted(label("Ship"), label("Ships"), label("Name")));
    }

    private static void done(Reply reply) {
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(204);
    }

    @Test
    void aTableIsMadeChangedUsedAndRemoved() throws Exception {
        Reply made = ship();
        done(made);
        assertThat(header(made, "OData-EntityId")).contains("EntityDefinitions(");
        String ship = "EntityDefinitions(LogicalName='new_ship')";
        String attributes = ship + "/Attributes";
        done(post(attributes, """
                {"@odata.type":"Microsoft.Dynamics.CRM.IntegerAttributeMetadata","SchemaName":"new_Tons",
                 "MinValue":0,"MaxValue":500,"DisplayName":%s}""".formatted(label("Tons"))));
        done(post(attributes, """
                {"@odata.type":"Microsoft.Dynamics.CRM.PicklistAttributeMetadata","SchemaName":"new_Flag",
                 "DisplayName":"Flag","OptionSet":{"@odata.type":"Microsoft.Dynamics.CRM.OptionSetMetadata","Options":[
                 {"Value":1,"Label":%s},{"Value":2,"Label":"Two"}]}}""".formatted(label("One"))));
        done(post(ship + "/Keys", "{\"SchemaName\":\"new_Tons_Key\",\"KeyAttributes\":[\"new_tons\"]}"));
        done(post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata","SchemaName":"new_account_ship",
                 "ReferencedEntity":"account","ReferencingEntity":"new_ship",
                 "CascadeConfiguration":{"Assign":"NoCascade","Delete":"RemoveLink","Merge":"NoCascade","Reparent":"NoCascade"},
                 "Lookup":{"@odata.type":"Microsoft.Dynamics.CRM.LookupAttributeMetadata","SchemaName":"new_AccountId",
                 "DisplayName":"Account"}}"""));
        done(post("RelationshipDefinitions", """
                {"@odata.type":"Microsoft.Dynamics.CRM.ManyToManyRelationshipMetadata","SchemaName":"new_ship_list",
                 "IntersectEntityName":"new_ship_list","Entity1LogicalName":"new_ship","Entity2LogicalName":"list"}"""));
        String option = "\"EntityLogicalName\":\"new_ship\",\"AttributeLogicalName\":\"new_flag\"";
        Reply inserted = post("InsertOptionValue", "{" + option + ",\"Value\":7,\"Label\":" + label("Seven") + "}");
        assertThat(inserted.body().path("NewOptionValue").asInt()).isEqualTo(7);

        shipsAreRecords();

        done(send("PUT", attributes + "(LogicalName='new_tons')", """
                {"@odata.type":"Microsoft.Dynamics.CRM.IntegerAttributeMetadata","LogicalName":"new_tons","MinValue":0,
                 "MaxValue":9000,"DisplayName":"Tonnage"}"""));
        done(send("PUT", ship, "{\"LogicalName\":\"new_ship\",\"DisplayName\":" + label("Vessel") + "}"));
        assertThat(get(attributes + "(LogicalName='new_tons')").raw().body())
                .contains("Tonnage")
                .contains("9000");
        assertThat(get(ship).raw().body()).contains("Vessel");

        done(delete(ship + "/Keys(LogicalName='new_tons_key')"));
        done(delete(attributes + "(LogicalName='new_flag')"));
        done(delete("RelationshipDefinitions(SchemaName='new_account_ship')"));
        done(delete("RelationshipDefinitions(SchemaName='new_ship_list')"));
        done(delete(header(made, "OData-EntityId").replaceAll(".*(EntityDefinitions)", "$1")));
        assertThat(get(ship).status()).isEqualTo(404);
        assertThat(get("new_ships").status()).isEqualTo(404);
    }

    private static void shipsAreRecords() throws Exception {
        UUID account = create("accounts", "{\"name\":\"owner\"}");
        create("new_ships", """
                {"new_name":"Mary","new_tons":5,"new_flag":7,"new_accountid@odata.bind":"/accounts(%s)"}""".formatted(account));
        Reply read = get(
                "new_ships(new_tons=5)?$select=new_flag&$expand=new_accountid($select=name)",
                "Prefer",
                "odata.include-annotations=\"*\"");
        assertThat(read.body().path("new_accountid").path("name").asString()).isEqualTo("owner");
        assertThat(read.body()
                        .path("new_flag@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("Seven");
        assertThat(get("accounts(" + account + ")/new_account_ship/$count")
                        .raw()
                        .body())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"SchemaName\":\"new_Broken\"}",
                "{\"SchemaName\":\"new_Broken\",\"Attributes\":[{\"IsPrimaryName\":true}]}",
                "{\"SchemaName\":\"new_Broken\",\"Attributes\":[{\"IsPrimaryName\":true,\"SchemaName\":\"new_n\"}]}",
                "{\"SchemaName\":\"Broken\",\"Attributes\":[{\"IsPrimaryName\":true,\"SchemaName\":\"new_n\",\"AttributeType\":\"String\",\"MaxLength\":10}]}",
                "{\"SchemaName\":\"new_x\\\"; drop\",\"Attributes\":[{\"IsPrimaryName\":true,\"SchemaName\":\"new_n\",\"AttributeType\":\"String\",\"MaxLength\":10}]}",
                "{\"SchemaName\":\"new_Broken\",\"OwnershipType\":\"Nobody\",\"Attributes\":[{\"IsPrimaryName\":true,\"SchemaName\":\"new_n\",\"AttributeType\":\"String\",\"MaxLength\":10}]}",
                "{\"SchemaName\":\"new_Broken\",\"Attributes\":[{\"IsPrimaryName\":true,\"SchemaName\":\"new_n\",\"AttributeType\":\"String\",\"MaxLength\":\"10\"}]}"
            })
    void whatIsNoDefinitionIsRefused(String body) throws Exception {
        Reply refused = post("EntityDefinitions", body);
        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
        assertThat(get("EntityDefinitions(LogicalName='new_broken')").status()).isEqualTo(404);
    }

    @Test
    void otherMethodsAndStrangersAreRefused() throws Exception {
        assertThat(delete("EntityDefinitions").status()).isEqualTo(405);
        assertThat(send("PUT", "RelationshipDefinitions(SchemaName='x')", "{}").status())
                .isEqualTo(405);
        assertThat(delete("EntityDefinitions(LogicalName='account')").status()).isEqualTo(400);
        String unit = get("businessunits?$top=1")
                .body()
                .path("value")
                .get(0)
                .path("businessunitid")
                .asString();
        UUID user = create(
                "systemusers",
                "{\"lastname\":\"Nobody\",\"domainname\":\"n" + UUID.randomUUID()
                        + "\",\"businessunitid@odata.bind\":\"/businessunits(" + unit + ")\"}");
        Reply refused = delete("EntityDefinitions(LogicalName='account')", "MSCRMCallerID", user.toString());
        assertThat(refused.status()).as(refused.raw().body()).isEqualTo(403);
    }
}
