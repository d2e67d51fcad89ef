package io.nightshift.server.process;

import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database for an export or an import: the configured one, or the embedded one of the data folder, started for the
 * purpose when no server runs on it.
 */
public final class TransferDatabase implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TransferDatabase.class);

    private final @Nullable ServerFolder folder;
    private final DatabaseAccess access;

    private TransferDatabase(@Nullable ServerFolder folder, DatabaseAccess access) {
        this.folder = folder;
        this.access = access;
    }

    /** For reading: a server may go on running on it. */
    public static TransferDatabase forExport(Configuration configuration) {
        if (configuration.text(Setting.DATABASE_URL).isEmpty()) {
            Optional<LocalDatabase> running = LocalDatabase.of(configuration.data());
            if (running.isPresent()) {
                try {
                    return new TransferDatabase(
                            null,
                            DatabaseAccess.external(
                                    running.get().url(),
                                    running.get().user(),
                                    running.get().password()));
                } catch (StartException e) {
                    LOG.debug("A server that ended without a word left {} behind", LocalDatabase.FILE, e);
                }
            }
        }
        return forImport(configuration);
    }

    /** For writing: an embedded database must not be in use by a server. */
    public static TransferDatabase forImport(Configuration configuration) {
        if (!configuration.text(Setting.DATABASE_URL).isEmpty()) {
            return new TransferDatabase(null, DatabaseAccess.open(configuration, configuration.data()));
        }
        ServerFolder folder = ServerFolder.take(configuration.data());
        DatabaseAccess access = null;
        try {
            access = DatabaseAccess.open(configuration, folder.database());
            return new TransferDatabase(folder, access);
        } finally {
            if (access == null) {
                folder.close();
            }
        }
    }

    public DataSource source() {
        return access.direct();
    }

    @Override
    public void close() {
        access.close();
        if (folder != null) {
            folder.close();
        }
    }
}
