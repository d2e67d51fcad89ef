package io.nightshift.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of our own: started from a set of programs on a data folder, and never alive without us.
 *
 * <p>It keeps what it has acknowledged ({@code fsync}, {@code synchronous_commit} and {@code full_page_writes} are on,
 * pages carry checksums), listens on 127.0.0.1 only, and asks for a random password that is made at the first start and
 * kept in a file only the owner can read. {@code pg_stat_statements} is loaded and present in the database. When this
 * process ends in any way, {@code kill -9} included, the server shuts down cleanly; a Ctrl-C in the terminal does not
 * reach it. It ends with {@link #close} or with this process, whichever comes first.
 *
 * <p>Instances may be used by several threads. Runs on Linux with the util-linux programs {@code setsid},
 * {@code setpriv} and, when this process is root, {@code unshare}.
 */
public final class PostgresServer implements AutoCloseable {
    static final String USER = "nightshift";
    static final String HOST = "127.0.0.1";

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private final Settings settings;
    private final Programs programs;
    private final Login login;
    private final Postmaster postmaster;
    private final HomeLock lock;

    record Login(int port, String password) {
        @Override
        public String toString() {
            return "port " + port; // never the password
        }
    }

    PostgresServer(Settings settings, Programs programs, Login login, Postmaster postmaster, HomeLock lock) {
        this.settings = settings;
        this.programs = programs;
        this.login = login;
        this.postmaster = postmaster;
        this.lock = lock;
    }

    /**
     * Starts the server and returns when it accepts connections and the database exists. The first start in a home
     * folder unpacks the programs and makes the data folder.
     *
     * @throws PostgresStartException when that is not possible; the message says what to do, and nothing keeps running
     */
    public static PostgresServer start(Settings settings) {
        return start(settings, true);
    }

    /** For tests only: a server that is faster because a crash of the machine may destroy its data. */
    static PostgresServer startWithoutDurability(Settings settings) {
        return start(settings, false);
    }

    private static PostgresServer start(Settings settings, boolean durable) {
        HomeLock lock = null;
        PostgresServer started = null;
        try {
            Folders.createPrivate(settings.home());
            lock = HomeLock.take(settings.home());
            started = new ServerStart(settings, durable).run(lock);
            return started;
        } catch (IOException e) {
            throw StartFailure.of("start PostgreSQL in " + settings.home(), e);
        } finally {
            if (started == null && lock != null) {
                release(lock);
            }
        }
    }

    /** Makes the database if it is not there. */
    void createDatabase() throws SQLException {
        try (var connection = dataSource("postgres").getConnection();
                var exists = connection.prepareStatement("select 1 from pg_database where datname = ?");
                var statement = connection.createStatement()) {
            exists.setString(1, settings.databaseName());
            if (!exists.executeQuery().next()) {
                statement.execute("create database " + settings.databaseName());
            }
        }
        try (var connection = dataSource(settings.databaseName()).getConnection();
                var statement = connection.createStatement()) {
            statement.execute("set client_min_messages = warning");
            statement.execute("create extension if not exists pg_stat_statements");
        }
    }

    private PGSimpleDataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(jdbcUrl(database));
        source.setUser(USER);
        source.setPassword(login.password);
        return source;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + login.port + "/" + database;
    }

    /** The address of the database, without user and password. */
    public String jdbcUrl() {
        return jdbcUrl(settings.databaseName());
    }

    /** The database user; it may do everything in this server. */
    public String user() {
        return USER;
    }

    /** The password of {@link #user}; it stays the same over restarts. Never log it. */
    public String password() {
        return login.password;
    }

    /** The TCP port on 127.0.0.1; the one that was chosen when the settings said any. */
    public int port() {
        return login.port;
    }

    /** The version of the programs, for example {@code 18.6}. */
    public String version() {
        return programs.version();
    }

    /** The process id of the server. */
    public long pid() {
        return postmaster.pid();
    }

    /** Whether the server process is alive. */
    public boolean isRunning() {
        return postmaster.isAlive();
    }

    /**
     * Completed with the exit status when the server process has ended, by {@link #close} or by itself. A server that
     * was killed is not started again: the owner decides.
     */
    public CompletableFuture<Integer> ended() {
        return postmaster.ended().copy();
    }

    /**
     * Stops the server cleanly: open connections are ended, what was committed is kept. Returns when the process has
     * ended; a second call does nothing. An interrupt does not cut it short and is kept for the caller.
     */
    @Override
    public void close() {
        postmaster.stop();
        release(lock);
    }

    private static void release(HomeLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log.warn("The lock on the data folder could not be released: {}", e.toString());
        }
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version() + " at " + jdbcUrl();
    }

    /**
     * Where and how to start.
     *
     * @param home the folder for everything: programs, data, password, log; made if missing, used by one process
     * @param programs a folder with {@code postgres} and {@code initdb}, such as {@code /usr/lib/postgresql/15/bin};
     *     null for the PostgreSQL 18 on the class path
     * @param port TCP port, 0 to 65535; 0 means any free one
     * @param databaseName the database to make; lower-case letters, digits and underscores
     * @param serverSettings further PostgreSQL settings by name; those that the promises of {@link PostgresServer} rest
     *     on cannot be given
     */
    public record Settings(
            Path home, @Nullable Path programs, int port, String databaseName, Map<String, String> serverSettings) {
        private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
        private static final Pattern SETTING = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.]*");
        private static final Set<String> FIXED = Set.of(
                "data_directory",
                "config_file",
                "hba_file",
                "ident_file",
                "listen_addresses",
                "port",
                "unix_socket_directories",
                "fsync",
                "synchronous_commit",
                "full_page_writes",
                "shared_preload_libraries",
                "logging_collector",
                "log_destination",
                "lc_messages");

        /** For a small machine that also runs the application. */
        static final Map<String, String> DEFAULTS = Map.ofEntries(
                Map.entry("shared_buffers", "128MB"),
                Map.entry("max_wal_size", "2GB"),
                Map.entry("wal_buffers", "16MB"),
                Map.entry("wal_compression", "pglz"),
                Map.entry("checkpoint_timeout", "10min"),
                Map.entry("autovacuum_naptime", "10s"),
                Map.entry("jit", "off"),
                Map.entry("random_page_cost", "1.1"),
                Map.entry("log_line_prefix", "%m [%p] "),
                Map.entry("log_lock_waits", "on"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("timezone", "UTC"));

        /** Checks the values; a wrong one is an {@link IllegalArgumentException}. */
        public Settings {
            home = home.toAbsolutePath().normalize();
            programs = programs == null ? null : programs.toAbsolutePath().normalize();
            serverSettings = Map.copyOf(serverSettings);
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("The port " + port + " is not between 0 and 65535.");
            }
            if (!NAME.matcher(databaseName).matches()) {
                throw new IllegalArgumentException("The database name '" + databaseName
                        + "' is not made of lower-case letters, digits and underscores.");
            }
            for (String name : new TreeSet<>(serverSettings.keySet())) {
                if (!SETTING.matcher(name).matches() || FIXED.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                    throw new IllegalArgumentException("The PostgreSQL setting '" + name + "' cannot be given here.");
                }
            }
        }

        /** The bundled PostgreSQL in {@code home}, any free port, a database {@code nightshift}. */
        public static Settings in(Path home) {
            return new Settings(home, null, 0, "nightshift", Map.of());
        }

        /** The same with the programs in the folder {@code bin}. */
        public Settings withPrograms(Path bin) {
            return new Settings(home, bin, port, databaseName, serverSettings);
        }

        /** The same on TCP port {@code port}; 0 means any free one. */
        public Settings withPort(int port) {
            return new Settings(home, programs, port, databaseName, serverSettings);
        }

        /** The same with another database. */
        public Settings withDatabaseName(String databaseName) {
            return new Settings(home, programs, port, databaseName, serverSettings);
        }

        /** The same with one more PostgreSQL setting. */
        public Settings withServerSetting(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(serverSettings);
            more.put(name, value);
            return new Settings(home, programs, port, databaseName, more);
        }
    }
}
