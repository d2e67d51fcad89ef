package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Runs operations again. */
@Command(
        name = "rerun",
        mixinStandardHelpOptions = true,
        description = "Enqueues new operations like ones that have ended.")
final class RerunVerb extends MoveVerb {

    @Override
    String move() {
        return "rerun";
    }

    @Override
    String done() {
        return "run again";
    }
}
