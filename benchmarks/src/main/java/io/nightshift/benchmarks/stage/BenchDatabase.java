package io.nightshift.benchmarks.stage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL that is measured: one of our own as {@code ./run serve} starts it, or one by its address. Only the database
 * {@code nightshift_bench} is ever touched; every run makes it anew.
 */
public final class BenchDatabase implements AutoCloseable {

    private static final String NAME = "nightshift_bench";
    private static final int COMMITS = 300;

    private final @Nullable PostgresServer server;
    private final String maintenance;
    private final String url;
    private final String user;
    private final String password;

    private BenchDatabase(@Nullable PostgresServer server, String maintenance, String user, String password) {
        this.server = server;
        this.maintenance = maintenance;
        this.url = maintenance.replaceFirst("(jdbc:postgresql://[^/]*/)[^?]*", "$1" + NAME);
        this.user = user;
        this.password = password;
    }

    /** A new cluster in the folder, on the disk it lies on, with full durability. */
    public static BenchDatabase start(Path folder) throws IOException {
        if (Files.exists(folder)) {
            ServerProcess.delete(folder);
        }
        PostgresServer server = PostgresServer.start(PostgresServer.Settings.in(folder));
        return new BenchDatabase(server, server.jdbcUrl(), server.user(), server.password());
    }

    /** Somebody's server; the user may create databases there. */
    public static BenchDatabase at(String url, String user, String password) throws SQLException {
        BenchDatabase database = new BenchDatabase(null, url, user, password);
        try (Connection connection = database.maintenance();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
        }
        return database;
    }

    String url() {
        return url;
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** The process of the server, where it runs on this machine as ours. */
    OptionalLong pid() {
        return server == null ? OptionalLong.empty() : OptionalLong.of(server.pid());
    }

    /** Drops what was and makes the database empty. */
    void renew() throws SQLException {
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + NAME + " WITH (FORCE)");
            statement.execute("CREATE DATABASE " + NAME);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    /** A small pool on the measured database; the caller closes it. */
    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(2);
        return new HikariDataSource(config);
    }

    private Connection maintenance() throws SQLException {
        return DriverManager.getConnection(maintenance, user, password);
    }

    /** One number, asked outside the measured database, so that the asking is not measured. */
    long ask(String query) throws SQLException {
        try (Connection connection = maintenance()) {
            return number(connection, query);
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The setting as the server has it. */
    public String setting(String name) throws SQLException {
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('" + name + "')")) {
            row.next();
            return row.getString(1);
        }
    }

    /** Now, as the database knows it: ISO date and minute, UTC. */
    public String date() throws SQLException {
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')")) {
            row.next();
            return row.getString(1) + " UTC";
        }
    }

    /** How long one durable commit takes when nothing else happens, in microseconds: the median of some. */
    public double commitMicros() throws SQLException {
        double[] micros = new double[COMMITS];
        try (Connection connection = maintenance();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS bench_commit (n int)");
            for (int i = 0; i < COMMITS; i++) {
                long start = System.nanoTime();
                statement.execute("INSERT INTO bench_commit VALUES (1)");
                micros[i] = (System.nanoTime() - start) / 1e3;
            }
            statement.execute("DROP TABLE bench_commit");
        }
        Arrays.sort(micros);
        return micros[COMMITS / 2];
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
