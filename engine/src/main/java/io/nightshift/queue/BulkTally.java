package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a bulk move has come and what became of what it met. It travels in the checkpoint of the operation.
 *
 * @param after where it goes on; null at the beginning
 * @param refused by error code
 */
public record BulkTally(@Nullable String after, long moved, long unchanged, Map<Integer, Long> refused, long vanished) {

    public BulkTally {
        refused = Map.copyOf(refused);
    }

    /** After the last page: what was refused is not met again. */
    private static final String END = "end";

    private static final BulkTally NONE = new BulkTally(null, 0, 0, Map.of(), 0);

    /**
     * With the results of a further page.
     *
     * @param next where the page after it begins, without a semicolon; null when there is none
     */
    public BulkTally plus(@Nullable String next, Collection<MoveResult> results) {
        Map<Integer, Long> codes = new TreeMap<>(refused);
        long more = 0;
        long same = 0;
        long gone = 0;
        for (MoveResult result : results) {
            var refusal = result.refusal();
            if (refusal == null) {
                same += result.kind() == MoveResult.Kind.UNCHANGED ? 1 : 0;
                more += result.kind() == MoveResult.Kind.UNCHANGED ? 0 : 1;
            } else if (refusal.errorCode() == ErrorCode.OBJECT_DOES_NOT_EXIST.code()) {
                gone++;
            } else {
                codes.merge(refusal.errorCode(), 1L, Long::sum);
            }
        }
        return new BulkTally(next == null ? END : next, moved + more, unchanged + same, codes, vanished + gone);
    }

    /** Whether the last page was met. */
    public boolean isEnd() {
        return END.equals(after);
    }

    /** How many operations were met. */
    public long met() {
        return moved
                + unchanged
                + vanished
                + refused.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people: {@code 9,998 moved, 0 unchanged, 2 refused (0x80044165: 2), 0 vanished}. */
    @Override
    public String toString() {
        long refusals = refused.values().stream().mapToLong(Long::longValue).sum();
        String codes = new TreeMap<>(refused)
                .entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s: %,d", ErrorCode.hex(e.getKey()), e.getValue()))
                        .collect(Collectors.joining(", "));
        return String.format(Locale.ROOT, "%,d moved, %,d unchanged, %,d refused", moved, unchanged, refusals)
                + (codes.isEmpty() ? "" : " (" + codes + ")")
                + String.format(Locale.ROOT, ", %,d vanished", vanished);
    }

    /** For the checkpoint of the operation. */
    public String text() {
        return (after == null ? "" : after) + ";" + moved + ";" + unchanged + ";" + vanished
                + new TreeMap<>(refused)
                        .entrySet().stream()
                                .map(e -> ";" + e.getKey() + "=" + e.getValue())
                                .collect(Collectors.joining());
    }

    /** Reads what {@link #text()} wrote; null is the beginning. */
    public static BulkTally parse(@Nullable String text) {
        if (text == null) {
            return NONE;
        }
        String[] parts = text.split(";", -1);
        Map<Integer, Long> codes = new TreeMap<>();
        for (int i = 4; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            codes.put(Integer.parseInt(parts[i].substring(0, equals)), Long.parseLong(parts[i].substring(equals + 1)));
        }
        return new BulkTally(
                parts[0].isEmpty() ? null : parts[0],
                Long.parseLong(parts[1]),
                Long.parseLong(parts[2]),
                codes,
                Long.parseLong(parts[3]));
    }
}
