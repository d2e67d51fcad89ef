package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.id;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Functions, actions and system jobs. */
class OperationsTest {

    private final String name = "O" + UUID.randomUUID();

    private String count() throws Exception {
        return get("accounts/$count?$filter=name eq '" + name + "'").raw().body();
    }

    @Test
    void aBulkDeleteIsASystemJob() throws Exception {
        Reply asked = post("BulkDelete", """
                {"QuerySet":[{"EntityName":"account","Criteria":{"FilterOperator":"And","Conditions":[
                {"AttributeName":"name","Operator":"Equal","Values":[{"Value":"%s","Type":"System.String"}]}]}}],
                "JobName":"%s","SendEmailNotification":false,"ToRecipients":[],"CCRecipients":[],
                "RecurrencePattern":"","StartDateTime":"2999-01-01T00:00:00Z",
                "Options":{"CanRecoverDeletedRecords":false,"RunJobForSandbox":false}}""".formatted(name, name));
        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
        Reply recoverable = post(
                "BulkDelete",
                "{\"QuerySet\":[{\"EntityName\":\"account\"}],\"JobName\":\"r\","
                        + "\"Options\":{\"CanRecoverDeletedRecords\":true}}");
        assertThat(recoverable.errorCode()).as(recoverable.raw().body()).isEqualTo("0x80040315");
        String job = asked.body().path("JobId").asString();
        Reply shown = get("asyncoperations(" + job + ")?$select=name,operationtype,statecode,postponeuntil");
        assertThat(shown.body().path("name").asString()).isEqualTo(name);
        assertThat(shown.body().path("operationtype").asInt()).isEqualTo(13);
        assertThat(shown.body().path("postponeuntil").asString()).isEqualTo("2999-01-01T00:00:00Z");
    }

