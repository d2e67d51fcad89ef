package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Makes extra occurrences of series. */
@Command(
        name = "run-now",
        mixinStandardHelpOptions = true,
        description = "Makes an extra occurrence of a series now, also of a paused one; its dates stay as they are.")
final class RunNowVerb extends MoveVerb {

    @Override
    String move() {
        return "run-now";
    }

    @Override
    String done() {
        return "run now";
    }

    @Override
    String enqueuedAs() {
        return "runs now as ";
    }
}
