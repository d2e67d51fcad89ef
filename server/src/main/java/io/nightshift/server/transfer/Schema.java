package io.nightshift.server.transfer;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads from the database itself what there is to carry over, so that a new table is never forgotten. */
final class Schema {

    /** Says how the schema was made, and is the same at both ends. */
    private static final String MIGRATION = "migration";

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'nightshift' AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname""";
    private static final String COLUMNS = """
            SELECT a.attname FROM pg_attribute a
            WHERE a.attrelid = ('nightshift.' || ?)::regclass AND a.attnum > 0 AND NOT a.attisdropped
              AND a.attgenerated = '' ORDER BY a.attnum""";
    private static final String PARTITIONS = """
            SELECT c.relname, p.relname, pg_get_expr(c.relpartbound, c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
            WHERE n.nspname = 'nightshift' AND c.relkind = 'r' AND c.relispartition ORDER BY c.relname""";
    private static final String SEQUENCES =
            "SELECT sequencename FROM pg_sequences WHERE schemaname = 'nightshift' ORDER BY sequencename";

    private Schema() {}

    static boolean exists(Connection connection) throws SQLException {
        return strings(connection, "SELECT to_regclass('nightshift.migration')::text")
                        .getFirst()
                != null;
    }

    static Map<String, String> migrations(Connection connection) throws SQLException {
        Map<String, String> migrations = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, checksum FROM nightshift.migration")) {
            while (rows.next()) {
                migrations.put(rows.getString(1), rows.getString(2));
            }
        }
        return migrations;
    }

    static List<String> tables(Connection connection) throws SQLException {
        return strings(connection, TABLES).stream()
                .filter(name -> !name.equals(MIGRATION))
                .toList();
    }

    static List<String> columns(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                return strings(rows);
            }
        }
    }

    static List<Manifest.Partition> partitions(Connection connection) throws SQLException {
        List<Manifest.Partition> partitions = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(PARTITIONS)) {
            while (rows.next()) {
                partitions.add(new Manifest.Partition(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return partitions;
    }

    static List<Manifest.Sequence> sequences(Connection connection) throws SQLException {
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (String name : strings(connection, SEQUENCES)) {
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT last_value, is_called FROM nightshift.\"" + name + "\"")) {
                row.next();
                sequences.add(new Manifest.Sequence(name, row.getLong(1), row.getBoolean(2)));
            }
        }
        return sequences;
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return strings(rows);
        }
    }

    private static List<String> strings(ResultSet rows) throws SQLException {
        List<String> strings = new ArrayList<>();
        while (rows.next()) {
            strings.add(rows.getString(1));
        }
        return strings;
    }
}
