package io.nightshift.platform.workflow.document;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;

/**
 * Durations as the DSL writes them: ISO 8601 text, or {@code {days: 2, hours: 4}}. A constant is kept as its ISO text, an
 * expression as it is.
 */
public final class Durations {

    private static final Set<String> PARTS = Set.of("days", "hours", "minutes", "seconds", "milliseconds");
    private static final long MOST_OF_A_PART = 1_000_000_000L;
    private static final Duration LONGEST = Duration.ofDays(36_600);

    private Durations() {}

    static Value read(DocumentNode node) {
        if (!node.isMap()) {
            if (node.isList()) {
                node.problem("a duration or a time is expected here");
                return new Value.Constant(null);
            }
            Value value = ValueReader.read(node);
            if (value instanceof Value.Constant constant) {
                try {
                    parse(String.valueOf(constant.value()));
                } catch (IllegalArgumentException e) {
                    node.problem("" + e.getMessage());
                }
            }
            return value;
        }
        node.known(PARTS);
        Duration sum = Duration.ZERO;
        for (Map.Entry<String, DocumentNode> part : node.map().entrySet()) {
            long number = part.getValue().whole(MOST_OF_A_PART);
            sum = sum.plus(
                    switch (part.getKey()) {
                        case "days" -> Duration.ofDays(number);
                        case "hours" -> Duration.ofHours(number);
                        case "minutes" -> Duration.ofMinutes(number);
                        case "seconds" -> Duration.ofSeconds(number);
                        default -> Duration.ofMillis(number);
                    });
        }
        if (node.map().isEmpty()) {
            node.problem("a duration has at least one of "
                    + String.join(", ", PARTS.stream().sorted().toList()));
        }
        if (sum.compareTo(LONGEST) > 0) {
            node.problem("a wait is at most 100 years long");
        }
        return new Value.Constant(sum.toString());
    }

    /**
     * A duration from its ISO 8601 text: {@code PT4H}, {@code P2DT12H}, {@code P1W}. Months and years are no duration.
     *
     * @throws IllegalArgumentException when it is none, or not one of 0 to 100 years
     */
    public static Duration parse(String text) {
        try {
            Duration duration =
                    text.endsWith("W") ? Duration.ofDays(Period.parse(text).getDays()) : Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + ExpressionReader.shown(text) + "' is no duration, as PT4H or P2DT12H or days: 2", e);
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("'" + ExpressionReader.shown(text) + "' is too long", e);
        }
        throw new IllegalArgumentException("'" + ExpressionReader.shown(text) + "' is not between 0 and 100 years");
    }
}
