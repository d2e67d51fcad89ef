package io.nightshift.benchmarks.report;

import io.nightshift.benchmarks.stage.BenchDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Under what conditions something was measured: kept with every result, because a figure without them says nothing. */
final class Conditions {

    private static final List<String> SETTINGS = List.of(
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "wal_compression",
            "shared_buffers",
            "max_wal_size",
            "checkpoint_timeout",
            "jit");

    private Conditions() {}

    static Map<String, String> read(BenchDatabase database, String command, Path home)
            throws SQLException, IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("command", command);
        all.put("date", database.date());
        all.put("commit", commit(home));
        all.put(
                "processor",
                first("/proc/cpuinfo", "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores");
        all.put("memory", first("/proc/meminfo", "MemTotal"));
        all.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        all.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        all.put("postgresql", database.setting("server_version"));
        StringBuilder settings = new StringBuilder();
        for (String name : SETTINGS) {
            settings.append(settings.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(" ")
                    .append(database.setting(name));
        }
        all.put("settings", settings.toString());
        all.put("one commit alone", String.format(Locale.ROOT, "%.0f µs", database.commitMicros()));
        return all;
    }

    private static String commit(Path home) {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty")
                    .directory(home.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return git.waitFor() == 0 ? answer : "unknown";
        } catch (IOException e) {
            return "unknown"; // no git here
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "unknown";
        }
    }

    private static String first(String file, String name) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }
}
