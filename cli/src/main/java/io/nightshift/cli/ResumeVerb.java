package io.nightshift.cli;

import picocli.CommandLine.Command;

/** Resumes operations. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Lets suspended operations go on now, with their retries counted anew.")
final class ResumeVerb extends BulkVerb {

    @Override
    String move() {
        return "resume";
    }

    @Override
    String done() {
        return "resumed";
    }
}
