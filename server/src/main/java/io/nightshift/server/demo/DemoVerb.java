package io.nightshift.server.demo;

import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.process.LogLines;
import io.nightshift.server.process.NightshiftServer;
import io.nightshift.server.process.StopSignals;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The verb {@code demo}: a server of its own with the demo on it. */
public final class DemoVerb {

    /** What the demo sets in its own way; file, environment and flags go before it as always. */
    private static final Map<Setting, String> DEFAULTS = Map.of(
            Setting.DATA, Path.of("data", "demo").toString(),
            Setting.HTTP_PORT, "0",
            // Its handlers take less than that, and what is cut off goes on at the next start.
            Setting.DRAIN, "3s",
            // A person need not wait for minutes to see a retry.
            Setting.RETRY_BASE, "1s");

    private static final int BOARD_WIDTH = 79;

    /** After SIGTERM before the end: 0 would say that the result is the expected one. */
    private static final int TERMINATED = 143;

    private final DemoOptions options;
    private final Screen screen;
    private final StopSignals signals;

    /** Whether the end was reached; what came of it is in the exit status. */
    private volatile boolean played;

    private DemoVerb(DemoOptions options, Screen screen, StopSignals signals) {
        this.options = options;
        this.screen = screen;
        this.signals = signals;
    }

    /**
     * Runs the demo until it is done or stopped. Once in a process, because it listens to the signals.
     *
     * @param arguments what follows the verb
     * @return the exit status: 0 when the result is the expected one, 1 when not, 2 for a wrong option, 130 after Ctrl-C,
     *     143 after SIGTERM before the end
     * @throws io.nightshift.server.configuration.StartException when the server cannot start; nothing keeps running
     */
    public static int run(List<String> arguments) throws IOException, InterruptedException {
        LogLines.onlyWarnings(); // the demo says itself what happens
        Console console = System.console();
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments, System.getenv(), console != null && console.isTerminal());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        Screen screen = new Screen(System.out, options.live(), BOARD_WIDTH);
        try (Outside outside = Outside.open();
                MailSink mail = MailSink.open()) {
            Map<Setting, String> defaults = new EnumMap<>(DEFAULTS);
            defaults.put(Setting.WEBHOOK_ALLOW, outside.host());
            Configuration configuration = Configuration.read(flags(options, mail), System.getenv(), defaults);
            return new DemoVerb(options, screen, StopSignals.listen()).run(configuration, outside, mail);
        }
    }

    /** Whatever mail server is configured, the demo's mail stays in the demo. */
    private static Map<String, String> flags(DemoOptions options, MailSink mail) {
        Map<String, String> flags = new HashMap<>(options.flags());
        flags.put("--mail-host", "127.0.0.1");
        flags.put("--mail-port", Integer.toString(mail.port()));
        flags.put("--mail-security", "none");
        flags.put("--mail-user", "");
        flags.put("--mail-password", "");
        flags.put("--mail-from", "Nightshift <demo@airports.example>");
        return flags;
    }

    private int run(Configuration configuration, Outside outside, MailSink mail)
            throws IOException, InterruptedException {
        screen.say("Starting a server in " + configuration.data() + " ...");
        try (Demo demo = Demo.open(options, configuration.data(), screen, outside);
                NightshiftServer server = NightshiftServer.start(configuration, demo::register)) {
            server.onDatabaseLost(() -> {
                System.err.println(
                        "The demo ends because its database has ended: see the log in " + configuration.data() + ".");
                signals.request(1);
            });
            // The play has a thread of its own, so that this one hears the signals.
            Thread play = Thread.ofPlatform().name("demo").start(() -> play(demo, server, mail));
            int status = signals.await();
            play.interrupt();
            play.join();
            return status == 0 && !played ? TERMINATED : status;
        }
    }

    private void play(Demo demo, NightshiftServer server, MailSink mail) {
        try {
            boolean expected = demo.play(server.service(), server.platform(), mail);
            played = true;
            if (options.exit()) {
                signals.request(expected ? 0 : 1);
                return;
            }
            demo.whatToTry(server.uri()).forEach(screen::say);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // a signal: the other thread ends the process
        } catch (SQLException | IOException | UncheckedIOException e) {
            System.err.println("The demo cannot go on: " + e.getMessage());
            signals.request(1);
        } catch (RuntimeException | Error e) {
            signals.request(1); // without this the process would wait for ever for a play that is over
            throw e;
        }
    }
}
