package io.nightshift.queue.model;

import io.nightshift.operation.Operation;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RecurrencePattern;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The labels of a sequence and what they are called in the database. */
final class RealNames {

    private final String organization;
    private final Map<String, UUID> ids = new HashMap<>();
    private final Map<UUID, String> labels = new HashMap<>();
    private final Map<String, UUID> chosenIds = new HashMap<>();
    private final Map<String, Integer> occurrences = new HashMap<>();
    private int events;

    RealNames(String organization) {
        this.organization = organization;
        name(ModelQueue.NOBODY, UUID.randomUUID());
    }

    String organization() {
        return organization;
    }

    /** Null for a label that nothing was enqueued under. */
    @Nullable
    UUID id(String label) {
        return ids.get(label);
    }

    String label(UUID id) {
        return labels.getOrDefault(id, "unknown " + id);
    }

    private void name(String label, UUID id) {
        ids.put(label, id);
        labels.put(id, label);
    }

    /** The label of an id that an enqueue answered: a known one, or the request's own. */
    String labelOf(String requested, UUID id) {
        if (!labels.containsKey(id)) {
            name(requested, id);
        }
        return label(id);
    }

    /** What was enqueued under this label was rolled back. */
    void forget(String label) {
        UUID id = ids.remove(label);
        if (id != null && label.equals(labels.get(id))) {
            labels.remove(id);
        }
    }

    /** A series calls its occurrences by their number. */
    String occurrence(UUID id, UUID series) {
        String known = labels.get(id);
        if (known != null) {
            return known;
        }
        String label = label(series) + "." + occurrences.merge(label(series), 1, Integer::sum);
        name(label, id);
        return label;
    }

    int nextEvent() {
        return events++;
    }

    /** The lane of a series without a token is named after its id. */
    @Nullable
    String token(@Nullable String token) {
        return token != null && token.startsWith("series:") && id(token.substring(7)) != null
                ? "series:" + id(token.substring(7))
                : token;
    }

    /** The other way round. */
    String tokenText(@Nullable String token) {
        return token != null && token.startsWith("series:")
                ? "series:" + label(UUID.fromString(token.substring(7)))
                : String.valueOf(token);
    }

    List<Operation> operations(List<Step.Request> requests, Instant now) {
        return requests.stream().map(request -> operation(request, now)).toList();
    }

    private Operation operation(Step.Request request, Instant now) {
        Operation operation = Operation.of(request.type())
                .message(request.message())
                .name(request.label())
                .data(request.label())
                .organization(organization)
                .kept(request.kept())
                .token(request.token())
                .limit(request.limit())
                .onDuplicate(request.identity().onDuplicate());
        if (request.postpone() != null) {
            operation = operation.postponeUntil(now.plusSeconds(request.postpone()));
        }
        if (request.identity().key() != null) {
            operation = operation.key(request.identity().key());
        }
        if (request.identity().id() != null) {
            operation =
                    operation.id(chosenIds.computeIfAbsent(request.identity().id(), name -> UUID.randomUUID()));
        }
        Step.Rule rule = request.rule();
        return rule == null ? operation : operation.recurrence(recurrence(rule, now));
    }

    static String pattern(int hours, int count) {
        return "FREQ=HOURLY;INTERVAL=" + hours + (count == 0 ? "" : ";COUNT=" + count);
    }

    private static Recurrence recurrence(Step.Rule rule, Instant now) {
        return new Recurrence(
                new RecurrencePattern(pattern(rule.hours(), rule.count())),
                rule.start() == null ? null : now.plusSeconds(rule.start()),
                ZoneId.of("UTC"),
                rule.overlap(),
                rule.missed());
    }
}
