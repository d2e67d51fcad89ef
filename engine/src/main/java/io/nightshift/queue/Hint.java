package io.nightshift.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * "Look here": told to the service of the same process directly, to others over the database. Nothing depends on a hint; who
 * misses one finds the same by looking.
 *
 * @param bucket what can be claimed, with {@link Kind#READY}; else null
 */
public record Hint(Kind kind, @Nullable Bucket bucket) {

    /** What there is to look at. */
    public enum Kind {
        /** Something can be claimed from a bucket. */
        READY,
        /** A lane or an event has a note; there is something for the chores. */
        NOTE,
        /** People moved operations: what runs may be asked to stop, what waited may run. */
        MOVED,
        /** Something has changed, nobody says what. */
        ANY
    }

    /** People moved operations. */
    public static final Hint MOVED = new Hint(Kind.MOVED, null);
    /** There is something for the chores. */
    public static final Hint NOTE = new Hint(Kind.NOTE, null);
    /** Something has changed, nobody says what. */
    public static final Hint ANY = new Hint(Kind.ANY, null);

    /** Something can be claimed from the bucket. */
    public static Hint ready(Bucket bucket) {
        return new Hint(Kind.READY, bucket);
    }

    /** As it travels: one letter, and for a bucket its four parts. */
    String text() {
        Bucket of = bucket;
        return switch (kind) {
            case READY ->
                of == null
                        ? "a"
                        : "r " + of.organization() + " " + of.priorityClass() + " " + of.type() + " "
                                + of.messageName();
            case NOTE -> "n";
            case MOVED -> "m";
            case ANY -> "a";
        };
    }

    /** Reads what came over the database; anybody who may connect can send anything. */
    static Optional<Hint> read(String text) {
        switch (text) {
            case "n":
                return Optional.of(NOTE);
            case "m":
                return Optional.of(MOVED);
            case "a":
                return Optional.of(ANY);
            default:
        }
        String[] parts = text.split(" ", 5);
        if (parts.length != 5 || !parts[0].equals("r")) {
            return Optional.empty();
        }
        try {
            return Optional.of(ready(new Bucket(
                    Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), parts[4])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
