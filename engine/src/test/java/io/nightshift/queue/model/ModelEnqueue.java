package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation.OnDuplicate;
import io.nightshift.operation.Recurrence.Overlap;
import io.nightshift.operation.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enqueue in the model: all or nothing, request by request, and callers' keys that are remembered for a day. */
final class ModelEnqueue {

    private static final Duration KEY_LIFE = Duration.ofHours(24);

    private record Key(String label, Instant expiresOn) {}

    private final ModelQueue queue;
    private final Map<String, Key> keys = new HashMap<>();
    /** The labels of the ids that callers chose; an id that is used again, after a deletion, keeps its label. */
    private final Map<String, String> chosenIds = new HashMap<>();

    private @Nullable List<ModelOperation> open;

    ModelEnqueue(ModelQueue queue) {
        this.queue = queue;
    }

    boolean isOpen() {
        return open != null;
    }

    String enqueue(List<Step.Request> requests, Step.Through through) {
        ErrorCode refusal = refusal(requests);
        if (refusal != null) {
            if (refusal == ErrorCode.DUPLICATE_RECORD && through == Step.Through.CALLER_COMMITS) {
                giveBack(requests);
            }
            return "refused " + refusal;
        }
        List<String> answers = new ArrayList<>();
        Map<String, Key> before = Map.copyOf(keys);
        // What takes the place of an operation enqueued earlier does so before anything new is there, the rest after.
        List<Runnable> additions = new ArrayList<>();
        List<Runnable> replacements = new ArrayList<>();
        for (Step.Request request : requests) {
            Key first = known(keys, request);
            if (first != null) {
                answers.add(first.label());
                if (request.identity().onDuplicate() == OnDuplicate.REPLACE
                        && through != Step.Through.CALLER_ROLLS_BACK) {
                    if (before.containsValue(first)) {
                        replace(queue.get(first.label()), request);
                    } else {
                        replacements.add(() -> replace(queue.get(first.label()), request));
                    }
                }
                continue;
            }
            String label = label(request);
            answers.add(label);
            String key = key(request);
            if (key != null) {
                keys.put(key, new Key(label, queue.now().plus(KEY_LIFE)));
            }
            if (through != Step.Through.CALLER_ROLLS_BACK) {
                additions.add(() -> queue.add(made(label, request)));
                if (request.identity().id() != null) {
                    chosenIds.put(request.identity().id(), label);
                }
            }
        }
        additions.forEach(Runnable::run);
        replacements.forEach(Runnable::run);
        if (through == Step.Through.CALLER_ROLLS_BACK) {
            keys.clear();
            keys.putAll(before);
        }
        return answers.toString();
    }

    /** Keys whose time was over were taken for what is refused; a caller who commits all the same finds them gone. */
    private void giveBack(List<Step.Request> requests) {
        boolean isRefusedByTheTable = requests.stream()
                .map(request -> queue.get(
                        chosenIds.getOrDefault(String.valueOf(request.identity().id()), "")))
                .anyMatch(operation -> operation != null && operation.isLive());
        if (!isRefusedByTheTable) {
            requests.stream()
                    .filter(request -> known(keys, request) == null)
                    .forEach(request -> keys.remove(String.valueOf(key(request))));
        }
    }

    private String label(Step.Request request) {
        String id = request.identity().id();
        return id == null ? request.label() : chosenIds.getOrDefault(id, request.label());
    }

    /** Why the requests are refused as a whole, or null. */
    private @Nullable ErrorCode refusal(List<Step.Request> requests) {
        Instant now = queue.now();
        for (Step.Request request : requests) {
            Step.Rule rule = request.rule();
            if (rule != null
                    && ModelSeries.next(rule, start(rule), now.minusMillis(1)).isEmpty()) {
                return ErrorCode.INVALID_RECURRENCE_PATTERN;
            }
        }
        Map<String, Key> known = new HashMap<>(keys);
        Set<String> ids = new HashSet<>();
        for (Step.Request request : requests) {
            if (known(known, request) != null) {
                if (request.identity().onDuplicate() == OnDuplicate.REFUSE) {
                    return ErrorCode.DUPLICATE_RECORD;
                }
                continue;
            }
            String id = request.identity().id();
            if (id != null && (!ids.add(id) || queue.get(chosenIds.getOrDefault(id, "")) != null)) {
                return ErrorCode.DUPLICATE_RECORD;
            }
            String key = key(request);
            if (key != null) {
                known.put(key, new Key(request.label(), now.plus(KEY_LIFE)));
            }
        }
        return null;
    }

