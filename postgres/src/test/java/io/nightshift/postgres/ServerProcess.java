package io.nightshift.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A process that owns a {@link PostgresServer}, so that tests can end it in every way. It takes a home folder and
 * optionally a programs folder as arguments, reads one command a line, and answers each with one line.
 */
public final class ServerProcess {
    private final PostgresServer.Settings settings;
    private volatile @Nullable PostgresServer server;

    private ServerProcess(PostgresServer.Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) throws IOException {
        PostgresServer.Settings settings = PostgresServer.Settings.in(Path.of(arguments[0]));
        ServerProcess process =
                new ServerProcess(arguments.length == 1 ? settings : settings.withPrograms(Path.of(arguments[1])));
        Runtime.getRuntime().addShutdownHook(new Thread(process::drain));
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            try {
                System.out.println("OK " + process.obey(line));
            } catch (PostgresStartException | SQLException e) {
                System.out.println("FAILED " + e.getMessage());
            }
        }
    }

    private String obey(String command) throws SQLException, IOException {
        Path filler = settings.home().resolve("filler");
        return switch (command) {
            case "start" -> start();
            case "insert" -> insert();
            case "count" -> count();
            case "close" -> close();
            case "fill" -> fill(filler);
            case "clear" -> Boolean.toString(Files.deleteIfExists(filler));
            default -> throw new IllegalArgumentException(command);
        };
    }

    /** From a thread that ends at once, to show that the server's life does not hang on it. */
    private String start() {
        Thread starter = Thread.ofPlatform().unstarted(() -> server = PostgresServer.start(settings));
        PostgresStartException[] failure = new PostgresStartException[1];
        starter.setUncaughtExceptionHandler((thread, e) -> failure[0] = (PostgresStartException) e);
        starter.start();
        while (starter.isAlive()) {
            try {
                starter.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (failure[0] != null) {
            throw failure[0];
        }
        return Long.toString(server.pid());
    }

    private String insert() throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("create table if not exists journal (id bigint generated always as identity)");
            statement.execute("insert into journal default values");
        }
        return "";
    }

    private String count() throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from journal")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private String close() {
        server.close();
        server = null;
        return "";
    }

    /** Writes until the disk is full. */
    private static String fill(Path filler) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            return Files.size(filler) + " bytes";
        }
    }

    /** What a real process does when it is told to end: some last work in the database, then stop it. */
    private void drain() {
        PostgresServer running = server;
        if (running == null) {
            return;
        }
        try {
            insert();
            running.close();
            System.out.println("DRAINED");
        } catch (SQLException e) {
            System.out.println("NOT DRAINED " + e.getMessage());
        }
    }
}
