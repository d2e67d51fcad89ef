package io.nightshift.platform.query;

import io.nightshift.platform.query.Query.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the rows after some row, in the order of the keys. All stretches, one after another, are all rows after it;
 * each alone is one range of an index on its keys, which a single condition with {@code or} over the keys would not be.
 *
 * @param fixed values that the first keys have in it, null among them
 * @param bound what the next key is
 * @param after the value that {@link Bound#AFTER} speaks of
 */
record Segment(
        List<@Nullable Object> fixed, Bound bound, @Nullable Object after) {

    /** What holds for the first key that is not fixed. */
    enum Bound {
        /** Anything; also when no key is left. */
        FREE,
        /** It has a value. */
        PRESENT,
        /** It has none. */
        ABSENT,
        /** It has a value that comes after a given one. */
        AFTER
    }

    /** All rows. */
    static List<Segment> all(List<Key> keys) {
        Key first = keys.getFirst();
        if (!first.nullable()) {
            return List.of(new Segment(List.of(), Bound.FREE, null));
        }
        Segment absent = new Segment(List.of(), Bound.ABSENT, null);
        Segment present = new Segment(List.of(), Bound.PRESENT, null);
        return first.descending() ? List.of(present, absent) : List.of(absent, present);
    }

    /** The rows after the one with these values. What is not there comes first, when descending last. */
    static List<Segment> after(List<Key> keys, List<@Nullable Object> last) {
        List<Segment> segments = new ArrayList<>();
        for (int i = keys.size() - 1; i >= 0; i--) {
            Key key = keys.get(i);
            List<@Nullable Object> fixed = new ArrayList<>(last.subList(0, i));
            Object value = last.get(i);
            if (value != null) {
                segments.add(new Segment(fixed, Bound.AFTER, value));
                if (key.descending() && key.nullable()) {
                    segments.add(new Segment(fixed, Bound.ABSENT, null));
                }
            } else if (!key.descending()) {
                segments.add(new Segment(fixed, Bound.PRESENT, null));
            }
        }
        return segments;
    }
}
