package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record and the operation of its asynchronous step exist both or neither, wherever the process ends. */
class CommitTogetherTest {

    private static final String ORGANIZATION = "together";

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aRecordAndItsOperationCommitTogetherWhereverTheConnectionIsCut(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        fixture.organizations(ORGANIZATION);
        UUID user = fixture.platform().organization(ORGANIZATION).systemUserId();
        OrganizationService looking = fixture.platform().service(ORGANIZATION, user);
        register(looking);
        CuttingSource cutting = new CuttingSource(fixture.database().dataSource());
        QueueStore store = QueueStore.open(cutting.source(), fixture.store().clock(), ORGANIZATION);
        Platform platform = new Platform(cutting.source(), new OperationQueue(store));
        platform.organization(ORGANIZATION);
        int cuts = 0;
        for (boolean after : List.of(false, true)) {
            boolean cut = true;
            for (int n = 1; cut; n++) {
                UUID id = UUID.randomUUID();
                cutting.cut(n, after);
                boolean told = created(platform.service(ORGANIZATION, user), id);
                cut = cutting.hasCut();
                boolean record = !looking.retrieveMultiple(
                                new QueryByAttribute("account", ColumnSet.of("name")).where("accountid", id))
                        .entities()
                        .isEmpty();
                long operations = new SystemJobs(fixture.store(), RetrySchedule.STANDARD)
                        .find(Search.all().in(ORGANIZATION).limit(1000)).operations().stream()
                                .filter(operation -> id.equals(operation.regardingId()))
                                .count();
                assertThat(operations).as("cut %s after=%s", n, after).isEqualTo(record ? 1 : 0);
                assertThat(told && !record)
                        .as("told of a record that is not there")
                        .isFalse();
                cuts += cut ? 1 : 0;
            }
        }
        assertThat(cuts).as("places where it was cut").isGreaterThan(8);
    }

    private static boolean created(OrganizationService service, UUID id) {
        try {
            service.create(new Entity("account", id).set("name", "Alpine"));
            return true;
        } catch (OrganizationServiceFault cut) {
            return false;
        }
    }

    private static void register(OrganizationService service) {
        UUID type = service.create(new Entity("plugintype").set("typename", "shop.Welcome"));
        service.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Welcome")
                .set("sdkmessageid", found(service, "sdkmessage", "Create"))
                .set("sdkmessagefilterid", found(service, "sdkmessagefilter", "Create of account"))
                .set("stage", new OptionSetValue(40))
                .set("mode", new OptionSetValue(1))
                .set("eventhandler", new EntityReference("plugintype", type)));
    }

    private static EntityReference found(OrganizationService service, String entity, String name) {
        return service.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of("name")).where("name", name))
                .entities()
                .getFirst()
                .toEntityReference();
    }
}
