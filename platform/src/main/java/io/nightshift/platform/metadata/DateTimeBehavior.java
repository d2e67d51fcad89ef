package io.nightshift.platform.metadata;

/** What a date-time means (Dynamics: DateTimeBehavior). */
public enum DateTimeBehavior {
    /** A moment, shown in each user's time zone; {@link java.time.Instant}. */
    USER_LOCAL("userlocal"),
    /** A day without a time; {@link java.time.LocalDate}. */
    DATE_ONLY("dateonly"),
    /** A date and time that is the same on every wall; {@link java.time.LocalDateTime}. */
    TIME_ZONE_INDEPENDENT("timezoneindependent");

    private final String word;

    DateTimeBehavior(String word) {
        this.word = word;
    }

    /** The word in a definition. */
    public String word() {
        return word;
    }
}
