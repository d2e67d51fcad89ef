package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.DefinitionReader;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every kind of attribute, as JSON. */
class ValuesTest {

    @BeforeAll
    static void makeTheTable() throws Exception {
        WebApiFixture.server()
                .server()
                .platform()
                .metadata("contoso")
                .createEntity(
                        DefinitionReader.read("webapi test", """
                        entity new_value 10301 user new_values custom "Value" "Values"
                          new_valueid uniqueidentifier id createonly
                          new_name string 100 primary
                          new_memo memo 2000
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
                        """).entities().getFirst());
    }

    @Test
    void everyKindOfAttributeGoesInAndOut() throws Exception {
        UUID account = create("accounts", "{\"name\":\"Contoso\"}");
        String plain = """
                "new_name":"O'Brien \\"€😀","new_memo":"a\\nb","new_integer":-10,"new_bigint":9223372036854775807,
                "new_decimal":-999.999,"new_double":0.25,"new_money":999999.5,"new_yes":false,
                "new_moment":"2026-03-29T02:30:00Z","new_day":"1753-01-01","new_walltime":"2026-03-29T02:30:00Z",
                "new_guid":"6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11","new_choice":1,"new_choices":"1,3\"""";
        UUID id = create(
                "new_values",
                "{" + plain
                        + ",\"new_account@odata.bind\":\"/accounts(%1$s)\",\"new_either_account@odata.bind\":\"accounts(%1$s)\","
                                .formatted(account)
                        + "\"new_customer_account@odata.bind\":\"/accounts(%s)\"}".formatted(account));
        JsonNode read = get("new_values(" + id + ")", "Prefer", "odata.include-annotations=\"*\"")
                .body();
        JsonNode expected = ApiAnswer.JSON.readTree("{" + plain + "}");
        expected.properties().forEach(property -> {
            JsonNode value = read.path(property.getKey());
            if (value.isNumber()) {
                assertThat(value.decimalValue())
                        .as(property.getKey())
                        .isEqualByComparingTo(property.getValue().decimalValue());
            } else {
                assertThat(value).as(property.getKey()).isEqualTo(property.getValue());
            }
        });
        for (String lookup : new String[] {"account", "either", "customer"}) {
            assertThat(read.path("_new_" + lookup + "_value").asString()).isEqualTo(account.toString());
        }
        assertThat(read.path("_new_either_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asString())
                .isEqualTo("new_either_account");
        assertThat(read.path("new_choices@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("One; Three");
        assertThat(read.path("new_money@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("999,999.5000");
        assertThat(read.path("new_moment@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("3/29/2026 2:30 AM");
        assertThat(read.path("createdon").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

        StringBuilder nulls = new StringBuilder("{\"new_account\":null,\"new_either_account@odata.bind\":null");
        expected.propertyNames()
                .forEach(name -> nulls.append(",\"").append(name).append("\":null"));
        assertThat(patch("new_values(" + id + ")", nulls + "}").status()).isEqualTo(204);
        JsonNode emptied = get("new_values(" + id + ")").body();
        expected.propertyNames()
                .forEach(
                        name -> assertThat(emptied.path(name).isNull()).as(name).isTrue());
        assertThat(emptied.path("_new_account_value").isNull()).isTrue();
    }

    @Test
    void valuesOfAnotherKindAreRefused() throws Exception {
        for (String wrong : new String[] {
            "\"new_name\":1",
            "\"new_integer\":1.5",
            "\"new_integer\":\"x\"",
            "\"new_bigint\":1e30",
            "\"new_yes\":1",
            "\"new_yes\":\"true\"",
            "\"new_moment\":\"yesterday\"",
            "\"new_moment\":5",
            "\"new_guid\":\"1-1-1-1-1\"",
            "\"new_choice\":\"One\"",
            "\"new_choices\":[1]",
            "\"new_choices\":\"1;2\"",
            "\"new_file\":\"x\"",
            "\"new_decimal\":1e400",
            "\"new_account\":{\"nothing\":\"x\"}",
            "\"new_account@odata.bind\":5",
            "\"new_either_contact@odata.bind\":\"/accounts(6f1d3c58-7c0e-4a9b-9a68-3f7c6d0b2f11)\"",
            "\"new_choice\":7",
            "\"new_integer\":11"
        }) {
            assertThat(post("new_values", "{" + wrong + "}").status()).as(wrong).isEqualTo(400);
        }
    }
}
