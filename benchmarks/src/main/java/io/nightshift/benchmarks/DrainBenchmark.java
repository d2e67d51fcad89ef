package io.nightshift.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * How many operations a second go in and come out, beside the raw loop in the same process, on the same PostgreSQL with
 * fsync on. {@code --jobs N} (100,000) are drained, {@code --runs N} (3) times in turn after a smaller one that warms up;
 * the median counts. Producer, worker and both contenders share a process and a machine, so only the ratio means something.
 */
public final class DrainBenchmark {

    private static final int THREADS = 8;
    private static final int BULK = 1000;

    private enum Measure {
        ENQUEUE_ONE("enqueue, one a commit, 8 threads"),
        ENQUEUE_MANY("enqueue, 1,000 a commit"),
        DRAIN("drain of no-op operations");

        private final String label;

        Measure(String label) {
            this.label = label;
        }
    }

    private DrainBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int jobs = number(arguments, "--jobs", 100_000);
        int runs = number(arguments, "--runs", 3);
        Logger.getLogger("").setLevel(Level.WARNING);
        Path home = Files.createTempDirectory("nightshift-benchmark");
        try (PostgresServer server = PostgresServer.start(PostgresServer.Settings.in(home));
                HikariDataSource database = pool(server)) {
            System.out.printf("PostgreSQL %s, %,d operations, %d runs%n", server.version(), jobs, runs);
            measure(database, List.of(new RawLoop(database), new NightshiftContender(database)), jobs, runs);
        } finally {
            delete(home);
        }
    }

    private static void measure(DataSource database, List<Contender> contenders, int jobs, int runs) throws Exception {
        Map<Measure, List<List<Double>>> rates = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            rates.put(measure, List.of(new ArrayList<>(), new ArrayList<>()));
        }
        for (int run = 0; run <= runs; run++) {
            int size = run == 0 ? Math.max(BULK, jobs / 5) : jobs;
            for (int i = 0; i < contenders.size(); i++) {
                Map<Measure, Double> measured = once(database, contenders.get(i), size);
                System.out.printf(
                        "%s %s",
                        run == 0 ? "warm-up" : "run " + run, contenders.get(i).name());
                measured.forEach((measure, rate) -> System.out.printf("  %,.0f/s", rate));
                System.out.println();
                if (run > 0) {
                    int place = i;
                    measured.forEach((measure, rate) -> Objects.requireNonNull(rates.get(measure))
                            .get(place)
                            .add(rate));
                }
            }
        }
        System.out.printf("%n%-34s %12s %12s %7s%n", "median of " + runs, "raw loop", "nightshift", "ratio");
        rates.forEach((measure, of) -> {
            double raw = median(of.getFirst());
            double ours = median(of.getLast());
            System.out.printf("%-34s %,10.0f/s %,10.0f/s %7.2f%n", measure.label, raw, ours, ours / raw);
        });
    }

    private static Map<Measure, Double> once(DataSource database, Contender contender, int jobs) throws Exception {
        int singles = Math.max(THREADS, jobs / 10 / THREADS * THREADS);
        int many = Math.max(1, (jobs - singles) / BULK);
        contender.prepare();
        settle(database, "CHECKPOINT");
        Map<Measure, Double> rates = new EnumMap<>(Measure.class);
        rates.put(Measure.ENQUEUE_ONE, rate(singles, () -> inThreads(contender, singles)));
        rates.put(Measure.ENQUEUE_MANY, rate(many * BULK, () -> {
            for (int i = 0; i < many; i++) {
                contender.enqueueMany(BULK);
            }
            return null;
        }));
        settle(database, "ANALYZE");
        settle(database, "CHECKPOINT");
        int all = singles + many * BULK;
        rates.put(Measure.DRAIN, rate(all, () -> {
            contender.drain(all);
            return null;
        }));
        return rates;
    }

    private static Void inThreads(Contender contender, int count) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int first = i * (count / THREADS);
                all.add(threads.submit(() -> {
                    for (int number = first; number < first + count / THREADS; number++) {
                        contender.enqueueOne(number);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        return null;
    }

    private static double rate(int count, Callable<Void> work) throws Exception {
        long start = System.nanoTime();
        work.call();
        return count * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> rates) {
        List<Double> sorted = rates.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void settle(DataSource database, String command) throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static HikariDataSource pool(PostgresServer server) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl());
        config.setUsername(server.user());
        config.setPassword(server.password());
        config.setMaximumPoolSize(12);
        return new HikariDataSource(config);
    }

    private static int number(String[] arguments, String flag, int fallback) {
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals(flag)) {
                return Integer.parseInt(arguments[i + 1]);
            }
        }
        return fallback;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
