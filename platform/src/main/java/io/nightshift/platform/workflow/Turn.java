package io.nightshift.platform.workflow;

import io.nightshift.operation.Outcome;
import io.nightshift.platform.workflow.document.Step;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one turn of an instance came to. */
sealed interface Turn {

    /** It goes on with the next turn. */
    record Moved() implements Turn {}

    /**
     * It waits.
     *
     * @param eventKey the event that ends it; null when only a time does
     * @param until the time that ends it; null when only an event does
     */
    record Waiting(@Nullable String eventKey, @Nullable Instant until, String text) implements Turn {}

    /** It calls an address, outside of a transaction. */
    record CallsAddress(Step.Act step, HttpCalls.Call call) implements Turn {}

    /** It runs an activity in Java, outside of a transaction. */
    record RunsActivity(Step.Act step, String name, Map<String, @Nullable Object> input) implements Turn {}

    /** It has ended. */
    record Ended(Outcome outcome) implements Turn {}
}
