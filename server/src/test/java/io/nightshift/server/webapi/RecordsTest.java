package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.delete;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.id;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static io.nightshift.server.webapi.WebApiFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records and their properties, one request each. */
class RecordsTest {

    private static final String REPRESENTATION = "return=representation";

    @Test
    void aCreatedRecordIsNamedByItsAddress() throws Exception {
        Reply made = post("accounts", "{\"name\":\"Contoso\",\"revenue\":12.5,\"donotemail\":true}");
        assertThat(made.status()).isEqualTo(204);
        assertThat(header(made, "OData-EntityId"))
                .matches("http://127\\.0\\.0\\.1:\\d+/api/data/v9\\.2/accounts\\([0-9a-f-]{36}\\)")
                .isEqualTo(header(made, "Location"));
        assertThat(header(made, "OData-Version")).isEqualTo("4.0");

        // The headers that OData libraries send with every request, also with a GET.
        Reply read = get(
                "accounts(" + id(made) + ")?$select=name,revenue,donotemail",
                "Accept",
                "application/json;odata.metadata=minimal",
                "Content-Type",
                "application/json;odata.metadata=minimal",
                "OData-Version",
                "4.0",
                "OData-MaxVersion",
                "4.0");
        assertThat(read.status()).isEqualTo(200);
        assertThat(header(read, "OData-Version")).isEqualTo("4.0");
        assertThat(header(read, "Content-Type")).isEqualTo("application/json; odata.metadata=minimal");
        assertThat(read.body().path("name").asString()).isEqualTo("Contoso");
        assertThat(read.body().path("revenue").decimalValue()).isEqualByComparingTo("12.5");
        assertThat(read.body().path("donotemail").booleanValue()).isTrue();
        assertThat(read.body().path("accountid").asString()).isEqualTo(id(made).toString());
        assertThat(read.body().path("@odata.etag").asString()).matches("W/\"\\d+\"");
        assertThat(read.body().path("@odata.context").asString())
                .endsWith("/api/data/v9.2/$metadata#accounts(name,revenue,donotemail)/$entity");
        assertThat(read.body().propertyNames()).hasSize(6);
    }

    @Test
    void aRepresentationComesWithWhatWasSelected() throws Exception {
        Reply made = post("accounts?$select=name", "{\"name\":\"A\"}", "Prefer", REPRESENTATION);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body().path("name").asString()).isEqualTo("A");
        assertThat(header(made, "Preference-Applied")).isEqualTo(REPRESENTATION);

