package io.nightshift.platform.query;

import io.nightshift.platform.security.Access;
import io.nightshift.platform.security.UserRoles;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the operators that speak of a moment or of the caller mean.
 *
 * @param now this moment, from the service's clock
 * @param zone the time zone of the caller, by the name of a region
 * @param weekStart the first day of a week
 * @param languageCode the caller's language, for example 1033
 */
public record QueryContext(Instant now, ZoneId zone, DayOfWeek weekStart, int languageCode, Caller caller) {

    /** Who asks. */
    public interface Caller {

        /** The system user. */
        UUID userId();

        /** The business unit of the user, or null when there is none yet. */
        @Nullable
        UUID businessUnitId();

        /** The teams of the user. */
        Set<UUID> teams();

        /** What the caller may do; every source of a query is limited to what may be read. */
        Access access();

        /** A caller of whom all is known, and who may read what this says. */
        static Caller of(Access access) {
            return new Known(access.userId(), access.businessUnitId(), access.teams(), access);
        }

        /** A caller of whom all is known, and to whom nothing is refused. */
        static Caller of(UUID userId, @Nullable UUID businessUnitId, Set<UUID> teams) {
            UserRoles roles =
                    new UserRoles(userId, businessUnitId, false, false, Set.copyOf(teams), List.of(), Map.of());
            return of(Access.unrestricted(roles));
        }
    }

    private record Known(UUID userId, @Nullable UUID businessUnitId, Set<UUID> teams, Access access)
            implements Caller {}

    /** @throws IllegalArgumentException when the zone is an offset other than UTC, which databases read differently */
    public QueryContext {
        if (zone.equals(ZoneOffset.UTC)) {
            zone = ZoneId.of("UTC");
        } else if (zone instanceof ZoneOffset) {
            throw new IllegalArgumentException("The time zone " + zone + " is an offset; name a region.");
        }
    }

    /** In UTC, with weeks that begin on Sunday, in English: the defaults of a new organization. */
    public static QueryContext of(Instant now, Caller caller) {
        return new QueryContext(now, ZoneOffset.UTC, DayOfWeek.SUNDAY, 1033, caller);
    }
}
