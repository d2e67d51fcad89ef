package io.nightshift.platform.event;

import io.nightshift.platform.event.Reaction.Interest;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Who wants to know of an event.
 *
 * @param listeners the reactions, each with what it wants to know
 */
record Audience(List<Listener> listeners) {

    /** What only reads, and what is told as the create or update that it comes to be. */
    private static final Set<String> NOT_TOLD = Set.of("Retrieve", "RetrieveMultiple", "Upsert");

    record Listener(Reaction reaction, Interest interest) {}

    static Audience of(RequestContext context, EventName name, List<Reaction> reactions) {
        if (name.entity().isEmpty() || NOT_TOLD.contains(name.message())) {
            return new Audience(List.of());
        }
        List<Listener> listeners = new ArrayList<>();
        for (Reaction reaction : reactions) {
            reaction.interest(context, name.message(), name.entity())
                    .ifPresent(interest -> listeners.add(new Listener(reaction, interest)));
        }
        return new Audience(listeners);
    }

    boolean isEmpty() {
        return listeners.isEmpty();
    }

    /** The attributes that anybody wants to know as they were. */
    ColumnSet before() {
        return union(Interest::before);
    }

    /** The attributes that anybody wants to know as they became. */
    ColumnSet after() {
        return union(Interest::after);
    }

    private ColumnSet union(Function<Interest, ColumnSet> wanted) {
        Set<String> columns = new LinkedHashSet<>();
        for (Listener listener : listeners) {
            ColumnSet set = wanted.apply(listener.interest());
            if (set.allColumns()) {
                return set;
            }
            columns.addAll(set.columns());
        }
        return new ColumnSet(false, List.copyOf(columns));
    }
}
