package io.nightshift.platform.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a query gives.
 *
 * @param rows the values of each row in the order of the outputs, of the classes that they have in an entity
 * @param more whether there is a further page
 * @param cookie what the next page is asked with; null when there is none, because clients go on as long as there is one
 * @param total all rows, as far as they were counted; -1 when they were not
 */
record Answer(
        List<List<@Nullable Object>> rows,
        boolean more,
        @Nullable String cookie,
        int total) {

    /** Counting ends here. */
    static final int MOST_COUNTED = 5000;

    /** The total as it is shown. */
    int shownTotal() {
        return Math.min(total, MOST_COUNTED);
    }

    boolean totalExceeded() {
        return total > MOST_COUNTED;
    }
}
