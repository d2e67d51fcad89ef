package io.nightshift.cli;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Waits until an operation rests: until it has ended, or needs a person. */
final class Patience {

    private static final long FIRST_PAUSE_MILLIS = 20;
    private static final long LONGEST_PAUSE_MILLIS = 1000;
    private static final int SUSPENDED = 1;
    private static final int COMPLETED = 3;
    private static final int SUCCEEDED = 30;
    private static final Set<String> NEEDS_A_PERSON = Set.of("Person", "Paused");

    private final Service service;
    private final @Nullable Duration most;

    /** @param most how long it waits; null for as long as it takes */
    Patience(Service service, @Nullable Duration most) {
        this.service = service;
        this.most = most;
    }

    /** What {@code --timeout} says. */
    static @Nullable Duration of(@Nullable String timeout) {
        return timeout == null ? null : Times.length("--timeout", timeout);
    }

    /**
     * The operation when it rests, with its attempts and its log.
     *
     * @param looked is run each time that it was asked for
     */
    ObjectNode until(String id, Runnable looked) {
        long begun = System.nanoTime();
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            ObjectNode operation = ShowVerb.find(service, id);
            looked.run();
            if (rests(operation)) {
                return ShowVerb.whole(service, id);
            }
            if (most != null && System.nanoTime() - begun >= most.toNanos()) {
                throw new CommandFailure(
                        ExitCode.UNDER_WAY,
                        "The operation " + id + " is still " + Printer.standing(operation)
                                + "; it goes on. Why: explain " + id);
            }
            pause(pause);
            pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.REFUSED, "Interrupted.");
        }
    }

    private static boolean rests(JsonNode operation) {
        int state = operation.path("statecode").asInt(-1);
        return state == COMPLETED
                || (state == SUSPENDED
                        && NEEDS_A_PERSON.contains(operation.path("cause").asString("")));
    }

    static int exitCode(JsonNode operation) {
        return operation.path("statuscode").asInt(-1) == SUCCEEDED ? ExitCode.WELL : ExitCode.REFUSED;
    }
}
