package io.nightshift.postgres;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The folder PostgreSQL keeps its data in: made once, of one major version, used by one server at a time. */
final class DataFolder {
    /** How long an old server may take to notice that it should end, and how long to end once it has begun to. */
    private static final Duration TO_NOTICE = Duration.ofSeconds(10);

    private static final Duration TO_END = Duration.ofSeconds(60);

    private static final int STATUS_LINE = 7;
    private static final String UNFINISHED = ".initdb-";

    private final Path path;

    DataFolder(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    boolean exists() {
        return Files.exists(path.resolve("PG_VERSION"));
    }

    /**
     * @throws PostgresStartException when the folder was written by another major version, or is not PostgreSQL's
     */
    void requireMajor(int major) throws IOException {
        if (!exists()) {
            if (Files.exists(path)) {
                throw new PostgresStartException(
                        "The folder " + path + " exists but is not a PostgreSQL data folder: move"
                                + " it away or choose another data folder.");
            }
            return;
        }
        String written = Files.readString(path.resolve("PG_VERSION")).strip();
        if (!written.equals(Integer.toString(major))) {
            throw new PostgresStartException("The data folder " + path + " was written by PostgreSQL " + written
                    + " and these programs are PostgreSQL " + major + ": export it with the release that wrote it, and"
                    + " import that into a new data folder.");
        }
    }

    /** Waits for a server of an earlier run that still holds this folder, then clears away its process file. */
    void awaitFree() throws IOException {
        long waitingSince = System.nanoTime();
        for (Optional<ProcessHandle> holder = holder(); holder.isPresent(); holder = holder()) {
            Duration patience = status(processLines()).equals("stopping") ? TO_END : TO_NOTICE;
            Duration left = patience.minusNanos(System.nanoTime() - waitingSince);
            if (left.isNegative()) {
                throw new PostgresStartException("The data folder " + path + " is in use by the PostgreSQL process "
                        + holder.get().pid() + ": stop it (kill -INT "
                        + holder.get().pid()
                        + ") or choose another data folder.");
            }
            // In short steps, because its status may change and children may follow their parent.
            awaitExit(holder.get(), Duration.ofMillis(200));
        }
        // Nobody works in the folder, so the number in this file can only mean a stranger by now.
        Files.deleteIfExists(processFile());
    }

    /** Makes the folder complete or not at all; with {@code durable} false it may be lost with the machine. */
    void initialize(Programs programs, RunAs runAs, PasswordFile passwordFile, boolean durable) throws IOException {
        Path home = path.resolveSibling(".");
        Folders.deleteUnfinished(home, UNFINISHED);
        Path unfinished = Folders.createUnfinished(home, UNFINISHED);
        Path password = path.resolveSibling("password.initdb"); // a copy, because it may have to change hands
        Files.copy(
                passwordFile.path(), password, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        try {
            runAs.give(unfinished);
            runAs.give(password);
            List<String> initdb = new ArrayList<>(Postmaster.tied("TERM", runAs));
            initdb.add(programs.path("initdb"));
            if (!durable) {
                initdb.add("--no-sync");
            }
            Command command = Command.run(
                    initdb,
                    "--pgdata=" + unfinished,
                    "--username=" + PostgresServer.USER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums",
                    "--no-instructions");
            if (!command.succeeded()) {
                throw StartFailure.ofOutput("create the database in " + path, command.output());
            }
            Folders.rename(unfinished, path);
        } finally {
            Files.deleteIfExists(password);
            Folders.delete(unfinished);
        }
    }

    /** Whether the server with this process id has written that it accepts connections. */
    boolean isReady(long pid) throws IOException {
        List<String> lines = processLines();
        return status(lines).equals("ready") && lines.getFirst().strip().equals(Long.toString(pid));
    }

    private static String status(List<String> lines) {
        return lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "";
    }

    private List<String> processLines() throws IOException {
        try {
            return Files.readAllLines(processFile());
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private Path processFile() {
        return path.resolve("postmaster.pid");
    }

    /** The server of an earlier run, or a child that outlived it. */
    private Optional<ProcessHandle> holder() throws IOException {
        if (!exists()) {
            return Optional.empty();
        }
        Path folder = path.toRealPath();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isPostgresIn(folder, process)) {
                    return ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isPostgresIn(Path folder, Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder)
                    && Files.readString(process.resolve("comm")).strip().equals("postgres");
        } catch (IOException e) {
            return false; // ended meanwhile, or another account's and therefore not able to work in our folder
        }
    }

    private static void awaitExit(ProcessHandle process, Duration time) {
        try {
            process.onExit().get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // asked again by the caller
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresStartException("Waiting for an old PostgreSQL to end was interrupted; start again.", e);
        }
    }
}
