package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.AssociateRequest;
import io.nightshift.sdk.messages.AuditRequests;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.DisassociateRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.messages.ExecuteByIdRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteTransactionRequest;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.MetadataRequests;
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
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message that the sdk has a request for is carried out over the Web API as it is within the server: with the same results,
 * or the same fault. What is not is named here, with the reason.
 */
class EveryRequestTest {

    private static final Path MESSAGES = Path.of("../sdk/src/main/java/io/nightshift/sdk/messages");
    private static final Pattern NAME = Pattern.compile(
            "(?:NAME|SAVED_QUERY|USER_QUERY) = \"(\\w+)\"|new OrganizationRequest\\(\"(\\w+)\"\\)|option\\(\"(\\w+)\"");
    private static final UUID NOBODY = UUID.fromString("00000000-0000-0000-0000-00000000abcd");
    private static final String DEFINITIONS =
            "is a definition, which the Web API reads and changes at EntityDefinitions";

    /** By the messages that are not carried out, why. */
    private static final Map<String, String> ELSEWHERE = new TreeMap<>();

    static {
        for (String message : List.of(
                "CreateEntity",
                "UpdateEntity",
                "DeleteEntity",
                "CreateAttribute",
                "UpdateAttribute",
                "DeleteAttribute",
                "CreateOneToMany",
                "CreateManyToMany",
                "DeleteRelationship",
                "CreateEntityKey",
                "DeleteEntityKey",
                "RetrieveEntity",
                "RetrieveAllEntities",
                "RetrieveAttribute",
                "RetrieveRelationship",
                "RetrieveMetadataChanges")) {
            ELSEWHERE.put(message, DEFINITIONS);
        }
    }

    private static final NightshiftClient CLIENT = ClientFixture.client();
    private static final OrganizationService WITHIN =
            ClientFixture.within(CLIENT.execute(new WhoAmIRequest()).required("UserId", UUID.class));

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static EntityReference account() {
        return new EntityReference(
                "account",
                WITHIN.create(new Entity("account").set("name", "every").set("accountnumber", "e")));
    }

    private static EntityReference nobody() {
        return new EntityReference("account", NOBODY);
    }

    private static UUID me() {
        return WITHIN.execute(new WhoAmIRequest()).required("UserId", UUID.class);
    }

    /** A request of each message, about records of its own. */
    private static Map<String, Supplier<OrganizationRequest>> requests() {
        List<Supplier<OrganizationRequest>> all = new ArrayList<>(List.of(
                () -> new CreateRequest(new Entity("account").set("name", "made")),
                () -> new RetrieveRequest(account(), ColumnSet.of("name", "statecode")),
                () -> new RetrieveMultipleRequest(
                        new QueryExpression("account", "name").where("name", ConditionOperator.EQUAL, "every")),
                () -> new UpdateRequest(new Entity("account", account().id()).set("fax", "1")),
                () -> new UpsertRequest(new Entity("account", UUID.randomUUID()).set("name", "put")),
                () -> new DeleteRequest(account()),
                () -> new SetStateRequest(account(), new OptionSetValue(1), new OptionSetValue(-1)),
                () -> new AssignRequest(account(), new EntityReference("systemuser", me())),
                () -> new AssociateRequest(account(), new Relationship("Account_Tasks"), List.of(task())),
                () -> new DisassociateRequest(account(), new Relationship("Account_Tasks"), List.of(task())),
                () -> new CreateMultipleRequest(
                        new EntityCollection("account", List.of(new Entity("account").set("name", "several")))),
                () -> new UpdateMultipleRequest(new EntityCollection(
                        "account", List.of(new Entity("account", account().id()).set("fax", "2")))),
                () -> new DeleteMultipleRequest(List.of(account())),
                () -> new MergeRequest(account(), account().id()),
                () -> ExecuteByIdRequest.savedQuery(NOBODY),
                () -> ExecuteByIdRequest.userQuery(NOBODY),
                () -> new BulkDeleteRequest("none", List.of(new QueryExpression("account")))
                        .starting(Instant.parse("2999-01-01T00:00:00Z")),
                () -> new ExecuteAsyncRequest(new MergeRequest(nobody(), NOBODY)),
                () -> new ExecuteBackgroundOperationRequest(new WhoAmIRequest()),
                () -> new ExecuteMultipleRequest(
                        List.of(new WhoAmIRequest()), new ExecuteMultipleSettings(false, true)),
                () -> new ExecuteTransactionRequest(List.of(new DeleteRequest(account())), true),
                () -> new ExecuteWorkflowRequest(NOBODY, account().id()),
                () -> new RetrieveTotalRecordCountRequest(List.of("account")),
                () -> new RetrieveEntityChangesRequest("contact", ColumnSet.of("lastname"), null),
                () -> new RetrieveVersionRequest(),
                () -> new RetrieveCurrentOrganizationRequest(),
                () -> new WhoAmIRequest()));
        all.addAll(files());
        all.addAll(List.of(
                () -> AuditRequests.retrieveAuditDetails(NOBODY),
                () -> AuditRequests.retrieveRecordChangeHistory(account(), PagingInfo.FIRST),
                () -> AuditRequests.retrieveAttributeChangeHistory(account(), "name", new PagingInfo(1, 10)),
                () -> MetadataRequests.insertOptionValue("account", "new_every", null, "A"),
                () -> MetadataRequests.insertStatusValue("account", "new_every", null, "A", 0),
                () -> MetadataRequests.updateOptionValue("account", "new_every", 1, "A"),
                () -> MetadataRequests.deleteOptionValue("account", "new_every", 1),
                () -> MetadataRequests.orderOption("account", "new_every", List.of(1, 2)),
                () -> MetadataRequests.publishAllXml()));
        Map<String, Supplier<OrganizationRequest>> named = new TreeMap<>();
        all.forEach(each -> named.put(each.get().requestName(), each));
        return named;
    }

