package io.nightshift.server.transfer;

import io.nightshift.database.SystemClock;
import io.nightshift.queue.QueueStore;
import io.nightshift.server.configuration.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/**
 * Reads an {@link Export} into an empty database, in one transaction: all of it or nothing. What was Locked when it was
 * exported belongs to nodes that do not exist here; they are marked as ended, so the first server that starts takes their
 * operations back.
 */
public final class Import {

    /** Tables that an empty database may have rows in: a start makes an organization and registers its node. */
    private static final Set<String> MAY_HAVE_ROWS = Set.of("organization", "node");

    private final DataSource source;
    private final String organization;
    private final Progress progress;

    /**
     * @param organization the first organization, which the schema is made with; what the file has replaces it
     * @param err where the progress is told
     */
    public Import(DataSource source, String organization, PrintStream err, boolean terminal) {
        this.source = source;
        this.organization = organization;
        this.progress = new Progress(err, terminal);
    }

    /** Reads the file and returns the number of rows that are in the database now. */
    public long read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = Manifest.read(entry(zip, Manifest.ENTRY));
            QueueStore.open(source, new SystemClock(), organization);
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                long rows = readAll(connection, zip, manifest);
                connection.commit();
                return rows;
            }
        } catch (NoSuchFileException e) {
            throw new StartException("There is no file " + file + ": name one that export wrote.", e);
        } catch (ZipException e) {
            throw new StartException(
                    "The file " + file + " is not an export or is damaged (" + e.getMessage()
                            + "): nothing was imported.",
                    e);
        } catch (IOException e) {
            throw new StartException("The file " + file + " cannot be read (" + e + "): nothing was imported.", e);
        } catch (SQLException e) {
            throw new StartException(
                    "53100".equals(e.getSQLState())
                            ? "The disk of the database is full: nothing was imported; free some space and try again."
                            : "The import failed in the database (" + e.getMessage() + "): nothing was imported.",
                    e);
        }
    }

    private long readAll(Connection connection, ZipFile zip, Manifest manifest) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // Whoever starts a server or makes a partition takes this lock first.
            statement.execute("LOCK TABLE nightshift.migration IN EXCLUSIVE MODE");
            statement.execute("SET LOCAL timezone = 'UTC'");
            statement.execute("SET LOCAL datestyle = 'ISO'");
        }
        checkSameSchema(connection, manifest);
        empty(connection);
        makePartitions(connection, manifest.partitions());
        long rows = 0;
        for (Manifest.Table table : manifest.tables()) {
            rows += read(connection, zip, table);
        }
        endNodes(connection);
        setSequences(connection, manifest.sequences());
        return rows;
    }

    private static void checkSameSchema(Connection connection, Manifest manifest) throws SQLException {
        Map<String, String> here = Schema.migrations(connection);
        if (!here.equals(manifest.migrations())) {
            throw new StartException(
                    "The export has the schema " + last(manifest.migrations()) + " and this release has " + last(here)
                            + ": import it with the release that wrote it, then start this one on that database.");
        }
        List<String> tables = Schema.tables(connection);
        for (Manifest.Table table : manifest.tables()) {
            if (!tables.contains(table.name())
                    || !Schema.columns(connection, table.name()).containsAll(table.columns())) {
                throw new StartException("The export has a table " + table.name()
                        + " that this release does not know: the file was changed, take another.");
            }
        }
        if (manifest.tables().size() != tables.size()) {
            throw new StartException(
                    "The export lacks tables that this release has: the file was changed, take another.");
        }
    }

    private static String last(Map<String, String> migrations) {
        return migrations.keySet().stream().max(String::compareTo).orElse("none");
    }

    private static void empty(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : Schema.tables(connection)) {
                if (!MAY_HAVE_ROWS.contains(table) && hasRow(statement, "nightshift.\"" + table + "\"")) {
                    throw new StartException("The database is not empty (it has rows in " + table
                            + "): import into a new one, or into another data folder with --data.");
                }
            }
            if (hasRow(statement, "nightshift.node WHERE alive")) {
                throw new StartException("A server is running on this database, or ended without a word: import into a"
                        + " database that no server has used.");
            }
            statement.execute("DELETE FROM nightshift.organization");
            statement.execute("DELETE FROM nightshift.node");
        }
    }

    private static boolean hasRow(Statement statement, String from) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT 1 FROM " + from + " LIMIT 1")) {
            return row.next();
        }
    }

    private static void makePartitions(Connection connection, List<Manifest.Partition> partitions) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Manifest.Partition partition : partitions) {
                statement.execute("CREATE TABLE IF NOT EXISTS nightshift.\"" + partition.name()
                        + "\" PARTITION OF nightshift.\"" + partition.parent() + "\" " + partition.bound());
            }
        }
    }

    private long read(Connection connection, ZipFile zip, Manifest.Table table) throws SQLException, IOException {
        try (DigestInputStream in = new DigestInputStream(entry(zip, table.entry()), Sha256.digest())) {
            long rows = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "COPY nightshift.\"" + table.name() + "\" (" + table.columnList() + ") FROM STDIN",
                            in,
                            1 << 16);
            String sha256 = HexFormat.of().formatHex(in.getMessageDigest().digest());
            if (rows != table.rows() || !sha256.equals(table.sha256())) {
                throw new StartException(
                        "The table " + table.name() + " of the export has " + rows + " rows instead of " + table.rows()
                                + ", or other ones: the file is damaged, nothing was imported.");
            }
            progress.done(table.name(), rows);
            return rows;
        }
    }

    private static void endNodes(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE nightshift.node SET ended_orderly = ended_orderly OR alive, alive = false,"
                    + " is_cleared = false, ended_on = coalesce(ended_on, renewed_on)");
        }
    }

    private static void setSequences(Connection connection, List<Manifest.Sequence> sequences) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
            for (Manifest.Sequence sequence : sequences) {
                statement.setString(1, "nightshift.\"" + sequence.name() + "\"");
                statement.setLong(2, sequence.last());
                statement.setBoolean(3, sequence.called());
                statement.execute();
            }
        }
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ZipException("it has no " + name);
        }
        return zip.getInputStream(entry);
    }
}
