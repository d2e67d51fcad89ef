package io.nightshift.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
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

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
    private static final String HOST = "127.0.0.1";

    /** Redo after a crash is counted in here. */
    private static final Duration START_LIMIT = Duration.ofMinutes(10);

    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    private final Settings settings;
    private final Programs programs;
    private final String password;
    private final int port;
    private final Running running;

    private record Running(Postmaster postmaster, HomeLock lock) {}

    private PostgresServer(Settings settings, Programs programs, String password, int port, Running running) {
        this.settings = settings;
        this.programs = programs;
        this.password = password;
        this.port = port;
        this.running = running;
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
        Path home = settings.home();
        String doing = "start PostgreSQL in " + home;
        HomeLock lock = null;
        PostgresServer started = null;
        try {
            Folders.createPrivate(home);
            lock = HomeLock.take(home);
            started = new Start(settings, durable).run(lock);
            return started;
        } catch (IOException e) {
            throw StartFailure.of(doing, e);
        } finally {
            if (started == null && lock != null) {
                release(lock);
            }
        }
    }

    /** The steps of one start. */
    private static final class Start {
        private final Settings settings;
        private final boolean durable;
        private final Path home;
        private final DataFolder data;
        private final ServerLog serverLog;

        Start(Settings settings, boolean durable) {
            this.settings = settings;
            this.durable = durable;
            this.home = settings.home();
            this.data = new DataFolder(home.resolve("postgres"));
            this.serverLog = new ServerLog(home.resolve("postgresql.log"));
        }

        PostgresServer run(HomeLock lock) throws IOException {
            Path bin = settings.programs();
            Programs programs = bin == null ? Programs.bundled(home) : Programs.in(bin);
            data.requireMajor(programs.major());
            data.awaitFree();
            RunAs runAs = RunAs.choose(home, data.path(), programs.bin());
            String password = password();
            if (data.exists()) {
                runAs.give(data.path());
            } else {
                data.initialize(programs, runAs, passwordFile(), durable ? List.of() : List.of("--no-sync"));
            }
            int port = settings.port();
            for (int attempt = 1; ; attempt++) {
                int chosen = port == 0 ? freePort() : port;
                Postmaster postmaster = launch(programs, runAs, chosen);
                if (postmaster != null) {
                    PostgresServer server =
                            new PostgresServer(settings, programs, password, chosen, new Running(postmaster, lock));
                    prepare(server);
                    return server;
                }
                if (port != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
                    throw StartFailure.portInUse(chosen);
                }
            }
        }

        /** The running server, or null when the port was taken. */
        private @Nullable Postmaster launch(Programs programs, RunAs runAs, int port) throws IOException {
            List<String> command = new ArrayList<>(Postmaster.tied("INT", runAs));
            command.add(programs.path("postgres"));
            command.addAll(List.of("-D", data.path().toString()));
            serverSettings(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            serverLog.mark();
            Postmaster postmaster = Postmaster.start(command, home, serverLog);
            boolean ready = false;
            try {
                long deadline = System.nanoTime() + START_LIMIT.toNanos();
                while (!postmaster.awaitEnd(Duration.ofMillis(10))) {
                    if (data.isReady(postmaster.pid())) {
                        ready = true;
                        return postmaster;
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        throw new PostgresStartException("Starting PostgreSQL was interrupted; start again.");
                    }
                    if (System.nanoTime() > deadline) {
                        throw new PostgresStartException("PostgreSQL in " + home + " was not ready within "
                                + START_LIMIT.toMinutes() + " minutes; the log " + serverLog.file() + " says why.");
                    }
                }
            } finally {
                if (!ready) {
                    postmaster.stop();
                }
            }
            String output = serverLog.sinceMark();
            if (StartFailure.saysAddressInUse(output)) {
                return null;
            }
            throw StartFailure.ofOutput("start PostgreSQL in " + home, output, serverLog.file());
        }

        private void prepare(PostgresServer server) {
            boolean prepared = false;
            try {
                server.createDatabase();
                prepared = true;
            } catch (SQLException e) {
                throw StartFailure.ofStatement("open the database in " + home, e, passwordFile());
            } finally {
                if (!prepared) {
                    server.running.postmaster.stop();
                }
            }
            log.info(
                    "PostgreSQL {} runs in {} on port {} (process {})",
                    server.version(),
                    home,
                    server.port,
                    server.running.postmaster.pid());
        }

        private Path passwordFile() {
            return home.resolve("password");
        }

        private String password() throws IOException {
            Path file = passwordFile();
            if (Files.exists(file)) {
                return Files.readString(file).strip();
            }
            if (data.exists()) {
                throw new PostgresStartException("The password file " + file + " of the database beside it is missing:"
                        + " put it back from a copy of the folder.");
            }
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            String password = HexFormat.of().formatHex(random);
            Path unfinished = file.resolveSibling("password.unfinished");
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, password + "\n", StandardOpenOption.SYNC, StandardOpenOption.WRITE);
            Files.move(unfinished, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            return password;
        }

        private Map<String, String> serverSettings(int port) {
            Map<String, String> all = new LinkedHashMap<>(Settings.DEFAULTS);
            all.putAll(settings.serverSettings());
            all.put("listen_addresses", HOST);
            all.put("port", Integer.toString(port));
            all.put("unix_socket_directories", "");
            all.put("shared_preload_libraries", "pg_stat_statements");
            all.put("logging_collector", "off");
            String onOff = durable ? "on" : "off";
            all.put("fsync", onOff);
            all.put("synchronous_commit", onOff);
            all.put("full_page_writes", onOff);
            return all;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
            return socket.getLocalPort();
        }
    }

    private void createDatabase() throws SQLException {
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
        source.setPassword(password);
        return source;
    }

    private String jdbcUrl(String database) {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + database;
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
        return password;
    }

    /** The TCP port on 127.0.0.1; the one that was chosen when the settings said any. */
    public int port() {
        return port;
    }

    /** The version of the programs, for example {@code 18.6}. */
    public String version() {
        return programs.version();
    }

    /** The process id of the server. */
    public long pid() {
        return running.postmaster.pid();
    }

    /** Whether the server process is alive. */
    public boolean isRunning() {
        return running.postmaster.isAlive();
    }

    /**
     * Completed with the exit status when the server process has ended, by {@link #close} or by itself. A server that
     * was killed is not started again: the owner decides.
     */
    public CompletableFuture<Integer> ended() {
        return running.postmaster.ended().copy();
    }

    /**
     * Stops the server cleanly: open connections are ended, what was committed is kept. Returns when the process has
     * ended; a second call does nothing. An interrupt does not cut it short and is kept for the caller.
     */
    @Override
    public void close() {
        running.postmaster.stop();
        release(running.lock);
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
                "log_destination");

        /** For a small machine that also runs the application. */
        private static final Map<String, String> DEFAULTS = Map.ofEntries(
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
                Map.entry("timezone", "UTC"),
                Map.entry("lc_messages", "C"));

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