        Reply changed = patch("accounts(" + id(made) + ")?$select=name", "{\"name\":\"B\"}", "Prefer", REPRESENTATION);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.body().path("name").asString()).isEqualTo("B");
    }

    @Test
    void theVersionInThePathIsEchoed() throws Exception {
        UUID account = create("accounts", "{\"name\":\"A\"}");
        for (String version : new String[] {"v8.0", "v9.0", "v9.1"}) {
            Reply read = WebApiFixture.server().get("/api/data/" + version + "/accounts(" + account + ")?$select=name");
            assertThat(read.body().path("@odata.context").asString()).contains("/api/data/" + version + "/$metadata");
        }
        assertThat(WebApiFixture.server().get("/api/data/9.2/accounts").status())
                .isEqualTo(404);
    }

    @Test
    void etagsAreComparedOnBothSides() throws Exception {
        UUID account = create("accounts", "{\"name\":\"A\"}");
        String address = "accounts(" + account + ")";
        String etag = get(address).body().path("@odata.etag").asString();

        assertThat(get(address, "If-None-Match", etag).status()).isEqualTo(304);
        assertThat(get(address, "If-None-Match", "*").status()).isEqualTo(304);
        assertThat(get(address, "If-None-Match", "null").status()).isEqualTo(200);
        assertThat(get(address, "If-None-Match", "W/\"1\"").status()).isEqualTo(200);

        assertThat(patch(address, "{\"name\":\"B\"}", "If-Match", etag).status())
                .isEqualTo(204);
        Reply late = patch(address, "{\"name\":\"C\"}", "If-Match", etag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.errorCode()).isEqualTo("0x80060882");
        assertThat(delete(address, "If-Match", etag).status()).isEqualTo(412);
        assertThat(get(address).body().path("name").asString()).isEqualTo("B");
        assertThat(delete(address, "If-Match", "*").status()).isEqualTo(204);
        assertThat(get(address).status()).isEqualTo(404);
    }

    @Test
    void patchChangesOrCreatesAsItsHeadersSay() throws Exception {
        UUID id = UUID.randomUUID();
        String address = "accounts(" + id + ")";
        Reply missing = patch(address, "{\"name\":\"A\"}", "If-Match", "*");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.errorCode()).isEqualTo("0x80040217");

        assertThat(patch(address, "{\"name\":\"A\"}", "If-None-Match", "*").status())
                .isEqualTo(204);
        assertThat(patch(address, "{\"name\":\"B\"}", "If-None-Match", "*").status())
                .isEqualTo(412);
        Reply upserted = patch(address, "{\"name\":\"C\"}", "Prefer", REPRESENTATION);
        assertThat(upserted.status()).isEqualTo(200);
        assertThat(upserted.body().path("name").asString()).isEqualTo("C");

        Reply other = send("PUT", "accounts(" + UUID.randomUUID() + ")", "{\"name\":\"D\"}");
        assertThat(other.status()).isEqualTo(201);
        assertThat(send("PUT", "accounts(" + id(other) + ")", "{\"name\":\"E\"}")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void onePropertyIsReadWrittenAndEmptied() throws Exception {
        String address = "accounts(" + create("accounts", "{\"name\":\"A\",\"telephone1\":\"1\"}") + ")";
        assertThat(get(address + "/name").body().path("value").asString()).isEqualTo("A");
        assertThat(get(address + "/name/$value").raw().body()).isEqualTo("A");
        assertThat(send("PUT", address + "/telephone1", "{\"value\":\"2\"}").status())
                .isEqualTo(204);
        assertThat(get(address + "/telephone1").body().path("value").asString()).isEqualTo("2");
        assertThat(delete(address + "/telephone1").status()).isEqualTo(204);
        assertThat(get(address + "/telephone1").status()).isEqualTo(204);
    }

    @Test
    void lookupsAreBoundAndAnnotated() throws Exception {
        UUID contact = create("contacts", "{\"lastname\":\"Doe\",\"firstname\":\"Jane\"}");
        UUID account =
                create("accounts", "{\"name\":\"A\",\"primarycontactid@odata.bind\":\"/contacts(" + contact + ")\"}");
        JsonNode read = get(
                        "accounts(" + account + ")?$select=_primarycontactid_value,statecode",
                        "Prefer",
                        "odata.include-annotations=\"*\"")
                .body();
        assertThat(read.path("_primarycontactid_value").asString()).isEqualTo(contact.toString());
        assertThat(read.path("_primarycontactid_value@Microsoft.Dynamics.CRM.lookuplogicalname")
                        .asString())
                .isEqualTo("contact");
        assertThat(read.path("_primarycontactid_value@Microsoft.Dynamics.CRM.associatednavigationproperty")
                        .asString())
                .isEqualTo("primarycontactid");
        assertThat(read.path("_primarycontactid_value@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("Jane Doe");
        assertThat(read.path("statecode@OData.Community.Display.V1.FormattedValue")
                        .asString())
                .isEqualTo("Active");
        assertThat(get("accounts(" + account + ")/primarycontactid?$select=fullname")
                        .body()
                        .path("fullname")
                        .asString())
                .isEqualTo("Jane Doe");
        assertThat(get("accounts(" + account + ")/primarycontactid/lastname")
                        .body()
                        .path("value")
                        .asString())
                .isEqualTo("Doe");

        assertThat(patch("accounts(" + account + ")", "{\"primarycontactid\":null}")
                        .status())
                .isEqualTo(204);
        assertThat(get("accounts(" + account + ")/primarycontactid").status()).isEqualTo(204);
    }

    @Test
    void linksAreMadeAndEnded() throws Exception {
        UUID contact = create("contacts", "{\"lastname\":\"Doe\"}");
        UUID account = create("accounts", "{\"name\":\"A\"}");
        String root = WebApiFixture.server().uri() + WebApiFixture.ROOT;
        String body = "{\"@odata.id\":\"" + root + "contacts(" + contact + ")\"}";

        assertThat(send("PUT", "accounts(" + account + ")/primarycontactid/$ref", body)
                        .status())
                .isEqualTo(204);
        assertThat(get("accounts(" + account + ")/primarycontactid/$ref")
                        .body()
                        .path("@odata.id")
                        .asString())
                .endsWith("contacts(" + contact + ")");
        assertThat(delete("accounts(" + account + ")/primarycontactid/$ref").status())
                .isEqualTo(204);
        assertThat(get("accounts(" + account + ")/primarycontactid/$ref").status())
                .isEqualTo(204);

        String tasks = "accounts(" + account + ")/Account_Tasks";
        UUID task = create("tasks", "{\"subject\":\"T\"}");
        String single = "{\"@odata.id\":\"https:/host/api/data/v9.2/tasks(" + task + ")\"}";
        assertThat(post(tasks + "/$ref", single).status()).isEqualTo(204);
        assertThat(get(tasks + "?$select=subject")
                        .body()
                        .path("value")
                        .get(0)
                        .path("subject")
                        .asString())
                .isEqualTo("T");
        assertThat(get(tasks + "/$count").raw().body()).isEqualTo("1");
        assertThat(delete(tasks + "(" + task + ")/$ref").status()).isEqualTo(204);
        assertThat(get(tasks + "/$ref").body().path("value")).isEmpty();
    }

    @Test
    void badBodiesAreRefusedWithAReason() throws Exception {
        assertThat(post("accounts", "{\"nome\":\"A\"}").errorCode()).isEqualTo("0x80048D19");
        assertThat(post("accounts", "{\"name\":1}").status()).isEqualTo(400);
        assertThat(post("accounts", "{\"name\":").status()).isEqualTo(400);
        assertThat(post("accounts", "[]").status()).isEqualTo(400);
        assertThat(post("accounts", "{\"name\":\"A\",\"name\":\"B\"}").status()).isEqualTo(400);
        assertThat(post("accounts", "{\"_primarycontactid_value\":\"" + UUID.randomUUID() + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(post("accounts", "{\"primarycontactid@odata.bind\":\"/accounts(" + UUID.randomUUID() + ")\"}")
                        .status())
                .isEqualTo(400);
        assertThat(post("nosuchset", "{}").status()).isEqualTo(404);
        assertThat(delete("accounts").status()).isEqualTo(405);
        assertThat(get("accounts(1)").status()).isEqualTo(400);
        assertThat(get("accounts(name='A')").errorCode()).isEqualTo("0x80060890");
    }

    @Test
    void whoAmIAnswersInBothForms() throws Exception {
        for (String address : new String[] {"WhoAmI", "WhoAmI()"}) {
            Reply who = get(address);
            assertThat(who.status()).isEqualTo(200);
            assertThat(who.body().path("UserId").asString()).hasSize(36);
            assertThat(who.body().path("OrganizationId").asString()).hasSize(36);
            assertThat(who.body().path("@odata.context").asString())
                    .endsWith("$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse");
        }
    }

    @Test
    void strangersAreChallenged() throws Exception {
        Reply stranger = WebApiFixture.server().send(WebApiFixture.server().stranger("/api/data/v9.2/WhoAmI"));
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(header(stranger, "WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(stranger.errorCode()).startsWith("0x");
    }
}
