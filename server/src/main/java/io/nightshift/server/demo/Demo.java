package io.nightshift.server.demo;

import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.platform.Platform;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.SystemJobs;
import io.nightshift.server.configuration.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * The demo: enqueues the operations of a run, watches them, moves some of them, and checks what came out. It is given a
 * service and a database, and the HTTP addresses that its own operations call.
 */
final class Demo implements AutoCloseable {

    /** A pause before each page of a hundred airports: the whole computation takes a machine a second or two. */
    private static final Duration PACE = Duration.ofMillis(150);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final DemoOptions options;
    private final Path data;
    private final Screen screen;
    private final Atlas atlas;
    private final Outside outside;
    private final HttpClient client;

    private Demo(DemoOptions options, Path data, Screen screen, Atlas atlas, Outside outside) {
        this.options = options;
        this.data = data;
        this.screen = screen;
        this.atlas = atlas;
        this.outside = outside;
        this.client = HttpClient.newHttpClient();
    }

    /**
     * Reads the airports.
     *
     * @param data the folder for the result
     * @param outside what the operations call
     * @throws StartException when the airports cannot be read
     */
    static Demo open(DemoOptions options, Path data, Screen screen, Outside outside) {
        Atlas atlas;
        try {
            atlas = Atlas.read(options.airports());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw new StartException("The demo cannot use its input: " + e.getMessage(), e);
        }
        return new Demo(options, data, screen, atlas, outside);
    }

    /** Registers the handlers; to be called before the service is started. */
    void register(AsyncService service, Platform platform) {
        service.handle(CountryHandler.MESSAGE, new CountryHandler(atlas, PACE));
        service.handle(WeatherHandler.MESSAGE, new WeatherHandler(client, outside.weather()));
        service.handle(DamagedRowsHandler.MESSAGE, new DamagedRowsHandler(options.damaged(), atlas));
        service.handle(AccountsHandler.MESSAGE, new AccountsHandler(atlas, platform));
        HemispherePlugin.offer(platform);
        service.handle(TallyHandler.MESSAGE, new TallyHandler(service.store().database()));
    }

    /**
     * Plays the whole run on a service that has been started.
     *
     * @param mail where the server of the demo sends its mail
     * @return whether the result is the expected one
     */
    boolean play(AsyncService service, Platform platform, MailSink mail)
            throws SQLException, IOException, InterruptedException {
        OperationQueue queue = service.queue();
        SystemJobs jobs = service.systemJobs();
        DemoRun run = DemoRun.begin(service.store().database(), queue, atlas, input());
        run.cancelOthers(queue, jobs);
        introduce(run, service.settings().lease());
        Operator operator = new Operator(service, run, screen);
        ServiceClock clock = queue.clock();
        long begin = clock.nanos();
        Snapshot now = Snapshot.take(jobs, run);
        while (!now.isCompleted()) {
            operator.act(now);
            screen.show(Board.lines(now));
            if (options.exit() && clock.nanos() - begin > PATIENCE.toNanos()) {
                complain(jobs, now);
                return false;
            }
            Thread.sleep(LOOK_EVERY);
            now = Snapshot.take(jobs, run);
        }
        operator.act(now);
        screen.show(Board.lines(now));
        screen.leave();
        Report report = report(service, now);
        List<String> differences = new ArrayList<>(
                new RecordsAct(service, platform, atlas, run, screen).play(new DeletionWebhook(outside)));
        differences.addAll(new WorkflowAct(service, platform, run, screen, mail).play());
        service.store().database().inTransaction(connection -> {
            DemoTables.finishRuns(connection);
            return null;
        });
        return conclude(report.with(differences), Duration.ofNanos(clock.nanos() - begin));
    }

    private void introduce(DemoRun run, Duration lease) {
        int airports = atlas.file().airports().size();
        long withoutZone = atlas.file().airports().stream()
                .filter(airport -> !airport.hasZone())
                .count();
        screen.say(
                run.continued()
                        ? "Going on with the run that was interrupted; what a killed process held comes back after "
                                + lease.toSeconds() + " s:"
                        : "Enqueued in one transaction:");
        screen.say(String.format(
                Locale.ROOT,
                "  the nearest neighbours of %,d airports, one operation for each of %d countries, a lane for each area;",
                airports,
                atlas.countries().size()));
        screen.say(
                "  a call to an address that refuses twice; an import that fails until a person accepts its errors;");
        screen.say("  and a count that recurs every " + DemoRun.TALLY_SECONDS + " seconds.");
        screen.say(String.format(
                Locale.ROOT,
                "  %,d airports have no time zone: reported as data errors, and computed all the same.",
                withoutZone));
        screen.say("");
    }

    private Report report(AsyncService service, Snapshot end) throws SQLException, IOException {
        Report report = Report.of(service.systemJobs(), end, atlas, options);
        if (!report.document().isEmpty()) {
            write(data.resolve("result.json"), report.document());
        }
        screen.say("");
        report.lines(service, end).forEach(screen::say);
        return report;
    }

    private boolean conclude(Report report, Duration took) {
        Path result = data.resolve("result.json");
        screen.say("");
        screen.say(String.format(Locale.ROOT, "All has ended after %.1f s.", took.toMillis() / 1000.0));
        if (report.isExpected()) {
            screen.say(
                    "The result " + result + " equals " + options.expectation().normalize() + ".");
        } else {
            screen.say("The result " + result + " is NOT what "
                    + options.expectation().normalize() + " expects:");
            report.differences().forEach(difference -> screen.say("  " + difference));
        }
        return report.isExpected();
    }

    /** Lines for a person who has watched it and has the server before them now. */
    List<String> whatToTry(URI server) {
        return List.of(
                "",
                "Nightshift answers at " + server + " until you press Ctrl-C. In another terminal try:",
                "  export NIGHTSHIFT_DATA=" + data + "   (by which the command line finds this server)",
                "  ./run list",
                "  ./run show ID               (an id from the list: its data, result, attempts and log)",
                "  ./run enqueue noop --postpone-until 2099-01-01T00:00Z",
                "  ./run explain ID            (why it does not run, and when it will)",
                "  ./run stats");
    }

    private void complain(SystemJobs jobs, Snapshot now) throws SQLException {
        screen.leave();
        screen.say("After " + PATIENCE.toMinutes() + " minutes not everything has ended:" + Board.counts(now));
        List<AsyncOperation> left = now.operations().stream()
                .filter(operation -> !operation.isCompleted())
                .limit(10)
                .toList();
        for (AsyncOperation operation : left) {
            screen.say("  " + operation.name() + ": "
                    + jobs.explain(null, operation.id()).getFirst().sentence());
        }
    }

    /** Tells one input from another: runs on different inputs must not be mixed. */
    private String input() throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : List.of(options.airports(), options.damaged())) {
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** A reader of the file sees the old result or the new one, never half of it. */
    private static void write(Path file, String text) throws IOException {
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(half, text);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() {
        client.close();
    }
}
