package io.nightshift.platform.event;

import io.nightshift.platform.event.Reaction.Interest;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.query.ColumnSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who wants to know of an event.
 *
 * @param listeners the reactions, each with what it wants to know
 * @param steps those that are registered for it, in the order in which they run
 */
record Audience(List<Listener> listeners, List<Step> steps) {

    /** What only reads, and what is told as the create or update that it comes to be. */
    private static final Set<String> NOT_TOLD = Set.of("Retrieve", "RetrieveMultiple", "Upsert");

    record Listener(Reaction reaction, Interest interest) {}

    static Audience of(RequestContext context, EventName name, List<Reaction> reactions, List<Step> steps) {
        if (name.entity().isEmpty() || NOT_TOLD.contains(name.message())) {
            return new Audience(List.of(), steps);
        }
        List<Listener> listeners = new ArrayList<>();
        for (Reaction reaction : reactions) {
            reaction.interest(context, name.message(), name.entity())
                    .ifPresent(interest -> listeners.add(new Listener(reaction, interest)));
        }
        return new Audience(listeners, steps);
    }

    boolean isEmpty() {
        return listeners.isEmpty() && steps.isEmpty();
    }

    /** The attributes that anybody wants to know as they were. */
    ColumnSet before() {
        return union(Stream.concat(
                listeners.stream().map(listener -> listener.interest().before()),
                images().filter(Step.Image::before).map(Step.Image::columns)));
    }

    /** The attributes that anybody wants to know as they became. */
    ColumnSet after() {
        return union(Stream.concat(
                listeners.stream().map(listener -> listener.interest().after()),
                images().filter(Step.Image::after).map(Step.Image::columns)));
    }

    private Stream<Step.Image> images() {
        return steps.stream().flatMap(step -> step.images().stream());
    }

    private static ColumnSet union(Stream<ColumnSet> wanted) {
        Set<String> columns = new LinkedHashSet<>();
        for (ColumnSet set : wanted.toList()) {
            if (set.allColumns()) {
                return set;
            }
            columns.addAll(set.columns());
        }
        return new ColumnSet(false, List.copyOf(columns));
    }
}
