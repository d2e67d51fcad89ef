package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.operation.Texts;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which operations to list: all conditions must hold. Newest first; a page goes on after the last id of the one before.
 * Immutable.
 *
 * @param organization null for the default one
 * @param limit 1 to 1000 operations in a page
 * @param after the last id of the page before; null for the first page
 */
public record Search(
        @Nullable String organization,
        List<Condition> conditions,
        int limit,
        @Nullable UUID after) {

    public static final int MAX_LIMIT = 1000;

    /** A condition in SQL, with one parameter. The texts are constants of this class; values never become part of them. */
    public record Condition(String sql, Object value) {}

    public Search {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A page holds 1 to " + MAX_LIMIT + " operations; got " + limit + ".");
        }
        conditions = List.copyOf(conditions);
    }

    /** The newest 50 of the default organization. */
    public static Search all() {
        return new Search(null, List.of(), 50, null);
    }

    public Search in(@Nullable String other) {
        return new Search(other, conditions, limit, after);
    }

    public Search limit(int most) {
        return new Search(organization, conditions, most, after);
    }

    public Search after(@Nullable UUID id) {
        return new Search(organization, conditions, limit, id);
    }

    public Search states(Set<StateCode> states) {
        return states.isEmpty()
                ? this
                : statuses(Set.copyOf(Arrays.stream(StatusCode.values())
                        .filter(status -> states.contains(status.state()))
                        .toList()));
    }

    public Search statuses(Set<StatusCode> statuses) {
        return anyOf("statuscode", statuses.stream().map(StatusCode::code).toList());
    }

    public Search causes(Set<Cause> causes) {
        return anyOf("cause", causes.stream().map(Cause::code).toList());
    }

    public Search types(Set<OperationType> types) {
        return anyOf("operation_type", types.stream().map(OperationType::code).toList());
    }

    public Search message(@Nullable String messageName) {
        return and("message_name = ?", messageName);
    }

    /** Part of the name, without regard to case in any script, whatever locale the database was made with. */
    public Search nameContains(@Nullable String part) {
        return and(
                "lower(name COLLATE \"und-x-icu\") LIKE lower(?::text COLLATE \"und-x-icu\")",
                part == null ? null : "%" + part.replaceAll("([\\\\%_])", "\\\\$1") + "%");
    }

    public Search token(@Nullable String token) {
        return and("token = ?", token);
    }

    public Search parent(@Nullable UUID id) {
        return and("parent_id = ?", id);
    }

    public Search correlation(@Nullable UUID id) {
        return and("correlation_id = ?", id);
    }

    public Search owner(@Nullable UUID id) {
        return and("owner_id = ?", id);
    }

    public Search regarding(@Nullable UUID id) {
        return and("regarding_id = ?", id);
    }

    public Search createdFrom(@Nullable Instant from) {
        return and("created_on >= ?", storable(from));
    }

    public Search createdBefore(@Nullable Instant before) {
        return and("created_on < ?", storable(before));
    }

    /** A time far outside of what PostgreSQL knows finds the same as one at the edge of what operations can have. */
    private static @Nullable OffsetDateTime storable(@Nullable Instant time) {
        if (time == null) {
            return null;
        }
        Instant within = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return OffsetDateTime.ofInstant(
                within.isAfter(AsyncOperation.NEVER) ? AsyncOperation.NEVER : within, ZoneOffset.UTC);
    }

    /** Whether it is the parent of a series. */
    public Search series(boolean isSeries) {
        return and("is_series = ?", isSeries);
    }

    private Search anyOf(String column, Collection<Integer> codes) {
        return codes.isEmpty() ? this : and(column + " = ANY (?)", codes.toArray(Integer[]::new));
    }

    private Search and(String sql, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        if (value instanceof String text) {
            Texts.check("text to search for", text);
        }
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(sql, value));
        return new Search(organization, more, limit, after);
    }
}
