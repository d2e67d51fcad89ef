package io.nightshift.platform.workflow;

import io.nightshift.platform.query.Queries;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.platform.workflow.document.Value;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A wait of an instance: for a time, for a condition, or for the first of several. The branch of the event that woke it
 * wins, even if the record has changed again meanwhile; else the first whose condition holds; else the one whose time came
 * first. Not thread-safe.
 */
final class WaitingStep {

    private final RequestContext context;
    private final Instance instance;
    private final Evaluation evaluation;
    private final Course course;
    private final RecordValues values;
    private final Waits waits;
    private int won;
    private String how = "";

    WaitingStep(RequestContext context, Instance instance, Evaluation evaluation, Course course) {
        this.context = context;
        this.instance = instance;
        this.evaluation = evaluation;
        this.course = course;
        this.values = new RecordValues(context);
        this.waits = new Waits(context);
    }

    /** Ends the wait without its end having come. */
    void giveUp() {
        waits.endAll(List.of(course.operation()));
        instance.waiting = false;
        instance.dueTimes.clear();
    }

    /** What ends a listening branch: a record that is locked and the condition it is to meet. */
    private record Watched(int branch, EntityReference record, WaitCondition condition) {}

    private static List<Step.Waiting> branches(Step step) {
        return step instanceof Step.Fork fork
                ? fork.branches().stream().map(Step.Branch::waiting).toList()
                : List.of((Step.Waiting) step);
    }

    static String eventKey(UUID operation, int wait) {
        return "workflow/" + operation + "/" + wait;
    }

    private String eventKey() {
        return eventKey(course.operation(), instance.waits);
    }

    void begin(Step step) {
        instance.waits++;
        instance.waiting = true;
        List<Step.Waiting> branches = branches(step);
        for (int i = 0; i < branches.size(); i++) {
            Value due = switch (branches.get(i)) {
                case Step.Wait wait -> wait.until();
                case Step.Listen listen -> listen.timeout();
            };
            if (due != null) {
                instance.dueTimes.put(i, due(step, due));
            }
        }
    }

    private Instant due(Step step, Value value) {
        Object due = evaluation.value(value);
        try {
            if (due instanceof String text && text.startsWith("P")) {
                return context.now().plus(Evaluation.duration(text));
            }
            if (due != null) {
                return RecordValues.moment(due);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Below.
        }
        throw FaultCode.INVALID_ARGUMENT.fault(
                "The step '" + step.name() + "' waits for a time or a duration; it was given "
                        + (due == null ? "nothing" : "'" + Evaluation.text(due) + "'") + ".");
    }

    /** Whether it waits on; null when it does not. */
    Turn.@Nullable Waiting look(Step step) {
        List<Step.Waiting> branches = branches(step);
        List<Watched> watched = watched(branches);
        List<EntityReference> records =
                watched.stream().map(Watched::record).distinct().toList();
        if (!records.isEmpty()) {
            waits.end(course.operation(), records);
        }
        if (isOver(branches, watched)) {
            return null;
        }
        watched.forEach(each -> waits.subscribe(course.operation(), each.branch(), each.record(), each.condition()));
        Instant until = instance.dueTimes.values().stream()
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Turn.Waiting(watched.isEmpty() ? null : eventKey(), until, text(step, watched));
    }

    private List<Watched> watched(List<Step.Waiting> branches) {
        List<Watched> watched = new ArrayList<>();
        for (int i = 0; i < branches.size(); i++) {
            if (branches.get(i) instanceof Step.Listen listen) {
                EntityReference record = values.reference(evaluation.value(listen.record()));
                watched.add(new Watched(
                        i, record, new WaitCondition(eventKey(), WaitCondition.bind(listen.condition(), evaluation))));
            }
        }
        // Whoever waits for several locks them in one order.
        watched.stream()
                .map(Watched::record)
                .distinct()
                .sorted(Comparator.comparing(EntityReference::logicalName).thenComparing(EntityReference::id))
                .forEach(record -> Waits.lock(context, record));
        return watched;
    }

    private boolean isOver(List<Step.Waiting> branches, List<Watched> watched) {
        if (course.event() != null && course.event().key().equals(eventKey())) {
            String branch = String.valueOf(course.event().data());
            if (branch.matches("\\d{1,4}")) {
                return won(Integer.parseInt(branch), "the condition held");
            }
        }
        Evaluation fresh = new Evaluation(context, Map.of(), Map.of());
        Queries queries = new Queries(context.organization(), Queries.TIMEOUT);
        for (Watched each : watched) {
            if (queries.holds(fresh.read(each.record()), each.condition().filter(), fresh.query())) {
                return won(each.branch(), "the condition holds");
            }
        }
        Integer due = instance.dueTimes.entrySet().stream()
                .filter(each -> !each.getValue().isAfter(context.now()))
                .min(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
        if (due == null) {
            return false;
        }
        if (branches.get(due) instanceof Step.Listen listen) {
            throw new RaisedError(
                    RaisedError.TIMEOUT, "The time for which the step '" + listen.name() + "' waits is over.");
        }
        return won(due, "the time came");
    }

    private boolean won(int branch, String reason) {
        won = branch;
        how = reason;
        return true;
    }

    int won() {
        return won;
    }

    String how() {
        return how;
    }

    private static String text(Step step, List<Watched> watched) {
        StringBuilder text = new StringBuilder("waits at step '" + step.name() + "' (line " + step.line() + ")");
        String or = " for ";
        for (Watched each : watched) {
            text.append(or)
                    .append(String.join(", ", each.condition().attributes()))
                    .append(" of ")
                    .append(each.record());
            or = ", or for ";
        }
        return text.toString();
    }
}
