package io.nightshift.cli;

import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

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

    @Override
    JsonNode results(Service service, List<String> whole) {
        return again(whole, id -> service.actOn(id, "RunNow", request()));
    }
}
