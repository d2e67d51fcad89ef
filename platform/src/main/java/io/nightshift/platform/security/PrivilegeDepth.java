package io.nightshift.platform.security;

import java.util.Optional;

/** How far a privilege reaches that a role gives (Dynamics: PrivilegeDepth). Each reaches as far as those before it. */
public enum PrivilegeDepth {
    /** What the user, or the team that has the role, owns. */
    BASIC(1),
    /** What belongs to the business unit of the user or team. */
    LOCAL(2),
    /** That, and what belongs to the business units below it. */
    DEEP(4),
    /** All of the organization. */
    GLOBAL(8);

    private final int mask;

    PrivilegeDepth(int mask) {
        this.mask = mask;
    }

    /** The number in {@code privilegedepthmask} of a role's privilege. */
    public int mask() {
        return mask;
    }

    /** The depth of a number in {@code privilegedepthmask}; empty when it is none of the four. */
    public static Optional<PrivilegeDepth> ofMask(int mask) {
        for (PrivilegeDepth depth : values()) {
            if (depth.mask == mask) {
                return Optional.of(depth);
            }
        }
        return Optional.empty();
    }
}
