package io.nightshift.platform.security;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an organization's records say of a user's rights.
 *
 * @param userId the user
 * @param businessUnitId the user's business unit; null while an organization is being made
 * @param disabled whether the user, or the business unit, is disabled
 * @param readOnly whether the user's access mode allows only to read
 * @param teams the teams of the user
 * @param held the roles of the user and of the teams
 * @param unitsBelow for each business unit those directly below it
 */
public record UserRoles(
        UUID userId,
        @Nullable UUID businessUnitId,
        boolean disabled,
        boolean readOnly,
        Set<UUID> teams,
        List<Held> held,
        Map<UUID, List<UUID>> unitsBelow) {

    /**
     * A role and through whom the user has it.
     *
     * @param team the team that has it; null when the user has it directly
     * @param businessUnitId the business unit from which it reaches: the user's or the team's
     * @param inherited whether what a team's role gives at the depth of the user is the members' own, too
     * @param administrator whether it is the role that gives everything
     * @param privileges its privileges by their ids, each with its depth
     */
    public record Held(
            @Nullable UUID team,
            UUID businessUnitId,
            boolean inherited,
            boolean administrator,
            Map<UUID, PrivilegeDepth> privileges) {}

    /** A business unit and all below it. */
    Set<UUID> withAllBelow(UUID unit) {
        Set<UUID> found = new HashSet<>();
        collect(unit, found);
        return found;
    }

    private void collect(UUID unit, Set<UUID> found) {
        if (found.add(unit)) {
            unitsBelow.getOrDefault(unit, List.of()).forEach(below -> collect(below, found));
        }
    }
}
