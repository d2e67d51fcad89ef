package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Cancels operations. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = "Cancels operations for good; one that runs stops at its next checkpoint.")
final class CancelVerb extends BulkVerb {

    @Override
    String move() {
        return "cancel";
    }

    @Override
    String done() {
        return "canceled";
    }
}
