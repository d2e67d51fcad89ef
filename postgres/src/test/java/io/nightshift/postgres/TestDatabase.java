package io.nightshift.postgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh, empty PostgreSQL database for one test, dropped on {@link #close}.
 *
 * <p>All databases of a version share one server per test JVM. It is started at the first call, in a temporary folder
 * that is removed at exit, and cannot outlive the JVM. These servers, and only these, run without {@code fsync}: they
 * are as correct as any other, but a crash of the machine may destroy them. Nor do they do anything at a time of their own
 * choice: no autovacuum, no checkpoint by the clock, so that what a statement costs, how it is planned and whom it waits for is
 * the same on every day. A test that needs statistics asks for them. Safe for use by several threads.
 */
public final class TestDatabase implements AutoCloseable {
    /** The versions Nightshift is tested on. */
    public enum Version {
        /** The floor, from Debian's package {@code postgresql-15}. */
        PG15(Path.of("/usr/lib/postgresql/15/bin")),
        /** The bundled one; always there. */
        PG18(null);

        private final @Nullable Path programs;

        Version(@Nullable Path programs) {
            this.programs = programs;
        }
    }

    private static final Map<Version, PostgresServer> SERVERS = new EnumMap<>(Version.class);
    private static @Nullable TestFolder folder;
    private static @Nullable Path bundled;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final PostgresServer server;
    private final String name;

    private TestDatabase(PostgresServer server, String name) {
        this.server = server;
        this.name = name;
    }

    /**
     * Whether this machine has the version. Where a gap must not pass for a skip (the environment says {@code CI=true}
     * or sets {@code NIGHTSHIFT_REQUIRE_PG15}), a missing version is an error.
     *
     * @throws IllegalStateException when the version is missing and required
     */
    public static boolean available(Version version) {
        Path programs = version.programs;
        if (programs == null || Files.isExecutable(programs.resolve("postgres"))) {
            return true;
        }
        if ("true".equals(System.getenv("CI")) || System.getenv("NIGHTSHIFT_REQUIRE_PG15") != null) {
            throw new IllegalStateException("The tests need the PostgreSQL programs in " + programs
                    + ": install Debian's package postgresql-15.");
        }
        return false;
    }

    /** The versions to run a parameterized test on; rules of {@link #available}. */
    public static List<Version> versions() {
        return Arrays.stream(Version.values()).filter(TestDatabase::available).toList();
    }

    /** A new empty database on PostgreSQL of this version. */
    public static TestDatabase create(Version version) {
        PostgresServer server = server(version);
        String name = "test_" + NUMBER.incrementAndGet();
        execute(server, "create database " + name);
        return new TestDatabase(server, name);
    }

    private static synchronized PostgresServer server(Version version) {
        return SERVERS.computeIfAbsent(version, TestDatabase::start);
    }

    private static PostgresServer start(Version version) {
        if (!available(version)) {
            throw new IllegalStateException(version + " is not installed; ask TestDatabase.available first.");
        }
        PostgresServer.Settings settings = settings(version, folder().resolve(version.name()))
                .withServerSetting("max_connections", "300")
                .withServerSetting("autovacuum", "off")
                .withServerSetting("checkpoint_timeout", "1d")
                .withServerSetting("shared_buffers", "64MB");
        return PostgresServer.startWithoutDurability(settings);
    }

    /** Settings for a server of this version in {@code home}, for tests that start and stop one themselves. */
    static PostgresServer.Settings settings(Version version, Path home) {
        return PostgresServer.Settings.in(home).withPrograms(programs(version));
    }

    /** The programs of this version; the bundled ones are unpacked once for this JVM. */
    static synchronized Path programs(Version version) {
        Path programs = version.programs;
        if (programs != null) {
            return programs;
        }
        if (bundled == null) {
            bundled = Programs.bundled(folder()).bin();
        }
        return bundled;
    }

    private static synchronized Path folder() {
        if (folder == null) {
            folder = TestFolder.create();
            Runtime.getRuntime().addShutdownHook(new Thread(TestDatabase::removeEverything, "test-postgres-removal"));
        }
        return folder.path();
    }

    private static synchronized void removeEverything() {
        SERVERS.values().forEach(PostgresServer::close);
        folder.delete();
    }

    private static void execute(PostgresServer server, String sql) {
        PGSimpleDataSource source = dataSource(server, "postgres");
        try (var connection = source.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("'" + sql + "' failed on the test server", e);
        }
    }

    private static PGSimpleDataSource dataSource(PostgresServer server, String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(server, database));
        source.setUser(server.user());
        source.setPassword(server.password());
        return source;
    }

    private static String url(PostgresServer server, String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    public String jdbcUrl() {
        return url(server, name);
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** A new data source without a pool. */
    public PGSimpleDataSource dataSource() {
        return dataSource(server, name);
    }

    /** Ends the connections that are still open and drops the database. */
    @Override
    public void close() {
        execute(server, "drop database if exists " + name + " with (force)");
    }

    @Override
    public String toString() {
        return name + " on PostgreSQL " + server.version();
    }
}
