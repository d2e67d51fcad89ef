package io.nightshift.server.transfer;

import io.nightshift.server.configuration.StartException;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Writes everything the engine keeps to one zip file, as it stood at one instant. A server may go on working meanwhile.
 * Rows are streamed; memory does not grow with them. The file appears under its name only when it is complete.
 */
public final class Export {

    private static final int FAST = 3;

    private final DataSource source;
    private final Progress progress;

    /** @param err where the progress is told */
    public Export(DataSource source, java.io.PrintStream err, boolean terminal) {
        this.source = source;
        this.progress = new Progress(err, terminal);
    }

    /** Writes the file and returns the number of rows in it; a file that is there already is not touched. */
    public long write(Path file) {
        if (Files.exists(file)) {
            throw new StartException("The file " + file + " exists already: choose another name or remove it first.");
        }
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try {
            try {
                long rows = writeAll(unfinished);
                Files.move(unfinished, file);
                return rows;
            } finally {
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw unwritable(file, e);
        } catch (SQLException e) {
            throw new StartException(
                    "The export failed in the database (" + e.getMessage() + "): nothing was written.", e);
        }
    }

    private static StartException unwritable(Path file, IOException e) {
        if (String.valueOf(e.getMessage()).contains("No space left on device")) {
            return new StartException(
                    "The disk of " + file + " is full: free some space or export to another disk.", e);
        }
        if (e instanceof NoSuchFileException) {
            return new StartException("The folder of " + file + " does not exist: make it first.", e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new StartException(
                    "Another export to " + file + " is under way or was cut short: remove " + e.getMessage() + ".", e);
        }
        return new StartException("The file " + file + " cannot be written (" + e + "): nothing was exported.", e);
    }

    private long writeAll(Path unfinished) throws IOException, SQLException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        var onlyOwner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(unfinished, options, onlyOwner);
                Connection connection = source.getConnection()) {
            beginSnapshot(connection);
            ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16));
            zip.setLevel(FAST);
            List<Manifest.Table> tables = new ArrayList<>();
            for (String table : Schema.tables(connection)) {
                tables.add(write(connection, table, zip));
            }
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    connection.getMetaData().getDatabaseProductVersion(),
                    Schema.migrations(connection),
                    tables,
                    Schema.partitions(connection),
                    Schema.sequences(connection));
            zip.putNextEntry(new ZipEntry(Manifest.ENTRY));
            zip.write(manifest.json());
            zip.closeEntry();
            zip.finish();
            zip.flush();
            channel.force(true);
            connection.rollback();
            return tables.stream().mapToLong(Manifest.Table::rows).sum();
        }
    }

    /** Everything is read as of one instant; times are written in UTC whatever the server's setting is. */
    private static void beginSnapshot(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("SET LOCAL timezone = 'UTC'");
            statement.execute("SET LOCAL datestyle = 'ISO'");
        }
        if (!Schema.exists(connection)) {
            throw new StartException(
                    "There is nothing to export: this database has no schema nightshift (start a server on it first).");
        }
    }

    private Manifest.Table write(Connection connection, String table, ZipOutputStream zip)
            throws IOException, SQLException {
        Manifest.Table described = new Manifest.Table(table, Schema.columns(connection, table), 0, "");
        zip.putNextEntry(new ZipEntry(described.entry()));
        CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
        Counted counted = new Counted(zip, table);
        long rows = copy.copyOut(
                "COPY (SELECT " + described.columnList() + " FROM nightshift.\"" + table + "\") TO STDOUT", counted);
        zip.closeEntry();
        progress.done(table, rows);
        return new Manifest.Table(
                table, described.columns(), rows, HexFormat.of().formatHex(counted.digest.digest()));
    }

    /** Digests what passes, and counts the lines: one for each row, since line ends inside values are escaped. */
    private final class Counted extends FilterOutputStream {

        private final MessageDigest digest = Sha256.digest();
        private final String table;
        private long rows;

        Counted(OutputStream out, String table) {
            super(out);
            this.table = table;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            digest.update(bytes, from, length);
            for (int i = from; i < from + length; i++) {
                if (bytes[i] == '\n') {
                    rows++;
                }
            }
            progress.rows(table, rows);
        }
    }
}
