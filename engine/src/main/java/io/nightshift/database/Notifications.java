package io.nightshift.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * One connection that listens, for one thread. The only class that knows the driver; where that is not pgjdbc, using it
 * fails with a {@link LinkageError}.
 */
public final class Notifications implements AutoCloseable {

    private final Connection connection;
    private final PGConnection driver;

    private Notifications(Connection connection, PGConnection driver) {
        this.connection = connection;
        this.driver = driver;
    }

    /**
     * Listens on a channel; null when the connections of this data source are not those of pgjdbc.
     *
     * @param channel a plain identifier
     */
    public static @Nullable Notifications on(Database database, String channel) throws SQLException {
        Connection connection = database.connect();
        try {
            if (!connection.isWrapperFor(PGConnection.class)) {
                connection.close();
                return null;
            }
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
            }
            return new Notifications(connection, connection.unwrap(PGConnection.class));
        } catch (SQLException e) {
            end(connection);
            throw e;
        }
    }

    /** What has come, after waiting for the first one at most so long. */
    public List<String> await(int millis) throws SQLException {
        PGNotification[] all = driver.getNotifications(millis);
        List<String> payloads = new ArrayList<>();
        if (all != null) {
            for (PGNotification one : all) {
                payloads.add(one.getParameter());
            }
        }
        return payloads;
    }

    /** Gives the connection back as it was. By the thread that waits. */
    @Override
    public void close() throws SQLException {
        end(connection);
    }

    private static void end(Connection connection) throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            // A pool must not hand out a connection that listens.
            statement.execute("UNLISTEN *");
        }
    }
}
