package io.nightshift.platform.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An entity and its attributes come, change and go on one node while callers of two nodes use them. */
class CustomizingUnderLoadTest {

    private static final int ROUNDS = 6;
    private static final int CALLERS = 3;
    /** The last one is of a caller whose record went with the entity before its next call. */
    private static final Set<FaultCode> DOCUMENTED = Set.of(
            FaultCode.ENTITY_NOT_FOUND,
            FaultCode.ATTRIBUTE_NOT_FOUND,
            FaultCode.STRING_TOO_LONG,
            FaultCode.OBJECT_DOES_NOT_EXIST);

    private static final EntityMetadata BUSY =
            DefinitionReader.read("busy", """
                    entity new_busy 10011 user new_busies custom "Busy" "Busy"
                      new_busyid uniqueidentifier id createonly
                      new_name string 100 primary
                    """).entities().getFirst();

    private final AtomicInteger created = new AtomicInteger();
    private final Map<String, AtomicInteger> faults = new ConcurrentHashMap<>();

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void callersMeetOnlyWhatIsDocumented(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        List<OrganizationService> nodes =
                List.of(fixture.service(), fixture.newPlatform().service(PlatformFixture.CONTOSO, user));
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> calling = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                OrganizationService service = nodes.get(i % nodes.size());
                calling.add(callers.submit(() -> {
                    while (!over.get()) {
                        call(service);
                    }
                }));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    change(fixture.platform().metadata(PlatformFixture.CONTOSO), calling);
                }
            } finally {
                over.set(true);
            }
            for (Future<?> each : calling) {
                each.get(120, TimeUnit.SECONDS);
            }
        }
        assertThat(faults.keySet())
                .isSubsetOf(DOCUMENTED.stream().map(FaultCode::hex).toList());
        assertThat(faults).as("faults that were met").containsKey(FaultCode.ENTITY_NOT_FOUND.hex());
        assertThat(nodes.getLast().create(new Entity("account").set("name", "after all")))
                .isNotNull();
    }

    /** All that a caller does with an entity that is there or not; what is created is found. */
    private void call(OrganizationService service) {
        try {
            Entity record = new Entity("new_busy").set("new_name", "n").set("new_extra", "123456");
            UUID id = service.create(record);
            service.execute(new CreateMultipleRequest(new EntityCollection("new_busy", List.of(record, record))));
            service.update(new Entity("new_busy", id).set("new_extra", "654321"));
            int found = service.retrieveMultiple(new QueryExpression("new_busy", "new_name", "new_extra")
                            .where("new_extra", ConditionOperator.EQUAL, "654321")
                            .where("new_busyid", ConditionOperator.EQUAL, id))
                    .entities()
                    .size();
            service.delete("new_busy", id);
            // The delete has found it, so the query before it had to.
            assertThat(found).isEqualTo(1);
            created.incrementAndGet();
        } catch (OrganizationServiceFault fault) {
            faults.computeIfAbsent(fault.hexCode(), code -> new AtomicInteger()).incrementAndGet();
            if (fault.hexCode().equals(FaultCode.UNEXPECTED.hex())) {
                throw fault;
            }
        }
    }

    private void change(MetadataChanges changes, List<Future<?>> calling) throws Exception {
        changes.createEntity(BUSY);
        changes.createAttribute(
                "new_busy", AttributeMetadata.of("new_extra", new StringType(5)), CascadeConfiguration.REFERENTIAL);
        changes.updateAttribute("new_busy", AttributeMetadata.of("new_extra", new StringType(7)));
        int before = created.get();
        Awaitility.await()
                .until(() -> created.get() > before || calling.stream().anyMatch(Future::isDone));
        changes.deleteAttribute("new_busy", "new_extra");
        changes.deleteEntity("new_busy");
    }
}
