package io.nightshift.platform.security;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of an entity to which somebody has a right. Immutable. */
public sealed interface Reach {

    /** Every record. */
    record All() implements Reach {}

    /** No record: the privilege is missing. */
    record None() implements Reach {}

    /** Those of these users and teams, and those that belong to these business units. */
    record Some(Set<UUID> owners, Set<UUID> units) implements Reach {
        public Some {
            owners = Set.copyOf(owners);
            units = Set.copyOf(units);
        }
    }

    /** Those that both reach: one acts on behalf of the other. */
    record Both(Reach one, Reach other) implements Reach {}

    /** All. */
    Reach ALL = new All();

    /** None. */
    Reach NONE = new None();

    /** Whether a record of this owner and business unit is among them. */
    default boolean holds(@Nullable UUID owner, @Nullable UUID unit) {
        return switch (this) {
            case All _ -> true;
            case None _ -> false;
            case Some some ->
                (owner != null && some.owners().contains(owner))
                        || (unit != null && some.units().contains(unit));
            case Both both -> both.one().holds(owner, unit) && both.other().holds(owner, unit);
        };
    }

    /** What this and the other have in common. */
    default Reach and(Reach other) {
        if (this instanceof All || other instanceof None) {
            return other;
        }
        return other instanceof All || this instanceof None ? this : new Both(this, other);
    }
}
