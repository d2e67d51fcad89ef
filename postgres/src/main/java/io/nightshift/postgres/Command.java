package io.nightshift.postgres;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A short-lived program run to its end: its exit status and what it printed on both streams. */
record Command(int status, String output) {
    /** The status a shell gives to a program it cannot find; used here for the same. */
    static final int NOT_FOUND = 127;

    boolean succeeded() {
        return status == 0;
    }

    static Command run(List<String> prefix, String... arguments) {
        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectInput(new File("/dev/null"));
        cleanEnvironment(builder.environment());
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return new Command(NOT_FOUND, String.valueOf(e.getMessage()));
        }
        try (InputStream out = process.getInputStream()) {
            String output = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            return new Command(awaitEnd(process), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It has closed its output, so this is short, and a stop must work on an interrupted thread too. */
    private static int awaitEnd(Process process) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * PostgreSQL reads PGDATA, PGPORT and a dozen more; none that the caller's shell happens to have may reach it. Plain
     * messages, because failures are told apart by their text.
     */
    static void cleanEnvironment(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        environment.put("LC_ALL", "C");
        environment.put("LANG", "C");
    }
}
