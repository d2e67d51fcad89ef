package io.nightshift.benchmarks.agent;

import io.nightshift.benchmarks.contender.AgentOptions;
import io.nightshift.benchmarks.contender.Contender;
import io.nightshift.benchmarks.contender.Entrant;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A process that is measured: {@code Agent CONTENDER setup|enqueue|work|records name=value ...}. It says {@code READY}, waits for a
 * line, works, and answers {@code RESULT count=N rate=R}; a worker reports {@code C handled} every 20 ms meanwhile. The
 * Node agent speaks the same.
 */
public final class Agent {

    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private static final BufferedReader IN =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    private Agent() {}

    public static void main(String[] arguments) throws Exception {
        System.setOut(System.err); // libraries may print; the lines to the driver have a stream of their own
        Logger.getLogger("").setLevel(Level.WARNING);
        Contender contender = Entrant.named(arguments[0]).orElseThrow().contender();
        AgentOptions options = AgentOptions.of(arguments, 2);
        switch (arguments[1]) {
            case "setup" -> {
                contender.setup(options);
                say("RESULT");
            }
            case "enqueue" -> new Enqueuing(contender, options).run();
            case "records" -> RecordWork.run(options);
            case "work" -> new Working(contender, options).run();
            default -> throw new IllegalArgumentException(arguments[1]);
        }
        Runtime.getRuntime().halt(0); // whatever threads a contender has left
    }

    static void say(String line) {
        OUT.println(line);
    }

    static void awaitLine() throws IOException {
        IN.readLine();
    }
}
