package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people do to a series of the model alone: an extra occurrence, another rule. */
final class ModelSeriesMoves {

    private final ModelQueue queue;
    private final ModelEnqueue enqueue;
    private int extras;

    ModelSeriesMoves(ModelQueue queue, ModelEnqueue enqueue) {
        this.queue = queue;
        this.enqueue = enqueue;
    }

    String runNow(String label) {
        ModelOperation series = queue.get(label);
        String refusal = refusal(label, series, Move.RUN_NOW);
        if (refusal != null || series == null) {
            return Objects.requireNonNullElse(refusal, "");
        }
        queue.asked(series, Move.RUN_NOW);
        series.logLines++;
        return enqueue.occurrence(series, "extra " + ++extras).label;
    }

    /** Its next date is the first of the new rule from now on; one that is due and not made yet stays. */
    String edit(Step.EditSeries step) {
        ModelOperation series = queue.get(step.label());
        String refusal = refusal(step.label(), series, Move.EDIT_RECURRENCE);
        if (refusal != null || series == null) {
            return Objects.requireNonNullElse(refusal, "");
        }
        Step.Rule before = Objects.requireNonNull(series.rule);
        Step.Rule rule = new Step.Rule(step.hours(), step.count(), before.start(), before.overlap(), step.missed());
        if (rule.equals(before)) {
            queue.asked(series, Move.EDIT_RECURRENCE);
            return "UNCHANGED " + series.standing();
        }
        Instant stands = Objects.requireNonNull(series.nextFire);
        boolean isDue = series.waits(Cause.SERIES) && !stands.isAfter(queue.now());
        Optional<Instant> next = isDue
                ? Optional.of(stands)
                : ModelSeries.next(rule, Objects.requireNonNull(series.ruleStart), queue.now());
        queue.asked(series, Move.EDIT_RECURRENCE, next.isEmpty());
        if (next.isEmpty()) {
            return "refused " + ErrorCode.INVALID_RECURRENCE_PATTERN;
        }
        series.rule = rule;
        series.nextFire = next.get();
        if (series.waits(Cause.SERIES)) {
            series.postponeUntil = next.get();
        }
        series.logLines++;
        return "MOVED " + series.standing();
    }

    private @Nullable String refusal(String label, @Nullable ModelOperation operation, Move move) {
        if (operation == null) {
            return queue.labels.contains(label) ? "refused " + ErrorCode.OBJECT_DOES_NOT_EXIST : "";
        }
        if (operation.isSeries() && operation.isLive()) {
            return null;
        }
        queue.asked(operation, move, true);
        return "refused " + ErrorCode.CANNOT_UPDATE_NONRECURRING;
    }
}
