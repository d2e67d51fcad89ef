package io.nightshift.platform.workflow;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.platform.Platform;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.WorkflowActivity;
import io.nightshift.sdk.messages.ExecuteWorkflowRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.QueryExpression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** An organization, a node, a mail server, and a clock that can be moved on while all of it runs. */
final class WorkflowFixture implements AutoCloseable {

    static final String CONTOSO = "contoso";
    /** The status reason of an e-mail that was sent. */
    static final OptionSetValue SENT = new OptionSetValue(3);

    static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(4)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .drain(Duration.ofSeconds(5))
            .retries(new RetrySchedule(Duration.ofMillis(40), 1.0, 5));

    final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    final HikariDataSource pool;
    final AsyncService service;
    final Platform platform;
    /** What the activity "charge" does next. */
    final AtomicReference<RuntimeException> chargeFails = new AtomicReference<>();

    /** What the activity "given" does. */
    final AtomicReference<WorkflowActivity> activity = new AtomicReference<>(context -> Map.of());

    private final TestDatabase database;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

    WorkflowFixture(TestDatabase.Version version) throws SQLException {
        this(version, HttpCallsOf.NOTHING);
    }

    WorkflowFixture(TestDatabase.Version version, HttpCalls http) throws SQLException {
        this(version, http, node -> {});
    }

    /** With handlers of the test's own. */
    WorkflowFixture(TestDatabase.Version version, HttpCalls http, Consumer<AsyncService> further) throws SQLException {
        database = TestDatabase.create(version);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(16);
        pool = new HikariDataSource(config);
        mail.start();
        service = node(pool);
        further.accept(service);
        platform = platform(pool, service, http);
        service.start();
    }

    /** Calls of addresses in tests. */
    static final class HttpCallsOf {
        static final HttpCalls NOTHING = call -> new HttpCalls.Answer(200, "");

        private HttpCallsOf() {}
    }

    AsyncService node(DataSource source) throws SQLException {
        return node(source, SETTINGS);
    }

    AsyncService node(DataSource source, ServiceSettings settings) throws SQLException {
        return AsyncService.on(QueueStore.open(source, new Clock(), CONTOSO), settings, ServiceListener.NONE);
    }

    Platform platform(DataSource source, AsyncService node, HttpCalls http) {
        Platform made = new Platform(source, node.queue());
        WorkflowHost.handle(made, node, http, mail.getSmtp().getPort(), chargeFails, activity);
        return made;
    }

    private final class Clock implements ServiceClock {
        private final SystemClock system = new SystemClock();

        @Override
        public Instant now() {
            return system.now().plus(ahead.get());
        }

        @Override
        public long nanos() {
            return system.nanos();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Clock;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Time passes. */
    void pass(Duration time) {
        ahead.updateAndGet(known -> known.plus(time));
    }

    Instant now() {
        return new Clock().now();
    }

    UUID user() throws SQLException {
        return platform.organization(CONTOSO).systemUserId();
    }

    OrganizationService records() throws SQLException {
        return platform.service(CONTOSO, user());
    }

    static String example(String name) throws java.io.IOException {
        return Files.readString(Path.of("..", "examples", "workflows", name + ".yaml"));
    }

    /** A draft. */
    static Entity workflow(String entity, String document) {
        return new Entity("workflow")
                .set("name", "test " + UUID.randomUUID())
                .set("primaryentity", entity)
                .set("scope", new OptionSetValue(4))
                .set("clientdata", document);
    }

    /** Creates a draft and activates it. */
    UUID activate(Entity draft) throws SQLException {
        UUID id = records().create(draft);
        state("workflow", id, 1, 2);
        return id;
    }

    void state(String entity, UUID id, int state, int status) throws SQLException {
        records()
                .execute(new SetStateRequest(
                        new EntityReference(entity, id), new OptionSetValue(state), new OptionSetValue(status)));
    }

    UUID execute(UUID workflow, UUID record) throws SQLException {
        return records().execute(new ExecuteWorkflowRequest(workflow, record)).required("Id", UUID.class);
    }

    /** The instances for a record, ended or not, oldest first. */
    List<UUID> instances(UUID record) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        try (var connection = pool.getConnection();
                var query = connection.prepareStatement("SELECT operation_id FROM nightshift.asyncoperation"
                        + " WHERE regarding_id = ? AND operation_type = 10 ORDER BY operation_id")) {
            query.setObject(1, record);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return ids;
    }

    void execute(String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a statement answers. */
    long count(String sql) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    AsyncOperation get(UUID id) {
        try {
            return service.systemJobs().get(null, id).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    AsyncOperation awaitEnd(UUID id) {
        return await(id, AsyncOperation::isCompleted);
    }

    AsyncOperation awaitStanding(UUID id, Standing standing) {
        return await(id, operation -> operation.standing().equals(standing));
    }

    AsyncOperation await(UUID id, Predicate<AsyncOperation> condition) {
        return Awaitility.await("operation " + id)
                // The mail server's, when whoever talked to it is killed.
                .dontCatchUncaughtExceptions()
                .until(() -> get(id), condition);
    }

    Entity read(String entity, UUID id) throws SQLException {
        return records().retrieve(entity, id, ColumnSet.all());
    }

    List<Entity> find(String entity, String attribute, Object value, String... columns) throws SQLException {
        return records()
                .retrieveMultiple(new QueryExpression(entity, columns)
                        .where(attribute, ConditionOperator.EQUAL, value)
                        .orderBy(
                                java.util.Set.of("task", "email").contains(entity) ? "activityid" : entity + "id",
                                OrderType.ASCENDING))
                .entities();
    }

    /** What the steps of an instance did: their names with the status, in their order. */
    List<String> log(UUID operation) throws SQLException {
        return find("workflowlog", "asyncoperationid", operation, "stepname", "status").stream()
                .map(row -> row.get("stepname") + " "
                        + Objects.requireNonNull(row.get("status", OptionSetValue.class))
                                .value())
                .toList();
    }

    @Override
    public void close() {
        service.close();
        pool.close();
        mail.stop();
        database.close();
    }
}
