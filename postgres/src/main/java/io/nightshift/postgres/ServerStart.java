package io.nightshift.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way from settings to a running server, under the lock on the home folder. */
final class ServerStart {
    private static final Logger log = LoggerFactory.getLogger(ServerStart.class);

    /** Redo after a crash is counted in here. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** Between finding a free port and using it another program may take it. */
    private static final int ATTEMPTS_AT_A_FREE_PORT = 5;

    private final PostgresServer.Settings settings;
    private final boolean durable;
    private final Path home;
    private final DataFolder data;
    private final PasswordFile passwordFile;
    private final ServerLog serverLog;

    /** With {@code durable} false the server is for tests only: a crash of the machine may destroy its data. */
    ServerStart(PostgresServer.Settings settings, boolean durable) {
        this.settings = settings;
        this.durable = durable;
        this.home = settings.home();
        this.data = new DataFolder(home.resolve("postgres"));
        this.passwordFile = new PasswordFile(home.resolve("password"));
        this.serverLog = new ServerLog(home.resolve("postgresql.log"));
    }

    /** Starts the server, which from then on holds {@code lock}. */
    PostgresServer run(HomeLock lock) throws IOException {
        Postmaster.requireTools();
        Path bin = settings.programs();
        Programs programs = bin == null ? Programs.bundled(home) : Programs.in(bin);
        data.requireMajor(programs.major());
        data.awaitFree();
        RunAs runAs = RunAs.choose(home, data.path(), programs.bin());
        String password = passwordFile.read(data.exists());
        if (data.exists()) {
            runAs.give(data.path());
        } else {
            data.initialize(programs, runAs, passwordFile, durable);
        }
        for (int attempt = 1; ; attempt++) {
            int port = settings.port() == 0 ? freePort() : settings.port();
            Postmaster postmaster = launch(programs, runAs, port);
            if (postmaster != null) {
                var login = new PostgresServer.Login(port, password);
                PostgresServer server = new PostgresServer(settings, programs, login, postmaster, lock);
                prepare(server, postmaster);
                return server;
            }
            if (settings.port() != 0 || attempt == ATTEMPTS_AT_A_FREE_PORT) {
                throw StartFailure.portInUse(port);
            }
        }
    }

    /** The server once it accepts connections, or null when the port was taken. */
    private @Nullable Postmaster launch(Programs programs, RunAs runAs, int port) throws IOException {
        List<String> command = new ArrayList<>(Postmaster.tied("INT", runAs));
        command.add(programs.path("postgres"));
        command.addAll(List.of("-D", data.path().toString()));
        serverSettings(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        serverLog.mark();
        Postmaster postmaster = Postmaster.start(command, home, serverLog);
        boolean ready = false;
        try {
            ready = awaitReady(postmaster);
        } finally {
            if (!ready) {
                postmaster.stop();
            }
        }
        if (ready) {
            return postmaster;
        }
        String output = serverLog.sinceMark();
        if (StartFailure.saysAddressInUse(output)) {
            return null;
        }
        throw StartFailure.ofOutput("start PostgreSQL in " + home, output);
    }

    /** Returns true when the server accepts connections, false when it has ended. */
    private boolean awaitReady(Postmaster postmaster) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!postmaster.awaitEnd(Duration.ofMillis(10))) {
            if (data.isReady(postmaster.pid())) {
                return true;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new PostgresStartException("Starting PostgreSQL in " + home + " was interrupted: start again.");
            }
            if (System.nanoTime() > deadline) {
                throw new PostgresStartException("PostgreSQL in " + home + " was not ready within " + LIMIT.toMinutes()
                        + " minutes: read in " + serverLog.file() + " what it is doing.");
            }
        }
        return false;
    }

    private void prepare(PostgresServer server, Postmaster postmaster) {
        boolean prepared = false;
        try {
            server.createDatabase();
            prepared = true;
        } catch (SQLException e) {
            throw StartFailure.ofStatement("open the database in " + home, e, passwordFile.path());
        } finally {
            if (!prepared) {
                postmaster.stop();
            }
        }
        log.info(
                "PostgreSQL {} runs in {} on port {} (process {})",
                server.version(),
                home,
                server.port(),
                postmaster.pid());
    }

    private Map<String, String> serverSettings(int port) {
        Map<String, String> all = new LinkedHashMap<>(PostgresServer.Settings.DEFAULTS);
        all.putAll(settings.serverSettings());
        all.put("listen_addresses", PostgresServer.HOST);
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.put("shared_preload_libraries", "pg_stat_statements");
        all.put("logging_collector", "off");
        all.put("log_destination", "stderr");
        all.put("lc_messages", "C"); // failures are told apart by their text
        for (String promise : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            all.put(promise, durable ? "on" : "off");
        }
        return all;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(PostgresServer.HOST), 0));
            return socket.getLocalPort();
        }
    }
}
