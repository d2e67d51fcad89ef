package io.nightshift.platform.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nightshift.platform.event.EventFixture;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleResponseItem;
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
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One organization tries to get at another's records by every message there is, with every privilege in its own. */
@ParameterizedClass
@MethodSource("versions")
class OrganizationsApartTest {

    private static final String SECRET = "secret";

    /** An entity of ours alone; only its label is a secret, because a fault may repeat what was asked for. */
    private static final EntityMetadata HIDDEN =
            DefinitionReader.read("hidden", """
                    entity new_hidden 10010 user new_hiddens custom "secret" "secrets"
                      new_hiddenid uniqueidentifier id createonly
                      new_name string 100 primary
                    """).entities().getFirst();

    /** Every organization has the same ones under the same ids. */
    private static final Set<String> SHIPPED_ALIKE = Set.of("privilege");

    private static final List<String> ABOUT_METADATA = List.of(
            "CreateEntity",
            "UpdateEntity",
            "DeleteEntity",
            "RetrieveEntity",
            "RetrieveAllEntities",
            "RetrieveMetadataChanges",
            "CreateAttribute",
            "UpdateAttribute",
            "DeleteAttribute",
            "RetrieveAttribute",
            "CreateOneToMany",
            "CreateManyToMany",
            "DeleteRelationship",
            "RetrieveRelationship",
            "CreateEntityKey",
            "DeleteEntityKey",
            "InsertOptionValue",
            "InsertStatusValue",
            "UpdateOptionValue",
            "DeleteOptionValue",
            "OrderOption",
            "PublishXml",
            "PublishAllXml");

    private final EventFixture fixture;
    private final OrganizationService ours;
    private final OrganizationService theirs;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    OrganizationsApartTest(TestDatabase.Version version) throws Exception {
        fixture = EventFixture.shared(version);
        ours = fixture.lasting("ours").service();
        theirs = fixture.lasting("theirs").service();
    }

    @Test
    void noMessageReachesAnotherOrganization() throws Exception {
        UUID account = ours.create(new Entity("account").set("name", SECRET));
        UUID contact = ours.create(new Entity("contact").set("lastname", SECRET));
        UUID view = ours.create(view("savedquery"));
        UUID mine = ours.create(view("userquery"));
        List<EntityReference> records = List.of(
                new EntityReference("account", account),
                new EntityReference("contact", contact),
                new EntityReference("savedquery", view),
                new EntityReference("userquery", mine));
        fixture.platform().metadata("ours").createEntity(HIDDEN);
        List<Map<String, Object>> before = read(records);
        long version = fixture.platform().organization("ours").metadata().version();
        Map<String, OrganizationRequest> tries = tries(account, contact, view, mine);
        assertThat(tries.keySet())
                .as("every message has its try here")
                .containsExactlyInAnyOrderElementsOf(
                        ours.retrieveMultiple(new QueryExpression("sdkmessage", "name")).entities().stream()
                                .map(message -> message.get("name", String.class))
                                .collect(Collectors.toSet()));
        tries.forEach(
                (message, request) -> assertThat(answer(request)).as(message).doesNotContain(SECRET));
        awaitTheirOperations();
        assertThat(read(records)).as("also after what was enqueued has run").isEqualTo(before);
        assertThat(fixture.platform().organization("ours").metadata().version()).isEqualTo(version);
        fixture.platform().metadata("ours").deleteEntity("new_hidden");
    }

    private static Entity view(String entity) {
        return new Entity(entity)
                .set("name", SECRET)
                .set("returnedtypecode", "account")
                .set("querytype", 0)
                .set("fetchxml", "<fetch><entity name='account'><attribute name='name'/></entity></fetch>");
    }

    private List<Map<String, Object>> read(List<EntityReference> records) {
        return records.stream()
                .map(record -> ours.retrieve(record.logicalName(), record.id(), ColumnSet.all())
                        .attributes())
                .toList();
    }

    /** A bulk delete and a merge are among them. */
    private void awaitTheirOperations() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> theirs.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                                .where("statecode", ConditionOperator.IN, 0, 2))
                        .entities()
                        .isEmpty());
    }

    /** Whatever kind of record it is, by its id alone nobody else finds, changes or deletes it. */
    @Test
    void noRecordOfAnyEntityIsFoundByItsId() throws Exception {
        ours.create(new Entity("account").set("name", SECRET));
        ours.create(new Entity("asyncoperation").set("messagename", "nobody handles this"));
        int tried = 0;
        for (EntityMetadata entity :
                fixture.platform().organization("ours").metadata().entities()) {
            if (SHIPPED_ALIKE.contains(entity.logicalName())) {
                continue;
            }
            for (Entity record : ours.retrieveMultiple(new QueryExpression(entity.logicalName()).top(2))
                    .entities()) {
                UUID id = Objects.requireNonNull(record.id());
                for (OrganizationRequest request : List.of(
                        new RetrieveRequest(new EntityReference(entity.logicalName(), id), ColumnSet.all()),
                        new UpdateRequest(new Entity(entity.logicalName(), id)),
                        new DeleteRequest(new EntityReference(entity.logicalName(), id)))) {
                    assertThat(catchThrowable(() -> theirs.execute(request)))
                            .as("%s of %s %s", request.requestName(), entity.logicalName(), id)
                            .isInstanceOf(OrganizationServiceFault.class)
                            .satisfies(fault -> assertThat(String.valueOf(fault.getMessage()))
                                    .doesNotContain(SECRET));
                    tried++;
                }
                assertThat(ours.retrieve(entity.logicalName(), id, ColumnSet.of())
                                .id())
                        .isEqualTo(id);
            }
        }
        assertThat(tried).as("requests").isGreaterThan(30);
    }

    private String answer(OrganizationRequest request) {
        try {
            return text(theirs.execute(request));
        } catch (OrganizationServiceFault fault) {
            return String.valueOf(fault.getMessage());
        }
    }

    /** All that an answer says, however deep it lies. */
    private static String text(@Nullable Object value) {
        return switch (value) {
            case OrganizationResponse response -> text(response.results());
            case ExecuteMultipleResponseItem item -> text(item.response()) + item.fault();
            case Entity entity -> text(entity.attributes()) + entity.formattedValues();
            case EntityCollection several -> text(several.entities());
            case Map<?, ?> map -> text(map.values());
            case Collection<?> all ->
                all.stream().map(OrganizationsApartTest::text).collect(Collectors.joining(" "));
            case null, default -> String.valueOf(value);
        };
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
        for (String message : ABOUT_METADATA) {
            tries.put(
                    message,
                    new OrganizationRequest(message)
                            .set("LogicalName", "new_hidden")
                            .set("EntityLogicalName", "new_hidden")
                            .set("EntityName", "new_hidden")
                            .set("AttributeLogicalName", "new_name")
                            .set("Name", "new_name"));
        }
        return tries;
    }
}
