package io.nightshift.server.systemjobs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Since when the overview counts what has ended: whole days of UTC, as the counters know them. */
public enum Window {
    TODAY(1),
    WEEK(7),
    MONTH(30),
    /** All that is kept; only its last days are drawn. */
    KEPT(60);

    private final int days;

    Window(int days) {
        this.days = days;
    }

    static Window of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(window -> window.word().equals(word))
                .findFirst()
                .orElse(WEEK);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The key of its name. */
    public String key() {
        return "window." + word();
    }

    /** How many days are drawn. */
    int days() {
        return days;
    }

    /** The first day that is drawn. */
    LocalDate from(Instant now) {
        return now.atZone(ZoneOffset.UTC).toLocalDate().minusDays(days - 1L);
    }

    /** The condition of a list that shows what is counted; nothing when it is everything. */
    Parameters on(Parameters list, Instant now) {
        return this == KEPT ? list : list.with("completed-from", from(now) + "T00:00:00Z");
    }
}
