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
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.DeleteRequest;
import io.nightshift.sdk.messages.FileRequests;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
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
                      new_file file 100
                    """).entities().getFirst();

    /** Every organization has the same ones under the same ids. */
    private static final Set<String> SHIPPED_ALIKE = Set.of("privilege");

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
        UUID profile = ours.create(new Entity("emailserverprofile").set("name", SECRET));
        List<EntityReference> records = List.of(
                new EntityReference("account", account),
                new EntityReference("contact", contact),
                new EntityReference("savedquery", view),
                new EntityReference("userquery", mine),
                new EntityReference("emailserverprofile", profile));
        fixture.platform().metadata("ours").createEntity(HIDDEN);
        EveryMessage.Sent sent = send(new EntityReference("new_hidden", ours.create(new Entity("new_hidden"))));
        List<Map<String, Object>> before = read(records);
        long version = fixture.platform().organization("ours").metadata().version();
        Map<String, OrganizationRequest> tries = EveryMessage.about(account, contact, view, mine, sent);
        OrganizationRequest password = new OrganizationRequest("SetEmailServerPassword")
                .set("EmailServerProfileId", profile)
                .set("Password", "theirs");
        tries.put(password.requestName(), password);
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
        assertThat(text(ours.execute(FileRequests.downloadBlock(sent.download(), 0, 100))))
                .isEqualTo(SECRET);
        fixture.platform().metadata("ours").deleteEntity("new_hidden");
    }

    private EveryMessage.Sent send(EntityReference record) throws Exception {
        OrganizationRequest begin = FileRequests.initializeUpload(record, "new_file", "a.txt");
        String first = ours.execute(begin).required("FileContinuationToken", String.class);
        ours.execute(FileRequests.uploadBlock(first, "1", SECRET.getBytes(StandardCharsets.UTF_8)));
        UUID file = ours.execute(FileRequests.commitUpload(first, "a.txt", "text/plain", List.of("1")))
                .required("FileId", UUID.class);
        String upload = ours.execute(begin).required("FileContinuationToken", String.class);
        String download = ours.execute(FileRequests.initializeDownload(record, "new_file"))
                .required("FileContinuationToken", String.class);
        ours.update(new Entity(
                        "organization", fixture.platform().organization("ours").id())
                .set("isauditenabled", true));
        ours.create(new Entity("account").set("name", SECRET));
        UUID audit = Objects.requireNonNull(ours.retrieveMultiple(new QueryExpression("audit").top(1))
                .entities()
                .getFirst()
                .id());
        return new EveryMessage.Sent(record, file, upload, download, audit);
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
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            case Map<?, ?> map -> text(map.values());
            case Collection<?> all ->
                all.stream().map(OrganizationsApartTest::text).collect(Collectors.joining(" "));
            case null, default -> String.valueOf(value);
        };
    }
}
