package io.nightshift.platform.organization;

import io.nightshift.platform.metadata.OrganizationMetadata;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.impl.DSL;

/**
 * Changes tables while others use them. One change of an organization at a time; each waits for its locks only briefly,
 * because whoever comes after it waits behind it, then lets the others pass and tries again. Thread-safe.
 */
final class SchemaChanges {

    /** A statement gave up waiting for a lock. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final int FIRST_WAIT_MILLIS = 50;
    private static final int LONGEST_WAIT_MILLIS = 1000;
    private static final int TRIES = 30;

    /** Works out the change from what is there; a fault refuses it. */
    @FunctionalInterface
    interface Plan {
        SchemaChange from(OrganizationMetadata metadata);
    }

    private final OrganizationDatabase database;

    SchemaChanges(OrganizationDatabase database) {
        this.database = database;
    }

    /** Carries out a change in a transaction of its own and answers the metadata after it. */
    OrganizationMetadata apply(String schema, Plan plan) throws SQLException {
        MetadataStore store = new MetadataStore(schema);
        for (int tried = 1; ; tried++) {
            int wait = Math.min(FIRST_WAIT_MILLIS << Math.min(tried - 1, 10), LONGEST_WAIT_MILLIS);
            try {
                return database.inTransaction(connection -> once(connection, store, plan, wait));
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                if (tried == TRIES) {
                    throw new OrganizationServiceFault(
                            FaultCode.LOCK_NOT_OBTAINED.code(),
                            "The tables are in use by long transactions; nothing was changed. Try again later.",
                            e);
                }
            }
        }
    }

    private static OrganizationMetadata once(Connection connection, MetadataStore store, Plan plan, int waitMillis) {
        DSLContext sql = Sql.on(connection);
        sql.setLocal(DSL.name("lock_timeout"), DSL.val(waitMillis + "ms")).execute();
        store.lock(connection);
        MetadataStore.Stored stored = store.load(connection);
        SchemaChange change = plan.from(stored.metadata());
        for (Query statement : change.tables()) {
            sql.execute(statement);
        }
        change.stored().in(store, connection);
        if (change.metadata().version() != stored.metadata().version()) {
            store.advance(connection, change.metadata().version(), stored.standard());
        }
        return change.metadata();
    }
}
