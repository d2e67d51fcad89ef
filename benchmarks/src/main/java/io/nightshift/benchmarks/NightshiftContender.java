package io.nightshift.benchmarks;

import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** The engine with its default settings: every index, chore and lease as it is shipped. */
final class NightshiftContender implements Contender {

    private static final String LIVE = "SELECT EXISTS (SELECT 1 FROM nightshift.operation)";
    private static final int LOOK_MILLIS = 2;

    private final DataSource database;
    private QueueStore store;
    private OperationQueue queue;

    NightshiftContender(DataSource database) throws Exception {
        this.database = database;
        this.store = QueueStore.open(database, new SystemClock(), "default");
        this.queue = new OperationQueue(store);
    }

    @Override
    public String name() {
        return "nightshift";
    }

    @Override
    public void prepare() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS nightshift CASCADE");
        }
        store = QueueStore.open(database, new SystemClock(), "default");
        queue = new OperationQueue(store);
    }

    private static Operation operation(int number) {
        return Operation.named("bench").data("{\"id\":" + number + "}");
    }

    @Override
    public void enqueueOne(int number) throws Exception {
        queue.enqueue(operation(number));
    }

    @Override
    public void enqueueMany(int count) throws Exception {
        List<Operation> operations = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            operations.add(operation(i));
        }
        queue.enqueue(operations);
    }

    @Override
    public void drain(int count) throws Exception {
        CountDownLatch handled = new CountDownLatch(count);
        try (AsyncService service = AsyncService.on(store, ServiceSettings.DEFAULT, ServiceListener.NONE)) {
            service.handle("bench", context -> {
                handled.countDown();
                return Outcome.succeeded();
            });
            service.start();
            handled.await();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                while (isTrue(statement, LIVE)) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                }
            }
        }
    }

    private static boolean isTrue(Statement statement, String question) throws Exception {
        try (ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
