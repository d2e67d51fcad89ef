package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Deletes operations. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = "Deletes operations that have ended, with their data, result and log.")
final class DeleteVerb extends BulkVerb {

    @Override
    String move() {
        return "delete";
    }

    @Override
    String done() {
        return "deleted";
    }
}
