package io.nightshift.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.RetrieveCurrentOrganizationRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.RetrieveTotalRecordCountRequest;
import io.nightshift.sdk.messages.RetrieveVersionRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One organization tries to get at another's records by every message there is, with every privilege in its own. */
class OrganizationsApartTest {

    private static final String THEIRS = "apart";

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void noMessageReachesAnotherOrganization(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService ours = fixture.service();
        fixture.organizations(THEIRS);
        OrganizationService theirs = fixture.platform()
                .service(THEIRS, fixture.platform().organization(THEIRS).systemUserId());
        UUID account = ours.create(new Entity("account").set("name", "secret"));
        UUID contact = ours.create(new Entity("contact").set("lastname", "secret"));
        UUID view = ours.create(new Entity("savedquery")
                .set("name", "v")
                .set("returnedtypecode", "account")
                .set("querytype", 0)
                .set("fetchxml", "<fetch><entity name='account'><attribute name='name'/></entity></fetch>"));
        UUID mine = ours.create(new Entity("userquery")
                .set("name", "v")
                .set("returnedtypecode", "account")
                .set("querytype", 0)
                .set("fetchxml", "<fetch><entity name='account'><attribute name='name'/></entity></fetch>"));
        Map<String, OrganizationRequest> tries = tries(account, contact, view, mine);
        assertThat(tries.keySet())
                .as("every message has its try here")
                .containsExactlyInAnyOrderElementsOf(
                        ours.retrieveMultiple(new QueryExpression("sdkmessage", "name")).entities().stream()
                                .map(message -> message.get("name", String.class))
                                .collect(Collectors.toSet()));
        tries.forEach((message, request) -> {
            String answer = answer(theirs, request);
            assertThat(answer).as(message).doesNotContain("secret");
        });
        Entity read = ours.retrieve("account", account, ColumnSet.all());
        assertThat(read.get("name")).isEqualTo("secret");
        assertThat(read.get("statecode")).isEqualTo(new OptionSetValue(0));
        assertThat(ours.retrieve("contact", contact, ColumnSet.all()).get("parentcustomerid"))
                .isNull();
    }

    private static String answer(OrganizationService theirs, OrganizationRequest request) {
        try {
            OrganizationResponse response = theirs.execute(request);
            Object entity = response.get("Entity");
            Object found = response.get("EntityCollection");
            String read = entity instanceof Entity one ? one.attributes().toString() : "";
            return found instanceof EntityCollection several
                    ? read
                            + several.entities().stream()
                                    .map(each -> each.attributes().toString())
                                    .toList()
                    : read;
        } catch (OrganizationServiceFault fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    private static Map<String, OrganizationRequest> tries(UUID account, UUID contact, UUID view, UUID mine) {
        EntityReference target = new EntityReference("account", account);
        EntityReference child = new EntityReference("contact", contact);
        Entity change = new Entity("account", account).set("fax", "1");
        Relationship pairs = new Relationship("account_primary_contact");
        QueryExpression query =
                new QueryExpression("account", "name").where("accountid", ConditionOperator.EQUAL, account);
        DeleteRequest delete = new DeleteRequest(target);
        Map<String, OrganizationRequest> tries = new LinkedHashMap<>();
        for (OrganizationRequest request : List.of(
                new CreateRequest(new Entity("contact").set("lastname", "x").set("parentcustomerid", target)),
                new CreateMultipleRequest(new EntityCollection(
                        "contact", List.of(new Entity("contact").set("parentcustomerid", target)))),
                new RetrieveRequest(target, ColumnSet.all()),
                new RetrieveMultipleRequest(query),
                ExecuteByIdRequest.savedQuery(view),
                ExecuteByIdRequest.userQuery(mine),
                new UpdateRequest(change),
                new UpdateMultipleRequest(new EntityCollection("account", List.of(change))),
                new UpsertRequest(new Entity("task", UUID.randomUUID()).set("regardingobjectid", target)),
                new SetStateRequest(target, new OptionSetValue(1), new OptionSetValue(-1)),
                new AssignRequest(target, new EntityReference("systemuser", UUID.randomUUID())),
                new AssociateRequest(target, pairs, List.of(child)),
                new DisassociateRequest(target, pairs, List.of(child)),
                delete,
                new DeleteMultipleRequest(List.of(target)),
                new MergeRequest(target, UUID.randomUUID()),
                new BulkDeleteRequest("all of it", List.of(query)),
                new ExecuteAsyncRequest(new MergeRequest(target, contact)),
                new ExecuteMultipleRequest(List.of(delete), new ExecuteMultipleSettings(true, true)),
                new ExecuteTransactionRequest(List.of(delete), true),
                new ExecuteWorkflowRequest(UUID.randomUUID(), account),
                new OrganizationRequest("SendEmail").set("EmailId", account).set("IssueSend", true),
                new OrganizationRequest("InstantiateTemplate")
                        .set("TemplateId", view)
                        .set("ObjectType", "account")
                        .set("ObjectId", account),
                new OrganizationRequest("SkipWorkflowStep")
                        .set("AsyncOperationId", account)
                        .set("Reason", "x"),
                new RetrieveTotalRecordCountRequest(List.of("account")),
                new RetrieveEntityChangesRequest("account", ColumnSet.of("name"), null),
                new RetrieveVersionRequest(),
                new RetrieveCurrentOrganizationRequest(),
                new WhoAmIRequest())) {
            tries.put(request.requestName(), request);
        }
        return tries;
    }
}
