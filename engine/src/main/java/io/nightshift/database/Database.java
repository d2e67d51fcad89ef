package io.nightshift.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections and transactions. Transactions that we own are run again when PostgreSQL gave them up for the sake of
 * another (serialization failure, deadlock); a caller's own transaction never is. Thread-safe.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final Set<String> RUN_AGAIN = Set.of("40001", "40P01");
    private static final int TRIES = 10;

    /** Work on a connection. */
    @FunctionalInterface
    public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;

    public Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** One transaction of READ COMMITTED, committed at the end and rolled back on any exception. */
    public <T extends @org.jspecify.annotations.Nullable Object> T inTransaction(Work<T> work) throws SQLException {
        for (int tried = 1; ; tried++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (tried >= TRIES || e.getSQLState() == null || !RUN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
                LOG.debug("PostgreSQL gave up a transaction ({}), run again: try {}", e.getSQLState(), tried + 1);
            }
        }
    }

    /** Statements that each commit by themselves. */
    public <T extends @org.jspecify.annotations.Nullable Object> T autoCommit(Work<T> work) throws SQLException {
        for (int tried = 1; ; tried++) {
            try (Connection connection = dataSource.getConnection()) {
                if (!connection.getAutoCommit()) {
                    connection.setAutoCommit(true);
                }
                return work.on(connection);
            } catch (SQLException e) {
                if (tried >= TRIES || e.getSQLState() == null || !RUN_AGAIN.contains(e.getSQLState())) {
                    throw e;
                }
                LOG.debug("PostgreSQL gave up a statement ({}), run again: try {}", e.getSQLState(), tried + 1);
            }
        }
    }

    public Connection connect() throws SQLException {
        return dataSource.getConnection();
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T once(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.on(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBackQuietly(connection);
                }
                restoreQuietly(connection);
            }
        }
    }

    private static void rollBackQuietly(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("Rolling back failed; the connection is gone and with it the transaction", e);
        }
    }

    private static void restoreQuietly(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            LOG.debug("The connection is gone", e);
        }
    }
}
