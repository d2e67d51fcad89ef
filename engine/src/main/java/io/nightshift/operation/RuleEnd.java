package io.nightshift.operation;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.jspecify.annotations.Nullable;

/** The UNTIL of a rule: the last time, or the last day on the wall; neither when the rule has none. */
record RuleEnd(@Nullable Instant time, @Nullable LocalDate day) {

    /** Takes the end out of the rule: the library would compare a time in UTC with what a clock on a wall shows. */
    static RuleEnd takenFrom(RecurrenceRule rule) {
        DateTime until = rule.getUntil();
        if (until == null) {
            return new RuleEnd(null, null);
        }
        rule.setUntil(null);
        return until.isAllDay()
                ? new RuleEnd(null, LocalDate.of(until.getYear(), until.getMonth() + 1, until.getDayOfMonth()))
                : new RuleEnd(Instant.ofEpochMilli(until.getTimestamp()), null);
    }

    /** Whether the rule had ended when the clock showed this. */
    boolean isBefore(LocalDateTime reading, Instant fire) {
        return (time != null && time.isBefore(fire)) || (day != null && day.isBefore(reading.toLocalDate()));
    }
}
