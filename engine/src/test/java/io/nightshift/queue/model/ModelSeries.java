package io.nightshift.queue.model;

import io.nightshift.operation.Recurrence.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** When a series of the model makes occurrences: hourly rules, by arithmetic. */
final class ModelSeries {

    private static final Duration LATE = Duration.ofMinutes(1);

    private ModelSeries() {}

    /** The first time of the rule after a time, or empty when the rule has ended. */
    static Optional<Instant> next(Step.Rule rule, Instant start, Instant after) {
        Duration step = Duration.ofHours(rule.hours());
        Instant fire = start;
        for (int i = 0; rule.count() == 0 || i < rule.count(); i++) {
            if (fire.isAfter(after)) {
                return Optional.of(fire);
            }
            fire = fire.plus(step);
        }
        return Optional.empty();
    }

    /** The same of a series as it is now: without the dates that it skips. */
    static Optional<Instant> next(ModelOperation series, Instant after) {
        Optional<Instant> next = ofRule(series, after);
        while (next.isPresent() && series.skipped.contains(next.get())) {
            next = ofRule(series, next.get());
        }
        return next;
    }

    /** With the dates that it skips. */
    static Optional<Instant> ofRule(ModelOperation series, Instant after) {
        return next(Objects.requireNonNull(series.rule), Objects.requireNonNull(series.ruleStart), after);
    }

    /** The occurrences that are to be made now, by the rule for those that were missed. */
    static List<Instant> due(ModelOperation series, Instant fire, Instant now) {
        Step.Rule rule = Objects.requireNonNull(series.rule);
        List<Instant> all = new ArrayList<>(List.of(fire));
        Optional<Instant> further = next(series, fire);
        while (further.isPresent() && !further.get().isAfter(now)) {
            all.add(further.get());
            further = next(series, further.get());
        }
        if (rule.missed() == Missed.ONCE) {
            return List.of(all.getLast());
        }
        if (rule.missed() == Missed.SKIP) {
            all.removeIf(time -> !time.isAfter(now.minus(LATE)));
        }
        return all;
    }
}
