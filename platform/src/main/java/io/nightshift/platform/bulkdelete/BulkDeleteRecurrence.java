package io.nightshift.platform.bulkdelete;

import io.nightshift.operation.Recurrence;
import io.nightshift.operation.ServiceFault;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rules that a bulk delete may recur by (facts 5): daily, every 1 to 365 days, for ever or up to an end. */
final class BulkDeleteRecurrence {

    private static final int LONGEST_INTERVAL = 365;
    private static final Set<String> PARTS = Set.of("FREQ", "INTERVAL", "COUNT", "UNTIL");

    private BulkDeleteRecurrence() {}

    /**
     * The recurrence that a pattern says; empty for none.
     *
     * @param start the first date; null for at once, which a start that has just passed would miss by a whole interval
     */
    static Optional<Recurrence> of(@Nullable String pattern, @Nullable Instant start) {
        if (pattern == null || pattern.isBlank()) {
            return Optional.empty();
        }
        Map<String, String> parts = parts(pattern);
        if (!"DAILY".equals(parts.get("FREQ")) || !PARTS.containsAll(parts.keySet())) {
            throw FaultCode.INVALID_RECURRENCE_RULE_FOR_BULK_DELETE.fault(
                    "A bulk delete recurs daily: FREQ=DAILY;INTERVAL=n, to which COUNT or UNTIL may be added.");
        }
        String interval = parts.getOrDefault("INTERVAL", "1");
        if (!interval.matches("[0-9]{1,3}")
                || Integer.parseInt(interval) < 1
                || Integer.parseInt(interval) > LONGEST_INTERVAL) {
            throw FaultCode.INVALID_RECURRENCE_INTERVAL.fault(
                    "The INTERVAL of a bulk delete's recurrence is 1 to " + LONGEST_INTERVAL + " days.");
        }
        try {
            Recurrence recurrence = Recurrence.of(pattern);
            return Optional.of(start == null ? recurrence : recurrence.starting(start));
        } catch (ServiceFault e) {
            throw new OrganizationServiceFault(e.errorCode(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Map<String, String> parts(String pattern) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : pattern.strip().toUpperCase(Locale.ROOT).split(";", -1)) {
            int equals = part.indexOf('=');
            parts.put(
                    equals < 0 ? part.strip() : part.substring(0, equals).strip(),
                    part.substring(equals + 1).strip());
        }
        // What stands after the last semicolon.
        parts.remove("");
        return parts;
    }
}
