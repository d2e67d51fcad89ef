package io.nightshift.platform.organization;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A moment of a database, by what could be seen then: the snapshot of PostgreSQL, which names the transactions that had
 * not ended. Two moments are told apart by it even where their transactions overlap, which neither a time nor a growing
 * number could do. It comes back from callers, so that reading it checks it.
 *
 * @param beginning which tracking it belongs to: another one begins when a table is made anew
 * @param oldest the oldest transaction that had not ended
 * @param next the first transaction that had not begun
 * @param running those between them that had not ended, as PostgreSQL lists them
 */
record DataVersion(String beginning, long oldest, long next, String running) {

    private static final Pattern TEXT =
            Pattern.compile("([0-9a-f]{8})!([0-9]{1,18}):([0-9]{1,18}):((?:[0-9]{1,18},?)*)");

    /** With more transactions at once than this, it counts from the oldest of them, and some changes come twice. */
    private static final int MOST_RUNNING = 300;

    /** @param snapshot as PostgreSQL writes it */
    static DataVersion of(String beginning, String snapshot) {
        DataVersion version = parse(beginning + "!" + snapshot);
        return version.running.split(",", -1).length <= MOST_RUNNING
                ? version
                : new DataVersion(beginning, version.oldest, version.oldest, "");
    }

    /** Reads what {@link #text} wrote. */
    static DataVersion read(String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException e) {
            throw broken();
        }
    }

    private static DataVersion parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (text.length() > 16_000 || !parts.matches()) {
            throw new IllegalArgumentException("no snapshot");
        }
        DataVersion version = new DataVersion(
                parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)), parts.group(4));
        version.check();
        return version;
    }

    /** PostgreSQL ends the transaction over a snapshot that is none. */
    private void check() {
        boolean right = oldest > 0 && oldest <= next;
        long before = oldest - 1;
        if (!running.isEmpty()) {
            for (String each : running.split(",", -1)) {
                long transaction = each.isEmpty() ? -1 : Long.parseLong(each);
                right &= transaction > before && transaction < next;
                before = transaction;
            }
        }
        if (!right) {
            throw new IllegalArgumentException("no snapshot");
        }
    }

    static OrganizationServiceFault broken() {
        return FaultCode.INVALID_ARGUMENT.fault(
                "The version cannot be read; send what the last answer gave, or none to begin anew.");
    }

    /** The snapshot as PostgreSQL reads it. */
    String snapshot() {
        return oldest + ":" + next + ":" + running;
    }

    /** What a caller keeps. */
    String text() {
        return beginning + "!" + snapshot();
    }
}
