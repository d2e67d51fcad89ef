package io.nightshift.cli;

import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

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

    @Override
    JsonNode results(Service service, List<String> whole) {
        return again(whole, id -> service.actOn(id, "Rerun", request()));
    }
}
