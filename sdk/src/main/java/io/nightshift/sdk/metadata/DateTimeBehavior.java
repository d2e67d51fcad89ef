package io.nightshift.sdk.metadata;

/** What a date-time means (Dynamics: DateTimeBehavior). */
public enum DateTimeBehavior {
    /** A moment, shown in each user's time zone; {@link java.time.Instant}. */
    USER_LOCAL,
    /** A day without a time; {@link java.time.LocalDate}. */
    DATE_ONLY,
    /** A date and time that is the same on every wall; {@link java.time.LocalDateTime}. */
    TIME_ZONE_INDEPENDENT
}
