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
        series.rule = rule;
        Optional<Instant> next = isDue ? Optional.of(stands) : ModelSeries.next(series, queue.now());
        queue.asked(series, Move.EDIT_RECURRENCE, next.isEmpty());
        if (next.isEmpty()) {
            series.rule = before;
            return "refused " + ErrorCode.INVALID_RECURRENCE_PATTERN;
        }
        series.nextFire = next.get();
        if (series.waits(Cause.SERIES)) {
            series.postponeUntil = next.get();
        }
        series.logLines++;
        return "MOVED " + series.standing();
    }

    /** One of its next dates is left out, or made after all; where it stands moves only when it stood there by its rule. */
    String skip(Step.SkipDate step) {
        ModelOperation series = queue.get(step.label());
        String refusal = refusal(step.label(), series, Move.EDIT_RECURRENCE);
        if (refusal != null || series == null) {
            return Objects.requireNonNullElse(refusal, "");
        }
        Instant date = step.date();
        boolean isComing = date.isAfter(queue.now())
                && ModelSeries.ofRule(series, date.minusMillis(1)).equals(Optional.of(date));
        Instant stands = Objects.requireNonNull(series.nextFire);
        boolean isDue = series.waits(Cause.SERIES) && !stands.isAfter(queue.now());
        boolean isByRule = ModelSeries.next(series, queue.now()).equals(Optional.of(stands));
        boolean changes = isComing && (step.restore() ? series.skipped.remove(date) : series.skipped.add(date));
        if (!changes) {
            queue.asked(series, Move.EDIT_RECURRENCE, !isComing);
            return isComing ? "UNCHANGED " + series.standing() : "refused " + ErrorCode.INVALID_ARGUMENT;
        }
        boolean stays = isDue || !(isByRule || series.skipped.contains(stands));
        Optional<Instant> next =
                stays ? Optional.of(stands) : ModelSeries.next(series, isByRule ? queue.now() : stands);
        queue.asked(series, Move.EDIT_RECURRENCE, next.isEmpty());
        if (next.isEmpty()) {
            series.skipped.remove(date);
            return "refused " + ErrorCode.INVALID_RECURRENCE_PATTERN;
        }
        series.nextFire = next.get();
        if (series.waits(Cause.SERIES)) {
            series.postponeUntil = next.get();
        }
        series.logLines++;
        return "MOVED " + series.standing();
    }

    /** One of its next dates, mostly; the step is then asked of the model and of the queue. */
    static Step.SkipDate anyDate(ModelOperation series, Instant now, Dice dice) {
        Instant date = now.plusSeconds(3600);
        for (int i = 0; series.isSeries() && i < 3 && (i == 0 || dice.chance(60)); i++) {
            date = ModelSeries.ofRule(series, i == 0 ? now : date).orElse(date);
        }
        return new Step.SkipDate(series.label, dice.chance(10) ? date.plusSeconds(1) : date, dice.chance(40));
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