    private @Nullable Key known(Map<String, Key> taken, Step.Request request) {
        Key key = taken.get(String.valueOf(key(request)));
        return key != null && key.expiresOn().isAfter(queue.now()) ? key : null;
    }

    private static @Nullable String key(Step.Request request) {
        Step.Identity identity = request.identity();
        return identity.key() != null ? "key " + identity.key() : identity.id() != null ? "id " + identity.id() : null;
    }

    private ModelOperation made(String label, Step.Request request) {
        ModelOperation operation = new ModelOperation(label, request, queue.now());
        operation.order = queue.nextOrder();
        Step.Rule rule = request.rule();
        if (rule != null) {
            operation.ruleStart = start(rule);
            operation.nextFire = ModelSeries.next(
                            rule, operation.ruleStart, queue.now().minusMillis(1))
                    .orElseThrow();
            operation.stand(StatusCode.WAITING, Cause.SERIES, operation.nextFire);
        } else {
            standAtFirst(operation, request);
        }
        return operation;
    }

    private void standAtFirst(ModelOperation operation, Step.Request request) {
        if (request.postpone() != null && request.postpone() > 0) {
            operation.stand(StatusCode.WAITING, Cause.POSTPONED, queue.now().plusSeconds(request.postpone()));
        } else {
            operation.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
        }
    }

    private Instant start(Step.Rule rule) {
        return rule.start() == null ? queue.now() : queue.now().plusSeconds(rule.start());
    }

    /** The first one takes over what the second one says while it has not started; a pause is lifted by a person only. */
    private void replace(@Nullable ModelOperation first, Step.Request second) {
        if (first == null
                || !first.isLive()
                || first.isLocked()
                || first.attempt > 0
                || first.isSeries()
                || second.rule() != null
                || !first.bucket().equals(second.type().code() + ":" + second.message())) {
            return;
        }
        first.data = second.label();
        first.retries = 0;
        if (!first.waits(Cause.PAUSED)) {
            standAtFirst(first, second);
        }
        if (first.status == StatusCode.WAITING) {
            first.limitSlot = null;
        }
        queue.noteLimit(first);
    }

    String begin(List<Step.Request> requests) {
        if (open != null) {
            return "";
        }
        open = new ArrayList<>(
                requests.stream().map(request -> made(request.label(), request)).toList());
        open.forEach(operation -> queue.labels.add(operation.label));
        return requests.stream().map(Step.Request::label).toList().toString();
    }

    String finish(boolean commit) {
        if (open != null && commit) {
            open.forEach(queue::add);
        }
        open = null;
        return "";
    }

    String expireKeys() {
        long before = keys.size();
        keys.values().removeIf(key -> !key.expiresOn().isAfter(queue.now()));
        return "" + (before - keys.size());
    }

    /** Makes the occurrences that are due. */
    List<ModelOperation> occurrences(ModelOperation series, Instant fire) {
        Step.Rule rule = Objects.requireNonNull(series.rule);
        List<ModelOperation> made = new ArrayList<>();
        for (Instant time : ModelSeries.due(series, fire, queue.now())) {
            boolean overlaps = queue.all().stream().anyMatch(o -> series.label.equals(o.parent) && o.isLive());
            if (rule.overlap() == Overlap.SKIP && overlaps) {
                continue;
            }
            made.add(occurrence(series, time.toString()));
        }
        return made;
    }

    /** One occurrence of a series. Its id is a chosen one like any other. */
    ModelOperation occurrence(ModelOperation series, String of) {
        String label = series.label + "." + ++series.occurrences;
        Step.Request r = series.request;
        String token = r.token() == null && Objects.requireNonNull(series.rule).overlap() == Overlap.QUEUE
                ? "series:" + series.label
                : r.token();
        ModelOperation occurrence = made(
                label,
                new Step.Request(
                        label, r.type(), r.message(), r.kept(), token, r.limit(), null, Step.Identity.NONE, null));
        occurrence.data = series.data;
        occurrence.parent = series.label;
        queue.add(occurrence);
        keys.put(
                "occurrence " + series.label + " " + of,
                new Key(label, queue.now().plus(KEY_LIFE)));
        return occurrence;
    }
}
