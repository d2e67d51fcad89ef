package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Pauses operations. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Pauses operations that run or wait, until they are resumed.")
final class PauseVerb extends BulkVerb {

    @Override
    String move() {
        return "pause";
    }

    @Override
    String done() {
        return "paused";
    }
}
