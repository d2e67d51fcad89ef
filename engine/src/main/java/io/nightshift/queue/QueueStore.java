package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.Migrations;
import io.nightshift.database.Rows;
import io.nightshift.database.ServiceClock;
import io.nightshift.database.SqlFile;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.OperationType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The database of the queue with all that every part of it needs: connections, time, the numbers of organizations, the
 * partitions. Opening it brings the schema up to date. Thread-safe; make one for a process.
 */
public final class QueueStore {

    /** The organization of operations that name none. */
    public static final String DEFAULT_ORGANIZATION = "default";

    private static final SqlFile DATABASE_TIME = QueueSql.file("database_time.sql");

    private final Database database;
    private final ServiceClock clock;
    private final Organizations organizations;
    private final Partitions partitions;
    private final Hints hints;
    private final Map<OperationType, EndedByMove> toldOfEndings = new ConcurrentHashMap<>();

    private QueueStore(Database database, ServiceClock clock, String defaultOrganization) {
        this.database = database;
        this.clock = clock;
        this.organizations = new Organizations(database, clock, defaultOrganization);
        this.partitions = new Partitions(database);
        this.hints = new Hints(clock);
    }

    /**
     * Opens the queue in a database, creating or updating its schema {@code nightshift}.
     *
     * <p>The data source gives transactions of READ COMMITTED. A pool needs a connection for each handler that is inside
     * a call or a transaction of its context at the same time, and five for the
     * service itself, one of them to listen for hints; with fewer, down to two beside the one that listens, everything
     * still works and only waits.
     *
     * @throws IllegalStateException when its transactions are of another isolation
     * @param defaultOrganization the organization of operations that name none; created when it is missing
     */
    public static QueueStore open(DataSource dataSource, ServiceClock clock, String defaultOrganization)
            throws SQLException {
        Database database = new Database(dataSource);
        checkIsolation(database);
        if (clock instanceof SystemClock system) {
            sample(database, system);
        }
        new Migrations(QueueStore.class, List.of("V001__operation.sql", "V002__history.sql"), QueueSql::expand)
                .apply(database);
        QueueStore store = new QueueStore(database, clock, defaultOrganization);
        store.organizations.create(defaultOrganization);
        store.partitions.prepare(clock.now());
        return store;
    }

    /** Whoever consumes a note must see what was committed before it; one snapshot for a whole transaction does not. */
    private static void checkIsolation(Database database) throws SQLException {
        int level = database.inTransaction(Connection::getTransactionIsolation);
        if (level != Connection.TRANSACTION_READ_COMMITTED) {
            throw new IllegalStateException(
                    "The data source gives connections whose transactions are not READ COMMITTED;"
                            + " set its transaction isolation to READ COMMITTED, or give Nightshift a data source of its own.");
        }
    }

    /** From the first moment on it is the database that says what time it is. */
    private static void sample(Database database, SystemClock clock) throws SQLException {
        long before = clock.nanos();
        Instant time = database.autoCommit(connection ->
                        DATABASE_TIME.on(connection).query(row -> Rows.requiredTime(row, "database_time")))
                .getFirst();
        clock.sampled(time, before, clock.nanos());
    }

    public Database database() {
        return database;
    }

    public ServiceClock clock() {
        return clock;
    }

    public Organizations organizations() {
        return organizations;
    }

    /** What other processes are told. */
    public Hints hints() {
        return hints;
    }

    public Partitions partitions() {
        return partitions;
    }

    /** Who is told of operations that people end, by type. */
    Map<OperationType, EndedByMove> toldOfEndings() {
        return toldOfEndings;
    }
}