    @Test
    void aSystemJobIsCreatedAndMovedLikeAnyRecord() throws Exception {
        Reply made = post(
                "asyncoperations",
                "{\"name\":\"" + name + "\",\"messagename\":\"noop\",\"operationtype\":0,"
                        + "\"postponeuntil\":\"2999-01-01T00:00:00Z\"}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(204);
        String address = "asyncoperations(" + id(made) + ")";
        assertThat(get(address).body().path("statuscode").asInt()).isEqualTo(10);
        assertThat(patch(address, "{\"statecode\":3,\"statuscode\":32}", "If-Match", "*")
                        .status())
                .isEqualTo(204);
        assertThat(get(address).body().path("statuscode").asInt()).isEqualTo(32);
        Reply refused = patch(address, "{\"statecode\":0}", "If-Match", "*");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("0x80044166");
    }

    /** The query for system jobs that Dataverse's documentation prints, 27 columns and six expands, without its line breaks. */
    @Test
    void theQueryForSystemJobsThatDataversePrintsIsAnswered() throws Exception {
        UUID account = create("accounts", "{\"name\":\"" + name + "\"}");
        Reply made = post(
                "asyncoperations",
                "{\"name\":\"" + name + "\",\"messagename\":\"noop\",\"operationtype\":0,"
                        + "\"postponeuntil\":\"2999-01-01T00:00:00Z\",\"dependencytoken\":\"" + name + "\","
                        + "\"regardingobjectid_account@odata.bind\":\"/accounts(" + account + ")\"}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(204);
        List<String> columns = List.of(
                "asyncoperationid",
                "completedon",
                "createdon",
                "data",
                "dependencytoken",
                "depth",
                "errorcode",
                "executiontimespan",
                "friendlymessage",
                "iswaitingforevent",
                "message",
                "messagename",
                "modifiedon",
                "name",
                "operationtype",
                "_ownerid_value",
                "postponeuntil",
                "primaryentitytype",
                "recurrencepattern",
                "recurrencestarttime",
                "_regardingobjectid_value",
                "retrycount",
                "sequence",
                "startedon",
                "statecode",
                "utcconversiontimezonecode",
                "workflowstagename");
        assertThat(columns).hasSize(27);
        String printed = "/api/data/v9.0/asyncoperations?$select=" + String.join(",", columns)
                + "&$expand=createdby($select=fullname),modifiedby($select=fullname),owningbusinessunit($select=name),"
                + "owningextensionid($select=name),owningteam($select=name),owninguser($select=fullname)";
        Reply all = WebApiFixture.server().get(printed);
        assertThat(all.status()).as(all.raw().body()).isEqualTo(200);
        Reply one = WebApiFixture.server().get(printed + "&$filter=asyncoperationid%20eq%20" + id(made));
        JsonNode job = one.body().path("value").get(0);
        assertThat(job.propertyNames()).containsAll(columns);
        assertThat(job.path("name").asString()).isEqualTo(name);
        assertThat(job.path("_regardingobjectid_value").asString()).isEqualTo(account.toString());
        assertThat(job.path("primaryentitytype").asString()).isEqualTo("account");
        assertThat(job.path("owninguser").path("fullname").asString()).isNotBlank();
        assertThat(job.path("createdby").path("fullname").asString()).isNotBlank();
        assertThat(job.path("owningbusinessunit").path("name").asString()).isNotBlank();
        assertThat(job.has("owningteam")).isTrue();
        assertThat(job.path("owningteam").isNull()).isTrue();
        assertThat(job.path("owningextensionid").isNull()).isTrue();
    }

    /** What agents' servers for Dataverse ask beside records. */
    @Test
    void whatAgentsAskIsThere() throws Exception {
        JsonNode me = get("WhoAmI").body();
        String organization = "organizations(" + me.path("OrganizationId").asString() + ")?$select=name";
        assertThat(get(organization).body().path("name").asString()).isNotBlank();
        String roles = "systemusers(" + me.path("UserId").asString() + ")/systemuserroles_association?$select=name";
        assertThat(get(roles).body().path("value").findValuesAsString("name")).contains("System Administrator");
        for (String address : List.of(
                "plugintracelogs?$top=5",
                "workflows?$select=name,statecode&$top=5",
                "asyncoperations?$select=asyncoperationid,name,operationtype,statuscode,statecode,message,createdon,"
                        + "startedon,completedon&$filter=operationtype eq 10")) {
            Reply reply = get(address);
            assertThat(reply.status()).as(address).isEqualTo(200);
            assertThat(reply.body().path("value").isArray()).isTrue();
        }
    }

    @Test
    void aSystemJobTellsWhyItDoesNotRun() throws Exception {
        Reply made = post(
                "asyncoperations",
                "{\"name\":\"" + name + "\",\"messagename\":\"noop\",\"operationtype\":0,"
                        + "\"postponeuntil\":\"2999-01-01T00:00:00Z\"}");
        String address = "asyncoperations(" + id(made) + ")/Nightshift.";
        Reply explained = get(address + "Explain()");
        assertThat(explained.status()).as(explained.raw().body()).isEqualTo(200);
        assertThat(explained.body().path("value").get(0).path("Sentence").asString())
                .contains("2999");
        assertThat(get(address + "Attempts()").body().path("value")).isEmpty();
        assertThat(get(address + "Log()").body().path("value").isArray()).isTrue();
        assertThat(get("asyncoperations(" + UUID.randomUUID() + ")/Nightshift.Explain()")
                        .status())
                .isEqualTo(404);
        assertThat(get("asyncoperations/Nightshift.Explain()").status()).isEqualTo(404);
    }

    @Test
    void manyRecordsAreCreatedAtOnce() throws Exception {
        Reply made = post(
                "accounts/Microsoft.Dynamics.CRM.CreateMultiple",
                "{\"Targets\":[{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"name\":\"" + name
                        + "\"},{\"name\":\"" + name + "\"}]}");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
        assertThat(made.body().path("Ids")).hasSize(2);
        assertThat(count()).isEqualTo("2");
        assertThat(post("accounts/Microsoft.Dynamics.CRM.Microsoft.Dynamics.CRM.CreateMultiple", "{\"Targets\":[]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void executeMultipleAndExecuteTransactionAreOurActions() throws Exception {
        UUID account = create("accounts", "{\"name\":\"" + name + "\"}");
        String requests = "\"Requests\":[{\"RequestName\":\"Create\",\"Target\":{\"@odata.type\":"
                + "\"Microsoft.Dynamics.CRM.account\",\"name\":\"" + name + "\"}},{\"RequestName\":\"Delete\","
                + "\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"" + UUID.randomUUID()
                + "\"}}]";
        Reply multiple = post(
                "Nightshift.ExecuteMultiple",
                "{" + requests + ",\"Settings\":{\"ContinueOnError\":true,\"ReturnResponses\":true}}");
        assertThat(multiple.status()).as(multiple.raw().body()).isEqualTo(200);
        assertThat(multiple.body().path("IsFaulted").booleanValue()).isTrue();
        assertThat(multiple.body()
                        .path("Responses")
                        .get(0)
                        .path("Response")
                        .path("id")
                        .asString())
                .hasSize(36);
        assertThat(multiple.body()
                        .path("Responses")
                        .get(1)
                        .path("Fault")
                        .path("ErrorCode")
                        .asString())
                .isEqualTo("0x80040217");
        assertThat(count()).isEqualTo("2");
        assertThat(post("Nightshift.ExecuteTransaction", "{" + requests + "}").status())
                .isEqualTo(404);
        assertThat(count()).isEqualTo("2");
        assertThat(account).isNotNull();
    }

    @Test
    void recordsAreMergedAtOnceAndInTheBackground() throws Exception {
        UUID target = create("accounts", "{\"name\":\"" + name + "\"}");
        UUID first = create("accounts", "{\"name\":\"" + name + "\"}");
        UUID second = create("accounts", "{\"name\":\"" + name + "\"}");
        String type = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"%s\"}";
        String merge = "\"Target\":" + type.formatted(target) + ",\"Subordinate\":" + type
                + ",\"PerformParentingChecks\":false";
        Reply merged = post("Merge", "{" + merge.formatted(first) + "}");
        assertThat(merged.status()).as(merged.raw().body()).isEqualTo(204);
        assertThat(get("accounts(" + first + ")").body().path("statecode").asInt())
                .isEqualTo(1);

        Reply asked = post(
                "Nightshift.ExecuteAsync", "{\"Request\":{\"RequestName\":\"Merge\"," + merge.formatted(second) + "}}");
        assertThat(asked.status()).as(asked.raw().body()).isEqualTo(200);
        String job = asked.body().path("AsyncJobId").asString();
        await().until(() ->
                get("asyncoperations(" + job + ")").body().path("statuscode").asInt() == 30);
        assertThat(get("accounts(" + second + ")").body().path("statecode").asInt())
                .isEqualTo(1);
    }

    @Test
    void anActionIsAnsweredBeforeItIsDone() throws Exception {
        String type = "{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"%s\"}";
        String merge = "{\"Target\":"
                + type.formatted(create("accounts", "{\"name\":\"" + name + "\"}"))
                + ",\"Subordinate\":"
                + type.formatted(create("accounts", "{\"name\":\"" + name + "\"}"))
                + ",\"PerformParentingChecks\":false}";
        Reply accepted = post("Merge", merge, "Prefer", "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.raw().body()).isEmpty();
        assertThat(header(accepted, "Preference-Applied")).isEqualTo("respond-async");
        String id = header(accepted, "x-ms-dyn-backgroundoperationid");
        String address = header(accepted, "Location");
        assertThat(address).isEqualTo(WebApiFixture.server().uri() + "/api/backgroundoperation/" + id);
        await().until(() -> WebApiFixture.server()
                        .get("/api/backgroundoperation/" + id)
                        .body()
                        .path("backgroundOperationStatusCode")
                        .asInt()
                == 30);
        assertThat(WebApiFixture.server().get("/api/backgroundoperation/x").status())
                .isEqualTo(404);
        Reply late = WebApiFixture.server()
                .send(WebApiFixture.server()
                        .request("/api/backgroundoperation/" + id)
                        .DELETE());
        assertThat(late.errorCode()).isEqualTo("0x80044165");
    }

    @Test
    void whatIsNoOperationIsRefused() throws Exception {
        assertThat(post("NoSuchAction", "{}").status()).isEqualTo(404);
        assertThat(get("BulkDelete").status()).isEqualTo(405);
        assertThat(post("WhoAmI", "{}").status()).isEqualTo(405);
        assertThat(post("BulkDelete", "{\"Nothing\":1}").errorCode()).isEqualTo("0x80048D19");
        assertThat(post("accounts/Microsoft.Dynamics.CRM.BulkDelete", "{}").status())
                .isEqualTo(404);
        assertThat(post("Create", "{}").status()).isEqualTo(404);
    }
}
