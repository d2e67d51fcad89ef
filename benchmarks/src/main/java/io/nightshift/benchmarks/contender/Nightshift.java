package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HintConnection;
import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The engine as {@code ./run serve} sets it up: every index, chore and lease, the server's pool, operations spread over
 * {@code organizations=10}. The data of an operation is its id, and its length in milliseconds where it has one of its own.
 */
final class Nightshift implements Contender {

    static final String MESSAGE = "bench";
    private static final int CONNECTIONS_OF_THE_SERVICE = 12;
    private static final int MOST_CONNECTIONS = 72;
    /** What handlers of {@code effects=true} write in the transaction that ends their operation. */
    private static final String EFFECT = "INSERT INTO bench_effect (id) VALUES (?)";

    @Override
    public void setup(AgentOptions options) throws SQLException {
        try (HikariDataSource database = options.pool(2)) {
            QueueStore store = open(database);
            for (int i = 1; i < organizations(options); i++) {
                store.organizations().create("org" + i);
            }
            try (var connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE bench_effect (id bigint NOT NULL)");
            }
        }
    }

    private static int organizations(AgentOptions options) {
        return options.number("organizations", 10);
    }

    private static QueueStore open(HikariDataSource database) throws SQLException {
        return QueueStore.open(database, new SystemClock(), QueueStore.DEFAULT_ORGANIZATION);
    }

    @Override
    public Producer producer(AgentOptions options, int threads) throws SQLException {
        HikariDataSource database = options.pool(threads);
        OperationQueue queue = new OperationQueue(open(database));
        String message = options.text("message", MESSAGE);
        String organization = options.text("organization", "");
        String length = options.text("length", "");
        int organizations = organizations(options);
        LongFunction<Operation> plain = id -> {
            String name = organization.isEmpty() ? organizationOf(id, organizations) : organization;
            return Operation.named(message)
                    .data(length.isEmpty() ? Long.toString(id) : id + " " + length)
                    .organization(name);
        };
        return new Producer() {
            @Override
            public void one(long id, @Nullable String key) throws SQLException {
                queue.enqueue(operation(id, key));
            }

            @Override
            public void many(long first, int count, LongFunction<@Nullable String> key) throws SQLException {
                List<Operation> operations = new ArrayList<>(count);
                for (int i = 0; i < count; i++) {
                    operations.add(operation(first + i, key.apply(first + i)));
                }
                queue.enqueue(operations);
            }

            /** A lane lies in one organization. */
            private Operation operation(long id, @Nullable String key) {
                return key == null
                        ? plain.apply(id)
                        : plain.apply(id).token(key).organization(QueueStore.DEFAULT_ORGANIZATION);
            }

            @Override
            public void close() {
                database.close();
            }
        };
    }

    private static String organizationOf(long id, int organizations) {
        long number = id % organizations;
        return number == 0 ? QueueStore.DEFAULT_ORGANIZATION : "org" + number;
    }

    @Override
    public Worker worker(AgentOptions options, Job job) throws SQLException {
        ServiceSettings settings = ServiceSettings.DEFAULT
                .nodeName("node" + options.text("node", "1"))
                .slots(options.number("slots", ServiceSettings.DEFAULT.slots()))
                .lease(Duration.ofSeconds(
                        options.large("lease", ServiceSettings.DEFAULT.lease().toSeconds())))
                .hints(
                        options.text("hints", "true").equals("true")
                                ? HintConnection.OF_THE_SERVICE
                                : HintConnection.NONE);
        HikariDataSource database =
                options.pool(Math.min(settings.slots() + CONNECTIONS_OF_THE_SERVICE, MOST_CONNECTIONS), 2);
        AsyncService service =
                AsyncService.on(database, settings, QueueStore.DEFAULT_ORGANIZATION, ServiceListener.NONE);
        for (String message : options.text("messages", MESSAGE).split(",")) {
            service.handle(message, handler(options, job));
        }
        return service::start;
    }

    private static OperationHandler handler(AgentOptions options, Job job) {
        int fails = options.number("fails", 0);
        boolean effects = options.has("effects");
        return context -> {
            long id = run(context, job);
            if (fails > 0 && context.attempt() == 1 && id % fails == 0) {
                // Every second one of these comes back after its wait, the others have failed for good.
                return id % (2L * fails) == 0
                        ? new Outcome.Retry(ErrorCode.INVALID_ARGUMENT.code(), "once more", Duration.ofMillis(20))
                        : Outcome.failed(ErrorCode.INVALID_ARGUMENT, "as planned");
            }
            return effects
                    ? context.transaction(connection -> {
                        try (PreparedStatement insert = connection.prepareStatement(EFFECT)) {
                            insert.setLong(1, id);
                            insert.executeUpdate();
                        }
                        return Outcome.succeeded();
                    })
                    : Outcome.succeeded();
        };
    }

    private static long run(OperationContext context, Job job) throws Exception {
        String data = context.data();
        if (data == null) {
            throw new IllegalStateException("An operation of the bench carries its id.");
        }
        int space = data.indexOf(' ');
        if (space < 0) {
            long id = Long.parseLong(data);
            job.run(id);
            return id;
        }
        long id = Long.parseLong(data, 0, space, 10);
        job.run(id, Long.parseLong(data, space + 1, data.length(), 10));
        return id;
    }
}
