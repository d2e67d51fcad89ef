package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.ExecuteMultipleSettings;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteAsyncResponse;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.ExecuteMultipleResponse;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Messages that are carried out by operations (seed execute-async), with real nodes. */
class ExecuteAsyncTest {

    private static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(4)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .retries(new RetrySchedule(Duration.ofMillis(40), 1.0, 50));

    private static final HeldMerge HELD = new HeldMerge();
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService node;
    private static Platform platform;

    /** Stops merges in the organization "held" until the test lets them go on. */
    private static final class HeldMerge implements Reaction {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public Optional<Interest> interest(RequestContext context, String message, String entity) {
            return message.equals("Merge") && context.organization().name().equals("held")
                    ? Optional.of(Interest.IN_THE_EVENT)
                    : Optional.empty();
        }

        @Override
        public void react(RequestContext context, List<RecordEvent> events) {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(16);
        pool = new HikariDataSource(config);
        node = AsyncService.on(QueueStore.open(pool, new SystemClock(), "contoso"), SETTINGS, ServiceListener.NONE);
        platform = new Platform(pool, node.queue(), List.of(HELD));
        platform.handle(node);
        node.start();
        node.queue().organizations().create("held");
    }

    @AfterAll
    static void stop() throws SQLException {
        HELD.goOn.countDown();
        node.close();
        pool.close();
        database.close();
    }

    private static OrganizationService service(String organization) throws SQLException {
        return platform.service(
                organization, platform.organization(organization).systemUserId());
    }

    private static EntityReference lead(OrganizationService service, String name) {
        return new EntityReference("lead", service.create(new Entity("lead").set("lastname", name)));
    }

    private static UUID execute(OrganizationService service, OrganizationRequest request) {
        return ((ExecuteAsyncResponse) service.execute(new ExecuteAsyncRequest(request))).asyncJobId();
    }

    /** As the seed's program does: asks for the status reason until the operation has ended. */
    private static AsyncOperation poll(OrganizationService service, UUID job) {
        return Awaitility.await()
                .until(
                        () -> AsyncOperation.of(service.retrieve(
                                AsyncOperation.ENTITY,
                                job,
                                ColumnSet.of(
                                        "statecode",
                                        "statuscode",
                                        "errorcode",
                                        "message",
                                        "messagename",
                                        "operationtype",
                                        "regardingobjectid",
                                        "ownerid"))),
                        operation -> operation.status().value() >= 30);
    }

    private static void faults(FaultCode code, OrganizationService service, OrganizationRequest request) {
        assertThatThrownBy(() -> execute(service, request))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(code.hex()));
    }

    @Test
    void aMergeRunsInTheBackgroundAndItsOperationTellsHowItEnded() throws Exception {
        OrganizationService service = service("contoso");
        EntityReference master = lead(service, "Master");
        EntityReference subordinate = lead(service, "Subordinate");
        UUID task =
                service.create(new Entity("task").set("subject", "goes over").set("regardingobjectid", subordinate));
        UUID job = execute(
                service,
                new MergeRequest(master, subordinate.id()).updateContent(new Entity("lead").set("firstname", "One")));
        AsyncOperation done = poll(service, job);
        assertThat(done.status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(done.get("operationtype")).isEqualTo(new OptionSetValue(54));
        assertThat(done.messageName()).isEqualTo("ExecuteAsync");
        assertThat(done.regardingObject()).isEqualTo(master);
        assertThat(service.retrieve("task", task, ColumnSet.of("regardingobjectid"))
                        .get("regardingobjectid"))
                .isEqualTo(master);
        assertThat(service.retrieve("lead", master.id(), ColumnSet.of("firstname"))
                        .get("firstname"))
                .isEqualTo("One");
        AsyncOperation failed = poll(service, execute(service, new MergeRequest(master, subordinate.id())));
        assertThat(failed.status()).isEqualTo(AsyncOperationStatus.FAILED);
        assertThat(failed.errorCode()).isEqualTo(FaultCode.MERGE_ENTITY_NOT_ACTIVE.code());
        assertThat(failed.message()).contains(subordinate.id().toString()).contains("is not active");
    }

    @Test
    void onlyThreeMessagesAreCarriedOutSo() throws Exception {
        OrganizationService service = service("contoso");
        faults(FaultCode.INVALID_ARGUMENT, service, new WhoAmIRequest());
        faults(FaultCode.INVALID_ARGUMENT, service, new ExecuteAsyncRequest(new WhoAmIRequest()));
        OrganizationRequest odd = new MergeRequest(lead(service, "Odd"), UUID.randomUUID());
        faults(FaultCode.INVALID_ARGUMENT, service, odd.set("Strange", new Object()));
        for (String message : List.of("ImportSolution", "DeleteAndPromote")) {
            faults(
                    FaultCode.NOT_SUPPORTED,
                    service,
                    new OrganizationRequest(message).set("CustomizationFile", new byte[] {1}));
        }
        assertThat(service.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                                .where("name", ConditionOperator.EQUAL, "ImportSolution"))
                        .entities())
                .isEmpty();
    }

    @Test
    void severalQueuedByOneExecuteMultipleRunOneAtATimeInEachOrganization() throws Exception {
        OrganizationService service = service("held");
        List<ExecuteAsyncRequest> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            requests.add(new ExecuteAsyncRequest(new MergeRequest(
                    lead(service, "M" + i), lead(service, "S" + i).id())));
        }
        ExecuteMultipleResponse response = (ExecuteMultipleResponse)
                service.execute(new ExecuteMultipleRequest(requests, new ExecuteMultipleSettings(false, true)));
        List<UUID> jobs = response.responses().stream()
                .map(item -> ((ExecuteAsyncResponse) item.response()).asyncJobId())
                .toList();
        assertThat(jobs).hasSize(3);
        HELD.begun.await();
        // While one of them runs, another organization's are carried out, but not the other two of this one.
        OrganizationService other = service("contoso");
        UUID elsewhere = execute(
                other, new MergeRequest(lead(other, "M"), lead(other, "S").id()));
        assertThat(poll(other, elsewhere).status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        assertThat(service.retrieveMultiple(new QueryExpression("asyncoperation", "statuscode")
                                .where("operationtype", ConditionOperator.EQUAL, 54))
                        .entities())
                .extracting(entity -> AsyncOperation.of(entity).status())
                .containsExactlyInAnyOrder(
                        AsyncOperationStatus.IN_PROGRESS,
                        AsyncOperationStatus.WAITING_FOR_RESOURCES,
                        AsyncOperationStatus.WAITING_FOR_RESOURCES);
        UUID last = service.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                        .where("operationtype", ConditionOperator.EQUAL, 54)
                        .where("statuscode", ConditionOperator.EQUAL, 0))
                .entities()
                .getFirst()
                .toEntityReference()
                .id();
        service.update(new AsyncOperation(last).status(AsyncOperationStatus.CANCELED));
        HELD.goOn.countDown();
        for (UUID job : jobs) {
            assertThat(poll(service, job).status())
                    .isEqualTo(job.equals(last) ? AsyncOperationStatus.CANCELED : AsyncOperationStatus.SUCCEEDED);
        }
    }
}
