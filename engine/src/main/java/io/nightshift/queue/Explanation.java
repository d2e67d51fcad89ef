package io.nightshift.queue;

import java.util.Map;

/**
 * One reason why an operation does not run, or what it does now: as data for programs and as a sentence for people.
 *
 * @param facts what the sentence is made of; the values are texts, numbers, times as ISO 8601 texts
 */
public record Explanation(Kind kind, String sentence, Map<String, Object> facts) {

    /** What kind of reason it is. */
    public enum Kind {
        COMPLETED,
        CLAIMED,
        RUNNING,
        PAUSING,
        CANCELING,
        RETRY,
        POSTPONED,
        PAUSED,
        EVENT,
        PERSON,
        CHECKPOINT,
        SERIES,
        BEHIND_IN_LANE,
        LIMIT_FULL,
        RUNNING_LIMIT,
        HELD,
        NO_NODE,
        NO_HANDLER,
        ALL_SLOTS_BUSY,
        NEXT_IN_TURN
    }
}
