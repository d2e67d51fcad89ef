package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.ExecuteTransactionFault;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteTransactionResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.messages.WhoAmIResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryByAttribute;
import io.nightshift.sdk.query.QueryExpression;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The scenarios of messages, batches and faults by which the npm client drives the Web API, by the names they have there. */
class MessageScenariosTest {

    private static final UUID NOBODY = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
    private static final NightshiftClient SERVICE = ClientFixture.client();

    private final String mark = "c" + UUID.randomUUID().toString().substring(0, 12);

    @AfterAll
    static void close() {
        SERVICE.close();
    }

    @Test
    void createWithRepresentation() {
        JsonNode made = SERVICE.webApi()
                .send(
                        "POST",
                        "accounts?$select=name",
                        JsonMapper.shared().createObjectNode().put("name", mark),
                        Map.of("Prefer", "return=representation"));
        assertThat(made.path("name").asString()).isEqualTo(mark);
    }

    @Test
    void metadata() {
        WebApi api = SERVICE.webApi();
        assertThat(api.get("EntityDefinitions(LogicalName='account')?$select=LogicalName,EntitySetName")
                        .path("EntitySetName")
                        .asString())
                .isEqualTo("accounts");
        assertThat(api.get("EntityDefinitions?$select=LogicalName&$filter=LogicalName%20eq%20'contact'")
                        .path("value"))
                .hasSize(1);
        JsonNode picklists = api.get("EntityDefinitions(LogicalName='account')/Attributes/"
                        + "Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
                        + "&$expand=OptionSet($select=Options)")
                .path("value");
        assertThat(picklists.get(0).path("OptionSet").path("Options")).isNotEmpty();
        assertThat(api.text("$metadata", "application/xml")).contains("<EntityType Name=\"account\"");
    }

