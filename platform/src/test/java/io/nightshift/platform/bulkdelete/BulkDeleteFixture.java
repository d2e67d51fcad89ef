package io.nightshift.platform.bulkdelete;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** An organization and nodes that work for it; a test may look on, or stand in the way, when accounts are deleted. */
final class BulkDeleteFixture implements AutoCloseable {

    static final String CONTOSO = "contoso";
    static final ServiceSettings SETTINGS = ServiceSettings.DEFAULT
            .slots(4)
            .lease(Duration.ofMinutes(1))
            .poll(Duration.ofMillis(20))
            .drain(Duration.ofSeconds(5))
            .retries(new RetrySchedule(Duration.ofMillis(40), 1.0, 50));

    private final TestDatabase database;
    private final HikariDataSource pool;
    private final List<AsyncService> services = new ArrayList<>();
    private final AtomicReference<Consumer<List<RecordEvent>>> onDelete = new AtomicReference<>(events -> {});
    private AsyncService service;
    private final Platform platform;

    BulkDeleteFixture(TestDatabase.Version version) throws SQLException {
        database = TestDatabase.create(version);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(16);
        pool = new HikariDataSource(config);
        service = node(pool);
        platform = platform(pool, service);
        platform.handle(service);
    }

    /** A node, not started. */
    AsyncService node(DataSource source) throws SQLException {
        AsyncService node =
                AsyncService.on(QueueStore.open(source, new SystemClock(), CONTOSO), SETTINGS, ServiceListener.NONE);
        services.add(node);
        return node;
    }

    /** A platform of a node, with the test's eye on what is deleted. */
    Platform platform(DataSource source, AsyncService node) {
        return new Platform(source, node.queue(), PlatformSettings.DEFAULT, List.of(new Watching()));
    }

    /** Called in the transaction of each delete of accounts. */
    void onDelete(Consumer<List<RecordEvent>> watch) {
        onDelete.set(watch);
    }

    BulkDeleteFixture start() throws SQLException {
        service.start();
        return this;
    }

    HikariDataSource pool() {
        return pool;
    }

    /** This node takes the place of the first. */
    void replace(AsyncService node) {
        service = node;
    }

    AsyncService service() {
        return service;
    }

    Platform platform() {
        return platform;
    }

    UUID user() throws SQLException {
        return platform.organization(CONTOSO).systemUserId();
    }

    OrganizationService records() throws SQLException {
        return platform.service(CONTOSO, user());
    }

    /** Makes accounts called name 0, name 1 and so on. */
    List<UUID> accounts(String name, int count) throws SQLException {
        List<UUID> ids = new ArrayList<>();
        for (int from = 0; from < count; from += 1000) {
            List<Entity> page = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 1000); i++) {
                page.add(new Entity("account").set("name", name + " " + i));
            }
            List<?> made = (List<?>) records()
                    .execute(new CreateMultipleRequest(new EntityCollection("account", page)))
                    .get("Ids");
            made.forEach(id -> ids.add((UUID) id));
        }
        return ids;
    }

    /** The accounts whose name begins so. */
    static QueryExpression called(String name) {
        return new QueryExpression("account", "accountid").where("name", ConditionOperator.BEGINS_WITH, name);
    }

    int count(QueryExpression query) throws SQLException {
        QueryExpression counting = query.columns(ColumnSet.of())
                .expression(AttributeExpression.aggregate(query.entityName() + "id", "n", AggregateType.COUNT));
        return (int) ((io.nightshift.sdk.AliasedValue) records()
                        .retrieveMultiple(counting)
                        .entities()
                        .getFirst()
                        .get("n"))
                .value();
    }

    /** The record of a bulk delete. */
    Entity record(UUID operation) throws SQLException {
        return records().retrieve("bulkdeleteoperation", BulkDeleteRecords.id(operation), ColumnSet.all());
    }

    /** State and status reason of the record of a bulk delete. */
    String status(UUID operation) throws SQLException {
        Entity record = record(operation);
        return record.get("statecode", OptionSetValue.class).value() + "/"
                + record.get("statuscode", OptionSetValue.class).value();
    }

    UUID bulkDelete(BulkDeleteRequest request) throws SQLException {
        return ((BulkDeleteResponse) records().execute(request)).jobId();
    }

    List<Entity> failures(UUID operation) throws SQLException {
        return records()
                .retrieveMultiple(new QueryExpression(
                                "bulkdeletefailure",
                                "regardingobjectid",
                                "errornumber",
                                "errordescription",
                                "orderedqueryindex")
                        .where("asyncoperationid", ConditionOperator.EQUAL, operation))
                .entities();
    }

    AsyncOperation get(UUID id) {
        try {
            return service.systemJobs().get(CONTOSO, id).orElseThrow();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    AsyncOperation await(UUID id, Predicate<AsyncOperation> condition) {
        return Awaitility.await().until(() -> get(id), condition);
    }

    AsyncOperation awaitEnd(UUID id) {
        return await(id, AsyncOperation::isCompleted);
    }

    @Override
    public void close() throws SQLException {
        services.forEach(AsyncService::close);
        pool.close();
        database.close();
    }

    private final class Watching implements Reaction {
        @Override
        public Optional<Interest> interest(RequestContext context, String message, String entity) {
            return message.equals("Delete") && entity.equals("account")
                    ? Optional.of(Interest.IN_THE_EVENT)
                    : Optional.empty();
        }

        @Override
        public void react(RequestContext context, List<RecordEvent> events) {
            onDelete.get().accept(events);
        }
    }
}
