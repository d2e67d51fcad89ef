package io.nightshift.platform.event;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message on one record that was carried out.
 *
 * @param message for example {@code Update}
 * @param target what the request says of the record: the attributes of a create or update, of an Assign the owner, of a
 *     SetState the state and the status reason; nothing of a delete
 * @param before the attributes that were asked for as they were; null for a create, and when none was asked for
 * @param after the attributes that were asked for as they became; null for a delete, and when none was asked for
 */
public record RecordEvent(
        String message,
        EntityReference record,
        Entity target,
        @Nullable Entity before,
        @Nullable Entity after) {

    /** The attributes that the request carries, be it with the value they had. */
    public Set<String> changed() {
        return target.attributes().keySet();
    }
}
