package io.nightshift.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Postpones operations. */
@Command(
        name = "postpone",
        mixinStandardHelpOptions = true,
        description = "Postpones operations: they go on by themselves at the given time.")
final class PostponeVerb extends BulkVerb {

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private When when;

    static final class When {

        @Option(names = "--until", paramLabel = "TIME", description = "For example 2026-12-01T08:00Z.")
        private @Nullable String until;

        @Option(names = "--for", paramLabel = "LENGTH", description = "From now on, for example 30m, 2h or 1d12h.")
        private @Nullable String length;
    }

    @Override
    String move() {
        return "postpone";
    }

    @Override
    String done() {
        return "postponed";
    }

    @Override
    void complete(ObjectNode request) {
        if (when.until != null) {
            request.put(
                    "Until", Times.time("--until", when.until, session.utc()).toString());
        } else if (when.length != null) {
            request.put("For", Times.length("--for", when.length).toString());
        }
    }
}
