package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Kept;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A series whose parent is locked: what its occurrences are made from, and when.
 *
 * @param template throws when the row cannot be understood
 * @param fire the next date, off the rule when a user postponed it; kept while the series is paused
 * @param open occurrences that were made and may not have ended
 */
record Series(
        int organization,
        UUID id,
        Standing standing,
        OperationType type,
        int claimNumber,
        int kept,
        Instant createdOn,
        boolean hasLargeData,
        Supplier<Operation> template,
        @Nullable String token,
        @Nullable LimitKey limit,
        SeriesRule rule,
        Instant fire,
        List<UUID> open) {

    /** The most occurrences that are made up for at once. */
    static final int MOST_MISSED = 100;

    /** Later than this is missed, not merely late. */
    private static final Duration LATE = Duration.ofMinutes(1);

    /** Reads a row of {@code due_series.sql} or {@code lock_series.sql}. */
    static Series read(ResultSet row) throws SQLException {
        Integer cause = Rows.integer(row, "cause");
        UUID[] open = (UUID[]) row.getArray("open_occurrences").getArray();
        return new Series(
                row.getInt("organization_id"),
                Rows.requiredUuid(row, "operation_id"),
                new Standing(StatusCode.of(row.getInt("statuscode")), cause == null ? null : Cause.of(cause)),
                OperationType.stored(row.getInt("operation_type")),
                row.getInt("claim_number"),
                row.getInt("kept"),
                Rows.requiredTime(row, "created_on"),
                row.getBoolean("has_large_data"),
                template(row),
                row.getString("token"),
                SystemJobs.limit(row),
                SeriesRule.read(row),
                Rows.requiredTime(row, "next_fire"),
                List.of(open));
    }

    /** A row that cannot be understood must not keep the others of its page from being read. */
    private static Supplier<Operation> template(ResultSet row) throws SQLException {
        try {
            Operation template = Operation.of(
                            OperationType.of(row.getInt("operation_type")).ofOccurrences())
                    .organization(row.getString("organization_name"))
                    .name(row.getString("name"))
                    .data(row.getString("data"))
                    .priorityClass(PriorityClass.of(row.getInt("priority_class")))
                    .kept(Kept.of(row.getInt("kept")))
                    .owner(Rows.uuid(row, "owner_id"))
                    .correlation(Rows.uuid(row, "correlation_id"), row.getInt("depth"));
            String message = row.getString("message_name");
            if (!message.isEmpty()) {
                template = template.message(message);
            }
            UUID regarding = Rows.uuid(row, "regarding_id");
            if (regarding != null) {
                template =
                        template.regarding(Objects.requireNonNullElse(row.getString("regarding_type"), ""), regarding);
            }
            Operation read = template;
            return () -> read;
        } catch (RuntimeException e) {
            return () -> {
                throw e;
            };
        }
    }

    /** The dates to make occurrences of now: the one that is due, and those that were missed by the rule for them. */
    List<Instant> due(Instant now) {
        Recurrence recurrence = rule.meaning();
        Instant from = recurrence.missed() == Recurrence.Missed.SKIP ? later(fire, now.minus(LATE)) : fire;
        List<Instant> due = new ArrayList<>();
        if (!fire.isBefore(from)) {
            due.add(fire);
        }
        for (Instant date : rule.dates(from, MOST_MISSED)) {
            if (date.isAfter(now)) {
                break;
            }
            due.add(date);
        }
        return switch (recurrence.missed()) {
            case ALL -> due.subList(0, Math.min(due.size(), MOST_MISSED));
            case ONCE -> List.of(due.getLast());
            case SKIP ->
                due.stream().filter(date -> date.isAfter(now.minus(LATE))).toList();
        };
    }

    /** The first date after a time; empty when the rule has ended. */
    Optional<Instant> nextAfter(Instant time) {
        return rule.next(time);
    }

    /** The next dates as they stand now. */
    List<Instant> preview(int most) {
        List<Instant> dates = new ArrayList<>(List.of(fire));
        dates.addAll(rule.dates(fire, most - 1));
        return dates;
    }

    boolean skipsOverlaps() {
        return rule.meaning().overlap() == Recurrence.Overlap.SKIP;
    }

    /**
     * An occurrence, which stands in the lane of the series.
     *
     * @param large the data, when it does not lie in the row
     */
    Operation occurrence(UUID occurrenceId, @Nullable String large) {
        boolean queues = token == null && rule.overlap().equals(Recurrence.Overlap.QUEUE.name());
        Operation occurrence = template.get()
                .id(occurrenceId)
                .parent(id)
                .token(queues ? "series:" + id : token)
                .limit(limit);
        return large == null ? occurrence : occurrence.data(large);
    }

    static Instant earlier(Instant a, Instant b) {
        return a.isAfter(b) ? b : a;
    }

    static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
