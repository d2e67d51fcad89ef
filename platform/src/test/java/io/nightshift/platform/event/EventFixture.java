package io.nightshift.platform.event;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.webhook.Webhooks;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** An organization of its own for each test, on one database with one node that runs operations. */
public final class EventFixture {

    private static final Map<TestDatabase.Version, EventFixture> SHARED = new EnumMap<>(TestDatabase.Version.class);

    private final HikariDataSource pool;
    private final AsyncService async;
    private final Platform platform;

    private EventFixture(TestDatabase.Version version) {
        try {
            TestDatabase database = TestDatabase.create(version);
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(database.jdbcUrl());
            config.setUsername(database.user());
            config.setPassword(database.password());
            config.setMaximumPoolSize(16);
            pool = new HikariDataSource(config);
            // It retries until its test is over, however long that takes, and no pause of a busy machine costs it its
            // lease.
            ServiceSettings settings = ServiceSettings.DEFAULT
                    .slots(4)
                    .lease(Duration.ofMinutes(1))
                    .poll(Duration.ofMillis(20))
                    .retries(new RetrySchedule(Duration.ofMillis(40), 1.0, Integer.MAX_VALUE));
            async = AsyncService.on(
                    QueueStore.open(pool, new SystemClock(), "contoso"), settings, ServiceListener.NONE);
            platform = new Platform(
                    pool,
                    async.queue(),
                    PlatformSettings.DEFAULT
                            .webhookLimits(new Webhooks.Limits(Duration.ofSeconds(3), Duration.ofSeconds(3)))
                            .webhookAddresses(new AddressRule(List.of("127.0.0.1"))),
                    List.of());
            platform.handle(async);
            async.start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one of this version; it goes with the test JVM. */
    public static synchronized EventFixture shared(TestDatabase.Version version) {
        return SHARED.computeIfAbsent(version, EventFixture::new);
    }

    /** An organization with nothing registered. */
    public Events organization() throws Exception {
        String name = "events" + UUID.randomUUID().toString().substring(0, 8);
        async.queue().organizations().create(name);
        return new Events(
                name, platform.service(name, platform.organization(name).systemUserId()));
    }

    /** The organization of this name, for tests that take their steps away again. */
    public Events lasting(String name) throws Exception {
        if (!async.queue().organizations().exists(name)) {
            async.queue().organizations().create(name);
        }
        return new Events(
                name, platform.service(name, platform.organization(name).systemUserId()));
    }

    public Platform platform() {
        return platform;
    }

    public HikariDataSource pool() {
        return pool;
    }

    public AsyncService async() {
        return async;
    }

    /** An organization in which tests register what they need. */
    public final class Events {

        private final String name;
        private final OrganizationService service;

        Events(String name, OrganizationService service) {
            this.name = name;
            this.service = service;
        }

        public String name() {
            return name;
        }

        public OrganizationService service() {
            return service;
        }

        public EntityReference message(String message) {
            return found("sdkmessage", "name", message);
        }

        public EntityReference filter(String message, String entity) {
            return found("sdkmessagefilter", "name", message + " of " + entity);
        }

        private EntityReference found(String entity, String attribute, String value) {
            return service.retrieveMultiple(
                            new QueryByAttribute(entity, ColumnSet.of(attribute)).where(attribute, value))
                    .entities()
                    .getFirst()
                    .toEntityReference();
        }

        /** A plug-in of this program under a name of its own. */
        public EntityReference plugin(Plugin plugin) {
            String typeName = "test." + UUID.randomUUID();
            platform.plugin(typeName, () -> plugin);
            return new EntityReference(
                    "plugintype", service.create(new Entity("plugintype").set("typename", typeName)));
        }

        /** A step that is not registered yet. */
        public Entity step(String message, String entity, Stage stage, Mode mode, EntityReference handler) {
            return new Entity("sdkmessageprocessingstep")
                    .set("name", message + " of " + entity + " at " + stage)
                    .set("sdkmessageid", message(message))
                    .set("sdkmessagefilterid", filter(message, entity))
                    .set("stage", new OptionSetValue(stage.value()))
                    .set("mode", new OptionSetValue(mode.value()))
                    .set("eventhandler", handler);
        }

        public UUID synchronous(String message, String entity, Stage stage, Plugin plugin) {
            return service.create(step(message, entity, stage, Mode.SYNCHRONOUS, plugin(plugin)));
        }

        public UUID asynchronous(String message, String entity, Plugin plugin) {
            return service.create(step(message, entity, Stage.POST_OPERATION, Mode.ASYNCHRONOUS, plugin(plugin)));
        }

        public void image(UUID step, String alias, int type, String attributes) {
            service.create(new Entity("sdkmessageprocessingstepimage")
                    .set("sdkmessageprocessingstepid", new EntityReference("sdkmessageprocessingstep", step))
                    .set("entityalias", alias)
                    .set("imagetype", new OptionSetValue(type))
                    .set("attributes", attributes));
        }

        /** Takes all steps away. */
        public void forgetSteps() {
            service.retrieveMultiple(new QueryByAttribute("sdkmessageprocessingstep", ColumnSet.of("name")))
                    .entities()
                    .forEach(step -> service.delete("sdkmessageprocessingstep", Objects.requireNonNull(step.id())));
        }

        /** The operations of steps, the newest first. */
        public List<AsyncOperation> operations() {
            try {
                return async.systemJobs().find(Search.all().in(name).limit(1000)).operations().stream()
                        .filter(operation -> operation.type() == OperationType.SYSTEM_EVENT)
                        .toList();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Waits until the newest operation is like this. */
        public AsyncOperation await(Predicate<AsyncOperation> like) {
            return Objects.requireNonNull(Awaitility.await()
                    .until(
                            () -> operations().stream().findFirst().orElse(null),
                            operation -> operation != null && like.test(operation)));
        }
    }
}
