package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.Migrations;
import io.nightshift.database.ServiceClock;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * The database of the queue with all that every part of it needs: connections, time, the numbers of organizations, the
 * partitions. Opening it brings the schema up to date. Thread-safe; make one for a process.
 */
public final class QueueStore {

    /** The organization of operations that name none. */
    public static final String DEFAULT_ORGANIZATION = "default";

    private final Database database;
    private final ServiceClock clock;
    private final Organizations organizations;
    private final Partitions partitions;

    private QueueStore(Database database, ServiceClock clock, String defaultOrganization) {
        this.database = database;
        this.clock = clock;
        this.organizations = new Organizations(database, clock, defaultOrganization);
        this.partitions = new Partitions(database);
    }

    /**
     * Opens the queue in a database, creating or updating its schema {@code nightshift}.
     *
     * @param defaultOrganization the organization of operations that name none; created when it is missing
     */
    public static QueueStore open(DataSource dataSource, ServiceClock clock, String defaultOrganization)
            throws SQLException {
        Database database = new Database(dataSource);
        new Migrations(QueueStore.class, List.of("V001__operation.sql"), QueueSql::expand).apply(database);
        QueueStore store = new QueueStore(database, clock, defaultOrganization);
        store.organizations.create(defaultOrganization);
        store.partitions.prepare(clock.now());
        return store;
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

    public Partitions partitions() {
        return partitions;
    }
}
