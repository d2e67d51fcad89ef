package io.nightshift.server.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the demo is run.
 *
 * @param examples the folder {@code examples} of the repository, where the data and the expectation are
 * @param airports the airports file; another one than the committed one gives another result
 * @param exit whether it ends by itself when everything is done, instead of waiting for Ctrl-C
 * @param live whether to paint a board in the terminal
 * @param flags the flags for the server, by their name
 */
record DemoOptions(Path examples, Path airports, boolean exit, boolean live, Map<String, String> flags) {

    static final String USAGE = """
            Usage: demo [--exit] [--airports FILE] [--data FOLDER] [--SETTING VALUE ...]
              --exit           end when everything is done: 0 when the result is the expected one, else 1
                               (so it does without a terminal, and with CI=true)
              --airports FILE  work on another airports file than examples/data/airports.csv
              --data FOLDER    keep the demo's database and result in FOLDER (default: ./data/demo)
              --SETTING VALUE  any setting of the server, as for the verb serve""";

    /**
     * @param terminal whether the output goes to a terminal
     * @throws IllegalArgumentException with what to tell the user
     */
    static DemoOptions parse(List<String> arguments, Map<String, String> environment, boolean terminal) {
        boolean exit = !terminal || "true".equals(environment.get("CI"));
        Path examples = Path.of(System.getProperty("nightshift.home", "."), "examples");
        Path airports = examples.resolve("data/airports.csv");
        Map<String, String> flags = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.equals("--exit")) {
                exit = true;
            } else if (!argument.startsWith("--")) {
                throw new IllegalArgumentException("The demo does not know '" + argument + "'.\n" + USAGE);
            } else if (equals > 0) {
                flags.put(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                flags.put(argument, arguments.get(++i));
            } else {
                throw new IllegalArgumentException("The option " + argument + " needs a value.\n" + USAGE);
            }
        }
        String other = flags.remove("--airports");
        airports = other == null ? airports : Path.of(other);
        if (!Files.isReadable(airports)) {
            throw new IllegalArgumentException("The airports file " + airports + " cannot be read: start the demo with"
                    + " ./run from its repository, or name a file with --airports.");
        }
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new DemoOptions(examples, airports, exit, terminal && !dumb, flags);
    }

    Path damaged() {
        return examples.resolve("data/damaged-airports.csv");
    }

    Path expectation() {
        return examples.resolve("demo/expectation.json");
    }
}
