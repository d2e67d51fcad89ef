package io.nightshift.queue;

import io.nightshift.database.ServiceClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.postgres.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** A queue with series on a clock that a test moves. */
final class SeriesFixture implements AutoCloseable {

    static final Instant START = Instant.parse("2031-03-29T12:00:00Z");
    static final Author ADA = new Author("ada", "because");

    private final TestDatabase database;
    private volatile Instant now = START;
    final QueueStore store;
    final OperationQueue queue;
    final Recurrences recurrences;
    final SystemJobs jobs;

    SeriesFixture(TestDatabase.Version version) throws SQLException {
        this(version, UnaryOperator.identity());
    }

    /** @param around what the queue gets in place of the data source */
    SeriesFixture(TestDatabase.Version version, UnaryOperator<DataSource> around) throws SQLException {
        database = TestDatabase.create(version);
        store = store(around.apply(database.dataSource()));
        queue = new OperationQueue(store);
        recurrences = new Recurrences(store);
        jobs = new SystemJobs(store, RetrySchedule.STANDARD);
    }

    /** Another node's view of the same database, at the same time. */
    QueueStore store(DataSource source) throws SQLException {
        return QueueStore.open(
                source,
                new ServiceClock() {
                    @Override
                    public Instant now() {
                        return now;
                    }

                    @Override
                    public long nanos() {
                        return Duration.between(START, now).toNanos();
                    }
                },
                "default");
    }

    DataSource dataSource() {
        return database.dataSource();
    }

    Instant now() {
        return now;
    }

    void move(Duration time) {
        now = now.plus(time);
    }

    UUID series(Recurrence recurrence) throws SQLException {
        return queue.enqueue(Operation.named("work").data("what to do").recurrence(recurrence));
    }

    /** Lets an hour pass and makes what is due; how many series were moved on. */
    int recurAfter(Duration time) throws SQLException {
        move(time);
        return recurrences.recur();
    }

    AsyncOperation get(UUID id) throws SQLException {
        return jobs.get(null, id).orElseThrow();
    }

    List<AsyncOperation> occurrences(UUID series) throws SQLException {
        return jobs.find(Search.all().parent(series).limit(1000)).operations();
    }

    /** One number. */
    long count(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    List<String> log(UUID id) throws SQLException {
        List<String> lines = new ArrayList<>();
        jobs.log(null, id, 0).forEach(line -> lines.add(line.author() + ": " + line.message()));
        return lines;
    }

    @Override
    public void close() {
        database.close();
    }
}
