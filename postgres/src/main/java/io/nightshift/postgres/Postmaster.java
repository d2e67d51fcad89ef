package io.nightshift.postgres;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running {@code postgres} process and the thread whose life it shares; see the package description. */
final class Postmaster {
    private static final Logger log = LoggerFactory.getLogger(Postmaster.class);

    /** A fast shutdown writes a checkpoint first; a slow disk may need this long. */
    private static final Duration FAST_STOP = Duration.ofSeconds(60);

    private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

    private final Process process;
    private final CompletableFuture<Integer> ended;
    private volatile boolean stopping;

    private Postmaster(Process process, CompletableFuture<Integer> ended) {
        this.process = process;
        this.ended = ended;
        ended.thenAccept(status -> {
            if (!stopping) {
                log.error("PostgreSQL (process {}) ended by itself with status {}", process.pid(), status);
            }
        });
    }

    /**
     * The words before a program that put it into its own session, run it as {@code runAs} says, and let the kernel
     * send it {@code signal} when the thread that started it ends.
     */
    static List<String> tied(String signal, RunAs runAs) {
        List<String> words = new ArrayList<>();
        words.add("setsid");
        words.addAll(runAs.prefix());
        words.addAll(List.of("setpriv", "--pdeathsig", signal));
        // Our death before the line above took effect would go unnoticed: then the parent is someone else by now.
        words.addAll(List.of("sh", "-c", "[ \"$PPID\" = \"$1\" ] || exit 1; shift; exec \"$@\"", "sh"));
        words.add(Long.toString(ProcessHandle.current().pid()));
        return words;
    }

    /**
     * @throws PostgresStartException when the system has not got the programs that {@link #tied} needs
     */
    static void requireTools() {
        Command command = Command.run(tied("INT", RunAs.OURSELVES), "true");
        if (!command.succeeded()) {
            throw new PostgresStartException(
                    "PostgreSQL cannot be tied to this process, which takes the programs setsid"
                            + " and setpriv (" + command.output().strip()
                            + "): install util-linux, or use a PostgreSQL of your"
                            + " own.");
        }
    }

    /** Starts {@code command} in {@code folder} with its output going to {@code serverLog}. */
    static Postmaster start(List<String> command, Path folder, ServerLog serverLog) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(Redirect.appendTo(serverLog.file().toFile()));
        Command.cleanEnvironment(builder.environment());
        CompletableFuture<Process> started = new CompletableFuture<>();
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("nightshift-postgres").start(() -> {
            try {
                started.complete(builder.start());
            } catch (IOException e) {
                started.completeExceptionally(e);
                return;
            }
            Process process = started.join();
            keep(process, serverLog);
            ended.complete(process.exitValue());
        });
        try {
            return new Postmaster(started.join(), ended);
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Ends only with the process. The thread in here is the one the kernel watches, so it takes no interrupt. */
    private static void keep(Process process, ServerLog serverLog) {
        while (process.isAlive()) {
            try {
                process.waitFor(1, TimeUnit.MINUTES);
                serverLog.bound();
            } catch (InterruptedException e) {
                log.debug("ignored an interrupt");
            } catch (IOException | RuntimeException e) {
                log.warn("The PostgreSQL log {} could not be shortened: {}", serverLog.file(), e.toString());
            }
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Completed with the exit status when the process has ended, for whatever reason. */
    CompletableFuture<Integer> ended() {
        return ended;
    }

    /** Waits for the end at most this long and says whether it has come. */
    boolean awaitEnd(Duration time) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + time.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // a database is not left half stopped; the caller finds its interrupt again
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends open connections and stops cleanly; harsher only when that does not come to an end. */
    void stop() {
        stopping = true;
        if (process.isAlive()) {
            end();
        }
        if (!process.isAlive()) {
            ended.join(); // nobody is told later than the caller, nor is the log touched any more
        }
    }

    private void end() {
        signal("INT");
        if (awaitEnd(FAST_STOP)) {
            return;
        }
        log.warn(
                "PostgreSQL (process {}) did not stop within {}; it is stopped at once and recovers at its next start",
                pid(),
                FAST_STOP);
        signal("QUIT");
        if (!awaitEnd(IMMEDIATE_STOP)) {
            process.destroyForcibly();
            awaitEnd(IMMEDIATE_STOP);
        }
    }

    /** Java sends TERM and KILL only, and TERM would wait for every client to leave. */
    private void signal(String name) {
        Command.run(List.of(), "sh", "-c", "kill -" + name + " " + pid());
    }
}
