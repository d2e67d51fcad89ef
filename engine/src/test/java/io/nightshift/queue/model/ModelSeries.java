package io.nightshift.queue.model;

import io.nightshift.operation.Recurrence.Missed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

    /** The occurrences that are to be made now, by the rule for those that were missed. */
    static List<Instant> due(Step.Rule rule, Instant start, Instant fire, Instant now) {
        List<Instant> all = new ArrayList<>(List.of(fire));
        Optional<Instant> further = next(rule, start, fire);
        while (further.isPresent() && !further.get().isAfter(now)) {
            all.add(further.get());
            further = next(rule, start, further.get());
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
