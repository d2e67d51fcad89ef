package io.nightshift.platform.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.IntegerType;
import io.nightshift.platform.metadata.AttributeType.LookupType;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.EntityKeyMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Custom entities, attributes and keys come and go, also while others write, and on other nodes. */
class MetadataChangesTest {

    private static final EntityMetadata SHIP =
            DefinitionReader.read("ship", """
                    entity new_ship 10002 user new_ships custom "Ship" "Ships"
                      new_shipid uniqueidentifier id createonly
                      new_name string 100 primary
                    """).entities().getFirst();

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatOneNodeChangesAnotherSeesWithItsNextRequest(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService here = fixture.service();
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        OrganizationService there = fixture.newPlatform().service(PlatformFixture.CONTOSO, user);
        UUID account = there.create(new Entity("account").set("name", "a"));
        MetadataChanges changes = fixture.platform().metadata(PlatformFixture.CONTOSO);
        changes.createEntity(SHIP);
        UUID ship = there.create(new Entity("new_ship").set("new_name", "Argo"));
        changes.createAttribute(
                "new_ship",
                AttributeMetadata.of("new_ownerof", new LookupType(List.of("account"))),
                CascadeConfiguration.PARENTAL);
        changes.createAttribute(
                "account", AttributeMetadata.of("new_size", new StringType(5)), CascadeConfiguration.REFERENTIAL);
        there.update(new Entity("new_ship", ship).set("new_ownerof", new EntityReference("account", account)));
        there.update(new Entity("account", account).set("new_size", "12345"));
        changes.updateAttribute("account", AttributeMetadata.of("new_size", new StringType(7)));
        there.update(new Entity("account", account).set("new_size", "1234567"));

        changes.deleteAttribute("account", "new_size");
        faults(FaultCode.ATTRIBUTE_NOT_FOUND, () -> there.update(new Entity("account", account).set("new_size", "1")));
        changes.createAttribute(
                "account", AttributeMetadata.of("new_size", new IntegerType(0, 9)), CascadeConfiguration.REFERENTIAL);
        there.update(new Entity("account", account).set("new_size", 9));
        assertThat(here.retrieve("account", account, ColumnSet.all()).get("new_size"))
                .isEqualTo(9);

        there.delete("account", account);
        faults(FaultCode.OBJECT_DOES_NOT_EXIST, () -> here.retrieve("new_ship", ship, ColumnSet.all()));
        changes.deleteEntity("new_ship");
        faults(FaultCode.ENTITY_NOT_FOUND, () -> there.create(new Entity("new_ship")));
        changes.createEntity(SHIP);
        assertThat(there.create(new Entity("new_ship", ship))).isEqualTo(ship);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatMakesNoSenseIsRefused(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        MetadataChanges changes = fixture.platform().metadata(PlatformFixture.CONTOSO);
        long before = fixture.platform()
                .organization(PlatformFixture.CONTOSO)
                .metadata()
                .version();
        AttributeMetadata size = AttributeMetadata.of("new_width", new StringType(5));
        faults(
                FaultCode.ENTITY_NOT_FOUND,
                () -> changes.createAttribute("nothing", size, CascadeConfiguration.REFERENTIAL));
        faults(
                FaultCode.INVALID_SCHEMA_NAME,
                () -> changes.createAttribute(
                        "account", AttributeMetadata.of("size", new StringType(5)), CascadeConfiguration.REFERENTIAL));
        faults(FaultCode.INVALID_SCHEMA_NAME, () -> AttributeMetadata.of("new_\"; drop", new StringType(5)));
        faults(
                FaultCode.ENTITY_NOT_FOUND,
                () -> changes.createAttribute(
                        "account",
                        AttributeMetadata.of("new_to", new LookupType(List.of("nothing"))),
                        CascadeConfiguration.REFERENTIAL));
        faults(FaultCode.ATTRIBUTE_NOT_CUSTOM, () -> changes.deleteAttribute("account", "name"));
        faults(FaultCode.ATTRIBUTE_NOT_FOUND, () -> changes.deleteAttribute("account", "new_width"));
        faults(FaultCode.ENTITY_NOT_CUSTOMIZABLE, () -> changes.deleteEntity("account"));
        faults(
                FaultCode.ATTRIBUTE_NOT_FOUND,
                () -> changes.createKey("account", new EntityKeyMetadata("new_key", List.of("nothing"))));
        faults(
                FaultCode.INDEX_SIZE_VIOLATED,
                () -> changes.createKey(
                        "account",
                        new EntityKeyMetadata(
                                "new_key", List.of("address1_line1", "address1_line2", "address1_name"))));
        service.create(new Entity("account").set("name", "Same"));
        service.create(new Entity("account").set("name", "SAME"));
        faults(
                FaultCode.DUPLICATE_RECORD_ENTITY_KEY,
                () -> changes.createKey("account", new EntityKeyMetadata("new_key", List.of("name"))));
        Organization after = fixture.platform().organization(PlatformFixture.CONTOSO);
        assertThat(after.metadata().version()).isEqualTo(before);
        changes.createAttribute("account", size, CascadeConfiguration.REFERENTIAL);
        faults(
                FaultCode.DUPLICATE_ATTRIBUTE,
                () -> changes.createAttribute("account", size, CascadeConfiguration.REFERENTIAL));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> changes.updateAttribute("account", size.withType(new IntegerType(0, 1))));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void attributesComeAndGoWhileRecordsAreWritten(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            OrganizationService service = fixture.service();
            MetadataChanges changes = fixture.platform().metadata(PlatformFixture.CONTOSO);
            AtomicBoolean over = new AtomicBoolean();
            AtomicInteger written = new AtomicInteger();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                running.add(writers.submit(() -> {
                    while (!over.get()) {
                        UUID id = service.create(new Entity("account").set("name", "busy"));
                        service.update(new Entity("account", id).set("fax", "1"));
                        assertThat(service.retrieve("account", id, ColumnSet.all())
                                        .get("fax"))
                                .isEqualTo("1");
                        written.incrementAndGet();
                    }
                }));
            }
            for (int i = 0; i < 8; i++) {
                int begun = written.get();
                AttributeMetadata attribute = AttributeMetadata.of("new_a" + i, new StringType(9));
                changes.createAttribute("account", attribute, CascadeConfiguration.REFERENTIAL);
                UUID id = service.create(new Entity("account").set("new_a" + i, "x"));
                assertThat(service.retrieve("account", id, ColumnSet.of("new_a" + i))
                                .get("new_a" + i))
                        .isEqualTo("x");
                changes.deleteAttribute("account", "new_a" + i);
                Awaitility.await()
                        .pollDelay(Duration.ZERO)
                        .until(() -> written.get() > begun || running.stream().anyMatch(Future::isDone));
            }
            over.set(true);
            for (Future<?> writer : running) {
                writer.get(120, TimeUnit.SECONDS);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aLongTransactionDelaysAChangeButNotTheOthers(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        try (ExecutorService changer = Executors.newVirtualThreadPerTaskExecutor();
                Connection reader = fixture.database().dataSource().getConnection();
                Statement statement = reader.createStatement()) {
            OrganizationService service = fixture.service();
            UUID id = service.create(new Entity("account").set("name", "a"));
            MetadataChanges changes = fixture.platform().metadata(PlatformFixture.CONTOSO);
            fixture.organizations("fabrikam");
            MetadataChanges elsewhere = fixture.platform().metadata("fabrikam");
            reader.setAutoCommit(false);
            statement.executeQuery("select accountid from org_contoso.account").close();
            CountDownLatch begun = new CountDownLatch(1);
            Future<?> change = changer.submit(() -> {
                begun.countDown();
                return changes.createAttribute(
                        "account",
                        AttributeMetadata.of("new_late", new StringType(5)),
                        CascadeConfiguration.REFERENTIAL);
            });
            begun.await();
            for (int i = 0; i < 20; i++) {
                service.update(new Entity("account", id).set("fax", Integer.toString(i)));
            }
            elsewhere.createAttribute(
                    "account", AttributeMetadata.of("new_here", new StringType(5)), CascadeConfiguration.REFERENTIAL);
            assertThat(change.isDone()).isFalse();
            reader.commit();
            change.get(120, TimeUnit.SECONDS);
            service.update(new Entity("account", id).set("new_late", "now"));
        }
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode())
                                .as(fault.getMessage())
                                .isEqualTo(code.hex()));
    }
}
