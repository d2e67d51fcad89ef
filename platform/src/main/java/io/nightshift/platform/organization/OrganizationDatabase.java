package io.nightshift.platform.organization;

import io.nightshift.database.Database;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Transactions of the platform's own, in which jOOQ's exceptions are the driver's again, so that those that are run again are recognized. Thread-safe. */
public final class OrganizationDatabase {

    private final Database database;

    /** Transactions on this database. */
    public OrganizationDatabase(Database database) {
        this.database = database;
    }

    /** One transaction, run again when PostgreSQL gave it up for the sake of another. */
    public <T extends @Nullable Object> T inTransaction(Database.Work<T> work) throws SQLException {
        return database.inTransaction(connection -> unwrapped(connection, work));
    }

    /** Statements that each commit by themselves. */
    public <T extends @Nullable Object> T autoCommit(Database.Work<T> work) throws SQLException {
        return database.autoCommit(connection -> unwrapped(connection, work));
    }

    private static <T extends @Nullable Object> T unwrapped(Connection connection, Database.Work<T> work)
            throws SQLException {
        try {
            return work.on(connection);
        } catch (DataAccessException e) {
            throw sqlException(e);
        }
    }

    /** The driver's exception in that of jOOQ; one of ours where there is none. */
    public static SQLException sqlException(DataAccessException e) {
        SQLException cause = e.getCause(SQLException.class);
        return cause == null ? new SQLException(e.getMessage(), e) : cause;
    }
}
