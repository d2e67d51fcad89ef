package io.nightshift.benchmarks.stage;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.benchmarks.contender.Entrant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** One run: a fresh database, the agents of one contender, meters on them. Closing it ends every agent. */
public final class Stage implements AutoCloseable {

    private static final double QUIET_CORES = 0.3;
    private static final int QUIET_SECONDS = 5;
    private static final int LOOK_MILLIS = 10;

    private final BenchDatabase database;
    private final Entrant entrant;
    private final Sizes sizes;
    private final Path folder;
    private @Nullable HikariDataSource pool;
    private final List<AgentProcess> agents = new CopyOnWriteArrayList<>();

    public Stage(BenchDatabase database, Entrant entrant, Sizes sizes, Path folder) throws IOException {
        this.database = database;
        this.entrant = entrant;
        this.sizes = sizes;
        this.folder = Files.createTempDirectory(Files.createDirectories(folder), "run-");
    }

    public Entrant entrant() {
        return entrant;
    }

    public Sizes sizes() {
        return sizes;
    }

    public BenchDatabase database() {
        return database;
    }

    /** The measured database for the driver's own use of the engine, after {@link #fresh}. */
    public synchronized DataSource dataSource() {
        if (pool == null) {
            pool = database.pool();
        }
        return pool;
    }

    /** A whole server on the measured database as it is; the caller closes it. */
    public ServerProcess serverOnWhatIsThere(String... flags) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(flags));
        all.addAll(List.of("--database-url", database.url()));
        all.addAll(List.of("--database-user", database.user()));
        all.addAll(List.of("--database-password", database.password()));
        return ServerProcess.start(file("server"), all.toArray(String[]::new));
    }

    /** A file for a log of this run. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /** An empty database with the contender's schema, and nothing of it in memory that waits to be written. */
    public void fresh(String... options) throws Exception {
        database.renew();
        AgentProcess setup = agent("setup", options);
        setup.result(90);
        setup.close();
        agents.remove(setup);
        settle();
    }

    /** Before each measuring: dirty pages are written and the planner knows the tables, as it would for a standing backlog. */
    public void settle() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
            statement.execute("CHECKPOINT");
        }
        database.ask("SELECT count(*) FROM (SELECT pg_stat_statements_reset()) done");
    }

    public AgentProcess agent(String verb, String... options) throws IOException {
        AgentProcess agent = AgentProcess.start(entrant, database, folder, verb, List.of(options));
        agents.add(agent);
        return agent;
    }

    /** Runs a producer to its end. */
    public void enqueue(String... options) throws Exception {
        AgentProcess producer = agent("enqueue", options);
        producer.go().result(600);
        producer.close();
        agents.remove(producer);
    }

    /** Meters on the database and these agents. */
    public Meter meter(AgentProcess... of) throws IOException, SQLException {
        return new Meter(database, Stream.of(of).map(AgentProcess::pid).toList());
    }

    /** Meters on the database and a whole server. */
    public Meter meter(ServerProcess server) throws IOException, SQLException {
        return new Meter(database, List.of(server.pid()));
    }

    /** A whole server on the measured database, which is empty before. */
    public ServerProcess server() throws Exception {
        database.renew();
        return ServerProcess.start(
                file("data"),
                "--database-url",
                database.url(),
                "--database-user",
                database.user(),
                "--database-password",
                database.password());
    }

    /** Meters on the database and all agents that live now. */
    public Meter meter() throws IOException, SQLException {
        return new Meter(database, agents.stream().map(AgentProcess::pid).toList());
    }

    /** Waits some seconds for one in which other processes are quiet; the run goes ahead either way and says how it was. */
    public void awaitQuiet() throws IOException, InterruptedException {
        for (int second = 0; second < QUIET_SECONDS; second++) {
            double before = Processors.busy();
            TimeUnit.SECONDS.sleep(1);
            if (Processors.busy() - before < QUIET_CORES) {
                return;
            }
        }
    }

    /** Whether so much foreign load makes a run doubtful. */
    public static boolean isQuiet(double otherCores) {
        return otherCores < QUIET_CORES;
    }

    /** Waits until a query answers false. */
    public void awaitFalse(String query, int seconds) throws SQLException, InterruptedException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        try (Connection connection = database.connect()) {
            while (BenchDatabase.number(connection, "SELECT /* nightshift bench */ (" + query + ")::int") == 1) {
                if (System.nanoTime() > limit) {
                    throw new IllegalStateException("after " + seconds + " s it was still true: " + query);
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
    }

    /** One number from the measured database. */
    public long ask(String query) throws SQLException {
        try (Connection connection = database.connect()) {
            return BenchDatabase.number(connection, "/* nightshift bench */ " + query);
        }
    }

    /** One number from the server's own account of what it did, asked outside the measured database. */
    public long statistics(String query) throws SQLException {
        return database.ask(query);
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public synchronized void close() {
        if (pool != null) {
            pool.close();
        }
        agents.forEach(AgentProcess::close);
        try {
            ServerProcess.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
