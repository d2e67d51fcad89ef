package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Standing;
import org.jspecify.annotations.Nullable;

/**
 * How a standing looks: a word, a symbol and a colour, so that none of them is needed alone.
 *
 * @param key of the word
 */
public record Chip(String key, String icon, String tone) {

    /** The chip of an operation; one that is claimed and has not started, or stands in a line, says so. */
    public static Chip of(AsyncOperation operation) {
        if (operation.standing().equals(Standing.IN_PROGRESS) && operation.startedOn() == null) {
            return new Chip("chip.claimed", "claimed", "run");
        }
        boolean behind = (operation.token() != null && !operation.holdsLane())
                || (operation.limit() != null && !operation.holdsLimit());
        return operation.standing().equals(Standing.READY) && behind
                ? new Chip("chip.behind", "clock", "calm")
                : of(operation.standing());
    }

    public static Chip of(Standing standing) {
        return switch (standing.status()) {
            case WAITING_FOR_RESOURCES -> new Chip("chip.ready", "ready", "calm");
            case WAITING -> waiting(standing.cause());
            case IN_PROGRESS -> new Chip("chip.running", "running", "run");
            case PAUSING -> new Chip("chip.pausing", "pause", "hold");
            case CANCELING -> new Chip("chip.canceling", "cancel", "hold");
            case SUCCEEDED -> new Chip("chip.succeeded", "check", "good");
            case FAILED -> new Chip("chip.failed", "cross", "bad");
            case CANCELED -> new Chip("chip.canceled", "cancel", "calm");
        };
    }

    private static Chip waiting(@Nullable Cause cause) {
        if (cause == null) {
            return new Chip("chip.waiting", "clock", "calm");
        }
        return switch (cause) {
            case RETRY -> new Chip("chip.retry", "retry", "warn");
            case POSTPONED -> new Chip("chip.postponed", "clock", "hold");
            case PAUSED -> new Chip("chip.paused", "pause", "hold");
            case EVENT -> new Chip("chip.event", "event", "calm");
            case PERSON -> new Chip("chip.person", "person", "bad");
            case CHECKPOINT -> new Chip("chip.checkpoint", "clock", "calm");
            case SERIES -> new Chip("chip.series", "series", "calm");
        };
    }
}
