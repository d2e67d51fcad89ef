package io.nightshift.platform.event;

import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.Optional;

/**
 * A part of the platform that is told when a message on records was carried out, in the transaction of the request: what
 * it writes and enqueues through the context commits with the request or not at all, and a fault it throws undoes the
 * request. Thread-safe.
 *
 * <p>The multiple messages are told as the Create, Update or Delete of each record, in one call; an upsert as the create or
 * update that it came to be.
 */
public interface Reaction {

    /**
     * What a reaction wants to know of a record beside what the request carries.
     *
     * @param before attributes as they were; means nothing for a create
     * @param after attributes as they became; means nothing for a delete
     */
    record Interest(ColumnSet before, ColumnSet after) {

        /** Nothing else. */
        public static final Interest IN_THE_EVENT = new Interest(ColumnSet.of(), ColumnSet.of());
    }

    /**
     * Whether this message on this entity is of interest. Asked with each request, so it must cost nothing: what depends
     * on records is kept as long as {@code context.organization().registrations()} is the same, and whoever writes such
     * records calls {@code Organizations.registrationsChanged} in the same transaction.
     *
     * @param message for example {@code Update}
     * @param entity the logical name
     * @return empty when it is not
     */
    Optional<Interest> interest(RequestContext context, String message, String entity);

    /** Whether what it starts is the organization's own logic, which callers with the privilege can leave out. */
    default boolean startsCustomLogic() {
        return false;
    }

    /**
     * Reacts after the main operation and the synchronous steps. Requests that it sends through the context have the same
     * depth as this one; those of custom code go through {@code context.from(context.origin().deeper())}.
     *
     * @param events of one message on one entity, in the order of the request; at least one
     */
    void react(RequestContext context, List<RecordEvent> events);
}
