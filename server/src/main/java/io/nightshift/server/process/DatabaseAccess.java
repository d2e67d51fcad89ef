package io.nightshift.server.process;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.HintConnection;
import io.nightshift.postgres.PostgresServer;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The database: a PostgreSQL of our own that lives as long as we do, or the one that {@code database.url} names. */
public final class DatabaseAccess implements AutoCloseable {

    private static final int CONNECT_SECONDS = 5;
    /** Beside one for each handler in a transaction: claiming, recording, renewal, chores, and requests. */
    private static final int CONNECTIONS_OF_THE_SERVICE = 12;

    private static final int MOST_CONNECTIONS = 72;

    private final @Nullable PostgresServer embedded;
    private final PGSimpleDataSource direct;
    private final String shown;

    private DatabaseAccess(@Nullable PostgresServer embedded, PGSimpleDataSource direct, String shown) {
        this.embedded = embedded;
        this.direct = direct;
        this.shown = shown;
    }

    /**
     * Starts the embedded database in {@code folder}, or tries the one that is configured.
     *
     * @throws StartException or PostgresStartException when it cannot be reached; the message says what to do
     */
    public static DatabaseAccess open(Configuration configuration, Path folder) {
        String url = configuration.text(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            PostgresServer embedded = PostgresServer.start(PostgresServer.Settings.in(folder));
            return new DatabaseAccess(
                    embedded,
                    source(embedded.jdbcUrl(), embedded.user(), embedded.password()),
                    "the embedded " + embedded);
        }
        DatabaseAccess access =
                external(url, configuration.text(Setting.DATABASE_USER), configuration.text(Setting.DATABASE_PASSWORD));
        if (configuration.flag(Setting.DATABASE_POOLER)) {
            // A statement prepared on one connection of the pooler is unknown to the next.
            access.direct.setPrepareThreshold(0);
        }
        return access;
    }

    /** Where the node hears what others enqueue: not through a pooler, which cannot listen. */
    HintConnection hints(Configuration configuration) {
        String url = configuration.text(Setting.DATABASE_HINTS);
        if (!url.isEmpty()) {
            return HintConnection.from(source(
                    url, configuration.text(Setting.DATABASE_USER), configuration.text(Setting.DATABASE_PASSWORD)));
        }
        return configuration.flag(Setting.DATABASE_POOLER) ? HintConnection.NONE : HintConnection.from(direct);
    }

    /** A database that somebody else runs, tried once. An empty user or password may stand in the address instead. */
    static DatabaseAccess external(String url, String user, String password) {
        PGSimpleDataSource direct;
        try {
            direct = source(url, user, password);
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "database.url " + Configuration.withoutPassword(url)
                            + " cannot be read: give an address such as jdbc:postgresql://host:5432/database.",
                    e);
        }
        try (Connection connection = direct.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < 15) {
                throw new StartException("The database at " + Configuration.withoutPassword(url) + " is PostgreSQL "
                        + major + ": Nightshift needs 15 or newer.");
            }
            return new DatabaseAccess(null, direct, "PostgreSQL at " + Configuration.withoutPassword(url));
        } catch (SQLException e) {
            throw unreachable(Configuration.withoutPassword(url), e);
        }
    }

    private static PGSimpleDataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName("nightshift");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        source.setUrl(url);
        if (!user.isEmpty()) {
            source.setUser(user);
        }
        if (!password.isEmpty()) {
            source.setPassword(password);
        }
        return source;
    }

    private static StartException unreachable(String url, SQLException e) {
        String state = String.valueOf(e.getSQLState());
        String advice = switch (state) {
            case "28P01", "28000" -> "does not accept the user or password: check database.user and database.password.";
            case "3D000" -> "does not exist: create it (createdb) or correct database.url.";
            case "53300" -> "has no connection left: raise its max_connections or lower --slots.";
            case "57P03" -> "is starting or stopping: try again in a moment.";
            case "08001", "08004", "08006" -> "does not answer: check that it runs and that database.url is right.";
            default -> "cannot be used (" + firstLine(e) + "): check database.url.";
        };
        return new StartException("The database at " + url + " " + advice, e);
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse(state(e));
    }

    private static String state(SQLException e) {
        return "SQL state " + e.getSQLState();
    }

    /** A pool that is large enough for the slots and shrinks to almost nothing when nothing happens. */
    HikariDataSource pool(int slots) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("nightshift");
        config.setDataSource(direct);
        config.setMaximumPoolSize(Math.min(slots + CONNECTIONS_OF_THE_SERVICE, MOST_CONNECTIONS));
        config.setMinimumIdle(2);
        config.setIdleTimeout(Duration.ofSeconds(60).toMillis());
        config.setConnectionTimeout(Duration.ofSeconds(5).toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** Connections without a pool, each of them new. */
    public DataSource direct() {
        return direct;
    }

    /** How the embedded database is reached; empty when somebody else runs it. */
    Optional<LocalDatabase> local() {
        return Optional.ofNullable(embedded)
                .map(server -> new LocalDatabase(server.jdbcUrl(), server.user(), server.password()));
    }

    /** Calls back when the embedded database ends without having been told to. */
    void onUnexpectedEnd(Runnable callback) {
        if (embedded != null) {
            var unused = embedded.ended().thenRun(callback);
        }
    }

    /** Stops the database if it is ours. */
    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }

    @Override
    public String toString() {
        return shown; // never the password
    }
}
