package io.nightshift.server.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The demo's own tables, as an application has them beside those of the engine. The primary keys are plain: if the work
 * of a handler were ever committed twice, an insert would fail.
 */
final class DemoTables {

    private DemoTables() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET client_min_messages = warning");
            statement.execute("CREATE SCHEMA IF NOT EXISTS demo");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS demo.run (
                        run_id uuid PRIMARY KEY,
                        input text NOT NULL,
                        accepted_by text,
                        finished boolean NOT NULL DEFAULT false)""");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS demo.neighbour (
                        run_id uuid,
                        airport text,
                        country text NOT NULL,
                        latitude text NOT NULL,
                        longitude text NOT NULL,
                        nearest text NOT NULL,
                        metres bigint NOT NULL,
                        PRIMARY KEY (run_id, airport))""");
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS demo.step (
                        run_id uuid,
                        step text,
                        operation_id uuid NOT NULL,
                        PRIMARY KEY (run_id, step))""");
            statement.execute("CREATE INDEX IF NOT EXISTS neighbour_country ON demo.neighbour (run_id, country)");
            statement.execute("RESET client_min_messages");
        }
    }

    /** The run on this input that was interrupted, if there is one. */
    static Optional<UUID> unfinishedRun(Connection connection, String input) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT run_id FROM demo.run WHERE NOT finished AND input = ?")) {
            query.setString(1, input);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
            }
        }
    }

    static void addRun(Connection connection, UUID run, String input) throws SQLException {
        update(connection, "INSERT INTO demo.run (run_id, input) VALUES (?, ?)", run, input);
    }

    /** The operation that a step of the second act was asked for with; null when it was not yet. */
    static @Nullable UUID step(Connection connection, UUID run, String step) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT operation_id FROM demo.step WHERE run_id = ? AND step = ?")) {
            query.setObject(1, run);
            query.setString(2, step);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    static void addStep(Connection connection, UUID run, String step, UUID operation) throws SQLException {
        update(connection, "INSERT INTO demo.step (run_id, step, operation_id) VALUES (?, ?, ?)", run, step, operation);
    }

    static void finishRuns(Connection connection) throws SQLException {
        update(connection, "UPDATE demo.run SET finished = true WHERE NOT finished");
    }

    /** A person accepts that the damaged rows are refused. */
    static void accept(Connection connection, UUID run, String person) throws SQLException {
        update(connection, "UPDATE demo.run SET accepted_by = ? WHERE run_id = ?", person, run);
    }

    static boolean isAccepted(Connection connection, UUID run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT accepted_by IS NOT NULL FROM demo.run WHERE run_id = ?")) {
            query.setObject(1, run);
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    static void add(Connection connection, UUID run, String country, List<Neighbour> page) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO demo.neighbour VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            for (Neighbour found : page) {
                insert.setObject(1, run);
                insert.setString(2, found.airport());
                insert.setString(3, country);
                insert.setString(4, found.latitude());
                insert.setString(5, found.longitude());
                insert.setString(6, found.neighbour());
                insert.setLong(7, found.metres());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    static List<Neighbour> neighbours(Connection connection, UUID run, String country) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT airport, latitude, longitude, nearest, metres FROM demo.neighbour WHERE run_id = ? AND country = ?")) {
            query.setObject(1, run);
            query.setString(2, country);
            try (ResultSet rows = query.executeQuery()) {
                List<Neighbour> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Neighbour(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getLong(5)));
                }
                return found;
            }
        }
    }

    /** How many airports have their neighbour so far. */
    static long count(Connection connection, UUID run) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT count(*) FROM demo.neighbour WHERE run_id = ?")) {
            query.setObject(1, run);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