    private static EntityReference task() {
        return new EntityReference("task", WITHIN.create(new Entity("task").set("subject", "every")));
    }

    private static List<Supplier<OrganizationRequest>> files() {
        return List.of(
                () -> FileRequests.initializeUpload(account(), "name", "a.txt"),
                () -> FileRequests.uploadBlock(NOBODY.toString(), "1", new byte[] {1}),
                () -> FileRequests.commitParts(NOBODY.toString(), null, 1),
                () -> FileRequests.initializeDownload(account(), "name"),
                () -> FileRequests.downloadBlock(NOBODY.toString(), 0, 1),
                () -> FileRequests.deleteFile(NOBODY));
    }

    @Test
    void theSdkHasNoOther() throws IOException {
        Set<String> known = new TreeSet<>();
        try (Stream<Path> files = Files.list(MESSAGES)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(Files.readString(file));
                while (name.find()) {
                    known.add(
                            name.group(1) != null
                                    ? name.group(1)
                                    : name.group(2) != null ? name.group(2) : name.group(3));
                }
            }
        }
        assertThat(known).as("read at all").contains("Create", "UploadBlock", "OrderOption", "ExecuteByIdSavedQuery");
        Set<String> named = new TreeSet<>(requests().keySet());
        assertThat(named).doesNotContainAnyElementsOf(ELSEWHERE.keySet());
        named.addAll(ELSEWHERE.keySet());
        assertThat(named).isEqualTo(known);
    }

    @TestFactory
    Stream<DynamicTest> eachIsAnsweredAsWithinTheServer() {
        return requests().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThat(answer(CLIENT, each.getValue())).isEqualTo(answer(WITHIN, each.getValue()))));
    }

    /** The class of the answer with the names and classes of its results, or the code of the fault. */
    private static String answer(OrganizationService service, Supplier<OrganizationRequest> request) {
        try {
            OrganizationResponse response = service.execute(request.get());
            Map<String, String> results = new TreeMap<>();
            response.results().forEach((name, value) -> results.put(name, kind(value)));
            return response.getClass().getSimpleName() + results;
        } catch (OrganizationServiceFault fault) {
            return fault.hexCode();
        }
    }

    private static String kind(Object value) {
        return value instanceof List<?>
                ? "List"
                : value instanceof Map<?, ?> ? "Map" : value.getClass().getSimpleName();
    }

    @Test
    void whatIsElsewhereIsRefusedAndSaysSo() {
        for (String message : ELSEWHERE.keySet()) {
            try {
                CLIENT.execute(new OrganizationRequest(message));
                assertThat(message).as("is refused").isEmpty();
            } catch (OrganizationServiceFault fault) {
                assertThat(fault.is(FaultCode.NOT_SUPPORTED)).as(message).isTrue();
                assertThat(fault.getMessage()).contains(message);
            }
        }
    }
}
