package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.Privilege;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.messages.ExecuteAsyncRequest;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.messages.MergeRequest;
import io.nightshift.sdk.messages.WhoAmIRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may have what carried out in the background, and how often it is tried, with a real node. */
class BackgroundOperationTest {

    private static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(4)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .retries(new RetrySchedule(Duration.ofMillis(40), 1.0, 50));

    private static final Busy BUSY = new Busy();
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService node;
    private static Platform platform;

    /** Says that the server is busy to whoever makes a lead of that name. */
    private static final class Busy implements Reaction {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Optional<Interest> interest(RequestContext context, String message, String entity) {
            return entity.equals("lead") && message.equals("Create")
                    ? Optional.of(Interest.IN_THE_EVENT)
                    : Optional.empty();
        }

        @Override
        public void react(RequestContext context, List<RecordEvent> events) {
            if (events.stream().anyMatch(event -> "Busy".equals(event.target().get("lastname")))) {
                asked.incrementAndGet();
                throw new OrganizationServiceFault(ErrorCode.SERVER_BUSY.code(), "The server is busy.");
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
        platform = new Platform(pool, node.queue(), List.of(BUSY));
        platform.handle(node);
        node.start();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
        pool.close();
        database.close();
    }

    private static OrganizationService service(String organization) throws SQLException {
        return platform.service(
                organization, platform.organization(organization).systemUserId());
    }

    private static AsyncOperation poll(OrganizationService service, UUID job) {
        return Awaitility.await()
                .until(
                        () -> AsyncOperation.of(service.retrieve(
                                AsyncOperation.ENTITY,
                                job,
                                ColumnSet.of("statecode", "statuscode", "errorcode", "message"))),
                        operation -> operation.status().value() >= 30);
    }

    private static UUID user(OrganizationService service, Privilege... abilities) throws SQLException {
        EntityReference unit = new EntityReference(
                "businessunit", platform.organization("contoso").rootBusinessUnitId());
        UUID role = service.create(
                new Entity("role").set("name", "Deputy " + UUID.randomUUID()).set("businessunitid", unit));
        for (Privilege ability : abilities) {
            service.create(new Entity("roleprivileges")
                    .set("roleid", new EntityReference("role", role))
                    .set("privilegeid", ability.id())
                    .set("privilegedepthmask", PrivilegeDepth.GLOBAL.mask()));
        }
        UUID user = service.create(
                new Entity("systemuser").set("lastname", "Deputy").set("businessunitid", unit));
        service.associate(
                "systemuser",
                user,
                new Relationship("systemuserroles_association"),
                List.of(new EntityReference("role", role)));
        return user;
    }

    private static UUID background(OrganizationService service, OrganizationRequest request) {
        return service.execute(new ExecuteBackgroundOperationRequest(request))
                .required("BackgroundOperationId", UUID.class);
    }

    @Test
    void whoActsOnBehalfOfAnotherMayDoNoMoreInTheBackground() throws Exception {
        OrganizationService service = service("contoso");
        UUID administrator = platform.organization("contoso").systemUserId();
        UUID deputy = user(service, Privilege.ACT_ON_BEHALF, Privilege.EXECUTE_ASYNC);
        OrganizationService asAdministrator = platform.service("contoso", deputy, administrator);
        CreateRequest create = new CreateRequest(new Entity("lead").set("lastname", "Forbidden"));
        assertThatThrownBy(() -> asAdministrator.execute(create)).isInstanceOf(OrganizationServiceFault.class);
        AsyncOperation refused = poll(service, background(asAdministrator, create));
        assertThat(refused.status()).isEqualTo(AsyncOperationStatus.FAILED);
        assertThat(refused.errorCode()).isEqualTo(FaultCode.PRIVILEGE_DENIED.code());
        OrganizationRequest merge = new MergeRequest(
                new EntityReference("lead", service.create(new Entity("lead").set("lastname", "A"))),
                service.create(new Entity("lead").set("lastname", "B")));
        AsyncOperation merged = poll(
                service, asAdministrator.execute(new ExecuteAsyncRequest(merge)).required("AsyncJobId", UUID.class));
        assertThat(merged.errorCode()).isEqualTo(FaultCode.PRIVILEGE_DENIED.code());
        assertThat(poll(service, background(service, create)).status()).isEqualTo(AsyncOperationStatus.SUCCEEDED);
        UUID nobody = user(service);
        assertThatThrownBy(() -> background(platform.service("contoso", nobody), new WhoAmIRequest()))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault ->
                                assertThat(fault.is(FaultCode.PRIVILEGE_DENIED)).isTrue());
    }

    @Test
    void aBackgroundOperationIsTriedFourTimesAndThenFails() throws Exception {
        OrganizationService service = service("contoso");
        AsyncOperation failed =
                poll(service, background(service, new CreateRequest(new Entity("lead").set("lastname", "Busy"))));
        assertThat(failed.status()).isEqualTo(AsyncOperationStatus.FAILED);
        assertThat(failed.message()).contains("tried 4 times").contains("busy");
        assertThat(BUSY.asked.get()).isEqualTo(4);
    }

    @Test
    void whatCannotBePartOfATransactionIsNotCarriedOutInTheBackground() throws Exception {
        OrganizationService service = service("contoso");
        for (OrganizationRequest request : List.of(
                new OrganizationRequest("CreateEntity"),
                new OrganizationRequest("NoSuchMessage"),
                new ExecuteAsyncRequest(new WhoAmIRequest()),
                new ExecuteBackgroundOperationRequest(new WhoAmIRequest()))) {
            assertThatThrownBy(() -> background(service, request))
                    .isInstanceOfSatisfying(
                            OrganizationServiceFault.class,
                            fault -> assertThat(fault.is(FaultCode.NOT_SUPPORTED))
                                    .isTrue());
        }
        UUID made = service.create(new Entity("asyncoperation")
                .set("messagename", "ExecuteBackgroundOperation")
                .set("data", "{\"RequestName\":\"WhoAmI\",\"Parameters\":{}}"));
        assertThat(poll(service, made).status()).isEqualTo(AsyncOperationStatus.FAILED);
    }
}
