package io.nightshift.database;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbered {@code .sql} files, applied once each, in their order, in a schema of our own. Any number of nodes may start
 * at once: they queue up on one lock row. A file that was applied must never change; its checksum is kept and compared.
 *
 * <p>A database that is newer than the program is accepted as long as its schema only grew (the previous release must
 * run on the new schema), so a rolling upgrade needs no stop.
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private final Class<?> owner;
    private final List<String> names;
    private final UnaryOperator<String> expand;

    /**
     * @param owner the class beside whose package the folder {@code migrations} lies
     * @param names file names such as {@code V001__operation.sql}, in their order
     * @param expand replaces placeholders in a file
     */
    public Migrations(Class<?> owner, List<String> names, UnaryOperator<String> expand) {
        this.owner = owner;
        this.names = List.copyOf(names);
        this.expand = expand;
    }

    /** Brings the schema up to date. */
    public void apply(Database database) throws SQLException {
        createSchema(database);
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("LOCK TABLE nightshift.migration IN EXCLUSIVE MODE");
            }
            Map<String, String> applied = applied(connection);
            for (String name : names) {
                String text = SqlFile.resource(owner, "migrations/" + name);
                String checksum = checksum(text);
                String known = applied.get(name);
                if (known == null) {
                    applyOne(connection, name, expand.apply(text), checksum);
                } else if (!known.equals(checksum)) {
                    throw new IllegalStateException("The migration " + name + " in this database is not the one in this"
                            + " program. Start the release that made the database, or restore the file.");
                }
            }
            return null;
        });
    }

    private static void createSchema(Database database) throws SQLException {
        database.autoCommit(connection -> {
            try (Statement statement = connection.createStatement()) {
                if (!exists(statement)) {
                    createOnce(statement);
                }
            }
            return null;
        });
    }

    private static boolean exists(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT to_regclass('nightshift.migration') IS NOT NULL")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** CREATE ... IF NOT EXISTS still fails when two run at the same instant; whoever loses finds it made. */
    private static void createOnce(Statement statement) throws SQLException {
        try {
            statement.execute("CREATE SCHEMA IF NOT EXISTS nightshift");
        } catch (SQLException e) {
            LOG.debug("Another node made the schema at the same time", e);
        }
        try {
            statement.execute("""
                    CREATE TABLE IF NOT EXISTS nightshift.migration (
                        name text PRIMARY KEY,
                        checksum text NOT NULL
                    )""");
        } catch (SQLException e) {
            if (!exists(statement)) {
                throw e;
            }
        }
    }

    private static Map<String, String> applied(Connection connection) throws SQLException {
        Map<String, String> applied = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name, checksum FROM nightshift.migration")) {
            while (rows.next()) {
                applied.put(rows.getString(1), rows.getString(2));
            }
        }
        return applied;
    }

    private static void applyOne(Connection connection, String name, String text, String checksum) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
        try (var insert =
                connection.prepareStatement("INSERT INTO nightshift.migration (name, checksum) VALUES (?, ?)")) {
            insert.setString(1, name);
            insert.setString(2, checksum);
            insert.executeUpdate();
        }
        LOG.info("Applied the migration {}", name);
    }

    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
