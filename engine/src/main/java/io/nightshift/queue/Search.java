package io.nightshift.queue;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which operations to list: all conditions must hold. A page goes on where the one before ended, and shows neither twice
 * nor leaves out what was there all the time, whatever is added meanwhile. Immutable.
 *
 * @param organization null for the default one
 * @param limit 1 to 1000 operations in a page
 * @param after where the page before ended ({@link SystemJobs.Page#next()}); null for the first page
 */
public record Search(
        @Nullable String organization,
        List<Condition> conditions,
        Order order,
        int limit,
        @Nullable String after) {

    public static final int MAX_LIMIT = 1000;

    /** In which order operations are listed. */
    public enum Order {
        /** The newest first, by the time in their ids. */
        CREATED,
        /** Those that have ended, the last one first. */
        COMPLETED,
        /** Those that go on by themselves, the soonest first. */
        POSTPONED
    }

    /** One of the values must hold. Values are texts, and never become part of a statement. */
    public record Condition(SearchField field, List<String> values) {
        public Condition {
            values = List.copyOf(values);
            field.check(values);
        }
    }

    public Search {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A page holds 1 to " + MAX_LIMIT + " operations; got " + limit + ".");
        }
        conditions = List.copyOf(conditions);
    }

    /** The newest 50 of the default organization. */
    public static Search all() {
        return new Search(null, List.of(), Order.CREATED, 50, null);
    }

    public Search in(@Nullable String other) {
        return new Search(other, conditions, order, limit, after);
    }

    public Search limit(int most) {
        return new Search(organization, conditions, order, most, after);
    }

    public Search after(@Nullable String last) {
        return new Search(organization, conditions, order, limit, last);
    }

    /** Another order; a page of one order is not gone on with in another. */
    public Search order(Order other) {
        return new Search(organization, conditions, other, limit, after);
    }

    /** A further condition by its field; nothing when there is no value. */
    public Search where(SearchField field, Collection<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        List<Condition> more = new ArrayList<>(conditions);
        more.add(new Condition(field, List.copyOf(values)));
        return new Search(organization, more, order, limit, after);
    }

    public Search states(Set<StateCode> states) {
        return states.isEmpty()
                ? this
                : statuses(Set.copyOf(Arrays.stream(StatusCode.values())
                        .filter(status -> states.contains(status.state()))
                        .toList()));
    }

    public Search statuses(Set<StatusCode> statuses) {
        return where(
                SearchField.STATUS, statuses.stream().map(SearchField::word).toList());
    }

    public Search causes(Set<Cause> causes) {
        return where(SearchField.CAUSE, causes.stream().map(SearchField::word).toList());
    }

    public Search types(Set<OperationType> types) {
        return where(
                SearchField.TYPE,
                types.stream().map(type -> Integer.toString(type.code())).toList());
    }

    public Search message(@Nullable String messageName) {
        return one(SearchField.MESSAGE, messageName);
    }

    /** Part of the name, without regard to case. */
    public Search nameContains(@Nullable String part) {
        return one(SearchField.NAME, part);
    }

    public Search token(@Nullable String token) {
        return one(SearchField.TOKEN, token);
    }

    public Search parent(@Nullable UUID id) {
        return one(SearchField.PARENT, id);
    }

    public Search correlation(@Nullable UUID id) {
        return one(SearchField.CORRELATION, id);
    }

    public Search owner(@Nullable UUID id) {
        return one(SearchField.OWNER, id);
    }

    public Search regarding(@Nullable UUID id) {
        return one(SearchField.REGARDING, id);
    }

    public Search createdFrom(@Nullable Instant from) {
        return one(SearchField.CREATED_FROM, from);
    }

    public Search createdBefore(@Nullable Instant before) {
        return one(SearchField.CREATED_BEFORE, before);
    }

    /** Whether it is the parent of a series. */
    public Search series(boolean isSeries) {
        return one(SearchField.SERIES, isSeries);
    }

    /** The values of a field, when it is asked for once. */
    Optional<List<String>> only(SearchField field) {
        List<List<String>> all = conditions.stream()
                .filter(condition -> condition.field() == field)
                .map(Condition::values)
                .toList();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private Search one(SearchField field, @Nullable Object value) {
        return value == null ? this : where(field, List.of(value.toString()));
    }
}
