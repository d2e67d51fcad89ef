package io.nightshift.server.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How the demo is run.
 *
 * @param examples the folder {@code examples} of the repository, where the data and the expectation are
 * @param airports the airports file; another one than the committed one gives another result
 * @param data the folder for the demo's own database and result
 * @param exit whether it ends by itself when everything is done, instead of waiting for Ctrl-C
 * @param live whether to paint a board in the terminal
 */
record DemoOptions(Path examples, Path airports, Path data, boolean exit, boolean live) {

    static final String USAGE = """
            Usage: demo [--exit] [--airports FILE] [--data FOLDER]
              --exit           end when everything is done: 0 when the result is the expected one, else 1
                               (so it does without a terminal, and with CI=true)
              --airports FILE  work on another airports file than examples/data/airports.csv
              --data FOLDER    keep the demo's database and result in FOLDER (default: data/demo)""";

    /**
     * @param terminal whether the output goes to a terminal
     * @throws IllegalArgumentException with one sentence for the user
     */
    static DemoOptions parse(List<String> arguments, Map<String, String> environment, boolean terminal) {
        boolean exit = !terminal || "true".equals(environment.get("CI"));
        Path examples = Path.of(System.getProperty("nightshift.home", "."), "examples");
        Path airports = examples.resolve("data/airports.csv");
        Path data = Path.of("data", "demo");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--exit" -> exit = true;
                case "--airports" -> airports = Path.of(value(arguments, ++i, argument));
                case "--data" -> data = Path.of(value(arguments, ++i, argument));
                default ->
                    throw new IllegalArgumentException("The demo does not know '" + argument + "'.\n" + USAGE);
            }
        }
        if (!Files.isReadable(airports)) {
            throw new IllegalArgumentException(
                    "The airports file " + airports + " cannot be read: start the demo with ./run from its repository,"
                            + " or name a file with --airports.");
        }
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new DemoOptions(examples, airports, data, exit, terminal && !dumb);
    }

    Path damaged() {
        return examples.resolve("data/damaged-airports.csv");
    }

    Path expectation() {
        return examples.resolve("demo/expectation.json");
    }

    Path result() {
        return data.resolve("result.json");
    }

    private static String value(List<String> arguments, int index, String option) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException("The option " + option + " needs a value.\n" + USAGE);
        }
        return arguments.get(index);
    }
}