    @Test
    void functionsAndActions() {
        WhoAmIResponse me = (WhoAmIResponse) SERVICE.execute(new WhoAmIRequest());
        assertThat(me.userId()).isNotNull();
        BulkDeleteResponse job = (BulkDeleteResponse) SERVICE.execute(new BulkDeleteRequest(
                        mark, List.of(new QueryExpression("account").where("name", ConditionOperator.EQUAL, mark)))
                .starting(Instant.parse("2999-01-01T00:00:00Z")));
        AsyncOperation read = SERVICE.systemJobs().get(job.jobId());
        assertThat(read.name()).isEqualTo(mark);
        SERVICE.systemJobs().cancel(job.jobId());
        assertThat(SERVICE.systemJobs().get(job.jobId()).status()).isEqualTo(AsyncOperationStatus.CANCELED);
        ClientFixture.refused(400, 0x80044166, () -> SERVICE.systemJobs().resume(job.jobId()));
        assertThatThrownBy(() -> SERVICE.execute(new OrganizationRequest("Nonsense")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.NOT_SUPPORTED)).isTrue());
        assertThat(SERVICE.execute(new OrganizationRequest("RetrieveCurrentOrganization"))
                        .required("Detail", Entity.class)
                        .logicalName())
                .isEqualTo("organization");
        RetrieveTotalRecordCountResponse counts = (RetrieveTotalRecordCountResponse)
                SERVICE.execute(new RetrieveTotalRecordCountRequest(List.of("account", "contact")));
        assertThat(counts.entityRecordCountCollection()).containsOnlyKeys("account", "contact");
    }

    @Test
    void impersonation() {
        UUID me = SERVICE.execute(new WhoAmIRequest()).required("UserId", UUID.class);
        UUID other = SERVICE.stream(new QueryExpression("systemuser", "fullname"))
                .map(Entity::id)
                .filter(id -> !me.equals(id))
                .findFirst()
                .orElseThrow();
        try (NightshiftClient theirs = NightshiftClient.at(ClientFixture.uri())
                .token(ClientFixture.token())
                .callerId(other)
                .open()) {
            assertThat(theirs.execute(new WhoAmIRequest()).get("UserId")).isEqualTo(other);
        }
        try (NightshiftClient nobody = NightshiftClient.at(ClientFixture.uri())
                .token(ClientFixture.token())
                .callerId(NOBODY)
                .open()) {
            assertThatThrownBy(() -> nobody.execute(new WhoAmIRequest()))
                    .isInstanceOfSatisfying(
                            WebApiFault.class,
                            fault -> assertThat(fault.status()).isEqualTo(403));
        }
    }

    @Test
    void batches() {
        UUID id = UUID.randomUUID();
        CreateRequest account =
                new CreateRequest(new Entity("account", id).set("name", "b1").set("accountnumber", mark));
        CreateRequest task = new CreateRequest(
                new Entity("task").set("subject", "b2").set("regardingobjectid", new EntityReference("account", id)));
        ExecuteTransactionResponse made = (ExecuteTransactionResponse)
                SERVICE.execute(new ExecuteTransactionRequest(List.of(account, task), true));
        assertThat(((CreateResponse) made.responses().getFirst()).id()).isEqualTo(id);

        CreateRequest fine =
                new CreateRequest(new Entity("account").set("name", "b3").set("accountnumber", mark));
        UpdateRequest nothing = new UpdateRequest(new Entity("account", NOBODY).set("name", "none"));
        assertThatThrownBy(() -> SERVICE.execute(new ExecuteTransactionRequest(List.of(fine, nothing), true)))
                .isInstanceOfSatisfying(ExecuteTransactionFault.class, fault -> {
                    assertThat(fault.faultedRequestIndex()).isEqualTo(1);
                    assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST)).isTrue();
                });
        QueryByAttribute ofMark = new QueryByAttribute("account", ColumnSet.of("name")).where("accountnumber", mark);
        assertThat(SERVICE.stream(ofMark)).as("all or none").hasSize(1);

        List<OrganizationRequest> mixed = List.of(
                nothing,
                new RetrieveRequest(new EntityReference("account", id), ColumnSet.of("name")),
                new UpdateRequest(new Entity("account").set("name", "names no record")),
                new WhoAmIRequest(),
                new ExecuteTransactionRequest(List.of(fine, nothing), false));
        ExecuteMultipleResponse all = (ExecuteMultipleResponse)
                SERVICE.execute(new ExecuteMultipleRequest(mixed, new ExecuteMultipleSettings(true, true)));
        assertThat(all.isFaulted()).isTrue();
        assertThat(all.responses()).hasSize(5);
        assertThat(all.responses().get(0).fault().is(FaultCode.OBJECT_DOES_NOT_EXIST))
                .isTrue();
        assertThat(all.responses()
                        .get(1)
                        .response()
                        .required("Entity", Entity.class)
                        .get("name"))
                .isEqualTo("b1");
        assertThat(all.responses().get(2).fault().is(FaultCode.INVALID_ARGUMENT))
                .isTrue();
        assertThat(all.responses().get(3).response()).isInstanceOf(WhoAmIResponse.class);
        assertThat(all.responses().get(4).fault()).isInstanceOf(ExecuteTransactionFault.class);
        ExecuteMultipleResponse first = (ExecuteMultipleResponse)
                SERVICE.execute(new ExecuteMultipleRequest(mixed, new ExecuteMultipleSettings(false, true)));
        assertThat(first.responses()).hasSize(1);
    }

    @Test
    void errors() {
        ClientFixture.refused(400, 0x80048D19, () -> SERVICE.create(new Entity("account").set("nothing", 1)));
        ClientFixture.refused(
                400,
                FaultCode.ATTRIBUTE_NOT_FOUND.code(),
                () -> SERVICE.retrieveMultiple(
                        new QueryExpression("account").where("nothing", ConditionOperator.EQUAL, 1)));
        assertThatThrownBy(() -> SERVICE.create(new Entity("nothing")))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.ENTITY_NOT_FOUND)).isTrue());
        try (NightshiftClient stranger =
                NightshiftClient.at(ClientFixture.uri()).token("wrong").open()) {
            assertThatThrownBy(() -> stranger.execute(new WhoAmIRequest()))
                    .isInstanceOfSatisfying(
                            WebApiFault.class,
                            fault -> assertThat(fault.isNotSignedIn()).isTrue())
                    .hasMessageNotContaining("wrong");
        }
    }
}
