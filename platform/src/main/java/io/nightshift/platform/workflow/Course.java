package io.nightshift.platform.workflow;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.Event;
import io.nightshift.sdk.EntityReference;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an instance was started with.
 *
 * @param record the record it works on
 * @param input what its parent gave it
 * @param event what woke it; null when nothing did
 */
record Course(
        UUID operation,
        EntityReference record,
        Map<String, @Nullable Object> input,
        @Nullable Event event) {

    /** What its expressions know beside its variables. */
    Map<String, @Nullable Object> given(RequestContext context) {
        Map<String, @Nullable Object> given = new HashMap<>();
        given.put("record", record);
        given.put("input", input);
        given.put("operation", operation.toString());
        given.put("user", context.user());
        return given;
    }
}
