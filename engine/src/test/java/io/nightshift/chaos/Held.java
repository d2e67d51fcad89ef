package io.nightshift.chaos;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** What the database says about the nodes and the operations that are not completed. */
final class Held {

    private static final String ROWS_OF_NODE =
            " FROM nightshift.operation o JOIN nightshift.node n ON n.node_id = o.node_id WHERE n.name = ?";

    private final DataSource dataSource;

    Held(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** How many operations are Locked by a node. */
    int by(String node) throws SQLException {
        return number("SELECT count(*)" + ROWS_OF_NODE, node);
    }

    /** Those of them that no transaction is just writing; a stopped process may stand in the middle of one. */
    int unlockedBy(String node) throws SQLException {
        return number("SELECT count(*) FROM (SELECT 1" + ROWS_OF_NODE + " FOR UPDATE OF o SKIP LOCKED) AS free", node);
    }

    boolean isAlive(String node) throws SQLException {
        return number("SELECT count(*) FROM nightshift.node WHERE alive AND name = ?", node) > 0;
    }

    /** How many operations are not completed. */
    int live() throws SQLException {
        return number("SELECT count(*) FROM nightshift.operation WHERE ? IS NOT NULL", "");
    }

    /** Where the operations stand that are not completed, in words; for the message of a failure. */
    String standings() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "SELECT string_agg(line, '; ') FROM (SELECT count(*) || ' in status ' || statuscode || ', cause '"
                                + " || coalesce(cause::text, 'none') || ', in a lane ' || (token IS NOT NULL) || ', slot '"
                                + " || (lane_slot IS NOT NULL) || ', first ' || min(operation_id::text) AS line"
                                + " FROM nightshift.operation GROUP BY statuscode, cause, token IS NOT NULL,"
                                + " lane_slot IS NOT NULL) AS lines");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private int number(String sql, String parameter) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
