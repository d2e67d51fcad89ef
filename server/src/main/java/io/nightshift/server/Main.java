package io.nightshift.server;

import io.nightshift.postgres.PostgresStartException;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import io.nightshift.server.demo.DemoVerb;
import io.nightshift.server.process.LogLines;
import io.nightshift.server.process.NightshiftServer;
import io.nightshift.server.process.StopSignals;
import io.nightshift.server.process.TransferDatabase;
import io.nightshift.server.transfer.Export;
import io.nightshift.server.transfer.Import;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program: the verbs serve, demo, export, import and config. It ends with 0 when all went well, 1 with one sentence
 * when it could not do what it was started for, 130 after Ctrl-C.
 */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;

    private Main() {}

    public static void main(String[] arguments) {
        LogLines.install();
        int exitCode = FAILED;
        try {
            List<String> all = List.of(arguments);
            boolean named = !all.isEmpty() && !all.getFirst().startsWith("-");
            exitCode = run(named ? all.getFirst() : "serve", named ? all.subList(1, all.size()) : all);
        } catch (StartException | PostgresStartException e) {
            System.err.println(e.getMessage());
        } catch (Exception e) {
            LOG.error("Nightshift ends because of an error of its own", e);
        }
        System.exit(exitCode);
    }

    private static int run(String verb, List<String> rest) throws IOException, InterruptedException {
        if (verb.equals("help") || rest.contains("--help") || rest.contains("-h")) {
            System.out.println(Help.text());
            return 0;
        }
        if (verb.equals("demo")) {
            return DemoVerb.run(rest);
        }
        Map<String, String> environment = System.getenv();
        Arguments arguments = Arguments.of(rest);
        return switch (verb) {
            case "serve" -> {
                takesNoWord(verb, arguments);
                yield serve(arguments.configuration(environment));
            }
            case "config" -> {
                takesNoWord(verb, arguments);
                yield config(arguments.configuration(environment));
            }
            case "export" -> export(file(verb, arguments), arguments.configuration(environment));
            case "import" -> importFile(file(verb, arguments), arguments.configuration(environment));
            default ->
                throw new StartException(
                        "'" + verb + "' is not a verb of the server: use serve, demo, export, import or config.");
        };
    }

    private static int serve(Configuration configuration) {
        StopSignals signals = StopSignals.listen();
        try (NightshiftServer server = NightshiftServer.start(configuration)) {
            server.onDatabaseLost(() -> {
                System.err.println("The embedded database has ended, so the server ends too: the log in "
                        + configuration.data() + " says why; start it again.");
                signals.request(FAILED);
            });
            System.out.println("Nightshift is ready at " + server.uri());
            server.madeToken().ifPresent(Main::showToken);
            System.out.flush();
            int exitCode = signals.await();
            System.err.println("Stopping; handlers that run have " + configuration.text(Setting.DRAIN)
                    + " to end. A second signal ends it at once.");
            return exitCode;
        }
    }

    private static void showToken(String token) {
        System.out.println("The administrator's token, shown this once: " + token);
    }

    private static int config(Configuration configuration) {
        System.out.printf(Locale.ROOT, "%-28s %-32s %s%n", "NAME", "VALUE", "FROM");
        for (Setting setting : Setting.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-28s %-32s %s%n",
                    setting.property(),
                    configuration.shown(setting),
                    configuration.value(setting).origin());
        }
        return 0;
    }

    private static int export(Path file, Configuration configuration) {
        LogLines.onlyWarnings();
        try (TransferDatabase database = TransferDatabase.forExport(configuration)) {
            long rows = new Export(database.source(), System.err, isTerminal()).write(file);
            System.out.printf(Locale.ROOT, "Exported %,d rows to %s.%n", rows, file);
        }
        return 0;
    }

    private static int importFile(Path file, Configuration configuration) {
        LogLines.onlyWarnings();
        try (TransferDatabase database = TransferDatabase.forImport(configuration)) {
            String organization = configuration.text(Setting.ORGANIZATION);
            long rows = new Import(database.source(), organization, System.err, isTerminal()).read(file);
            System.out.printf(Locale.ROOT, "Imported %,d rows from %s.%n", rows, file);
        }
        return 0;
    }

    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private static Path file(String verb, Arguments arguments) {
        if (arguments.words().size() != 1) {
            throw new StartException("The verb " + verb + " needs the name of one file: " + verb + " FILE.");
        }
        return Path.of(arguments.words().getFirst());
    }

    private static void takesNoWord(String verb, Arguments arguments) {
        if (!arguments.words().isEmpty()) {
            throw new StartException("The verb " + verb + " takes flags only; '"
                    + arguments.words().getFirst() + "' is none (--help lists them).");
        }
    }
}
