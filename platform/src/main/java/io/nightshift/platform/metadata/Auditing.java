package io.nightshift.platform.metadata;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which changes of an entity's records are audited, where the organization audits at all (Dynamics: IsAuditEnabled of the
 * entity and of each attribute).
 *
 * @param enabled whether any are
 * @param without the attributes whose changes are not
 */
public record Auditing(boolean enabled, Set<String> without) {

    /** Nothing is audited. */
    public static final Auditing OFF = new Auditing(false, Set.of());

    public Auditing {
        without = Set.copyOf(without);
    }

    /** Whether changes of this attribute are audited. */
    public boolean of(String attribute) {
        return enabled && !without.contains(attribute);
    }

    /** The same, on or off. */
    public Auditing enabled(boolean on) {
        return new Auditing(on, without);
    }

    /** The same, one attribute on or off. */
    public Auditing with(String attribute, boolean on) {
        Set<String> changed = new TreeSet<>(without);
        if (on) {
            changed.remove(attribute);
        } else {
            changed.add(attribute);
        }
        return new Auditing(enabled, changed);
    }
}
