package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.StatusCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What makes waiting operations of the model ready: free lanes, times, events, series, the end of nodes. */
final class ModelChores {

    private final ModelQueue queue;
    private final ModelEnqueue enqueue;
    private final ModelRecord record;

    /** The occurrences that the last step made, with the time at which each was due. */
    private final Map<ModelOperation, Instant> madeNow = new LinkedHashMap<>();

    ModelChores(ModelQueue queue, ModelEnqueue enqueue, ModelRecord record) {
        this.queue = queue;
        this.enqueue = enqueue;
        this.record = record;
    }

    String apply(Step.Kind kind) {
        madeNow.clear();
        return switch (kind) {
            case PROMOTE -> promote();
            case SWEEP -> {
                queue.lost.removeIf(this::isFree);
                yield "";
            }
            case WAKE -> wake();
            case SIGNAL -> signal();
            case RECUR -> recur();
            case RESCUE -> record.rescue();
            case EXPIRE_KEYS -> enqueue.expireKeys();
        };
    }

    private boolean isFree(String lane) {
        return queue.all().stream().noneMatch(o -> lane.equals(o.lane()) && o.holdsLane);
    }

    private String promote() {
        Set<String> lanes = new TreeSet<>();
        queue.all().stream()
                .filter(o -> o.isLive() && o.lane() != null)
                .forEach(o -> lanes.add(Objects.requireNonNull(o.lane())));
        lanes.removeAll(queue.lost);
        for (String lane : lanes) {
            if (isFree(lane)) {
                queue.all().stream()
                        .filter(o -> o.isLive() && lane.equals(o.lane()))
                        .min(Comparator.comparingLong(o -> o.order))
                        .ifPresent(o -> o.holdsLane = true);
            }
        }
        return "";
    }

    private String wake() {
        int woken = 0;
        for (ModelOperation o : queue.all()) {
            boolean timed = o.waits(Cause.RETRY) || o.waits(Cause.POSTPONED) || o.waits(Cause.CHECKPOINT);
            if (timed && !Objects.requireNonNull(o.postponeUntil).isAfter(queue.now())) {
                queue.asked(o, Move.WAKE);
                o.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
                woken++;
            }
        }
        return "" + woken;
    }

    private String signal() {
        for (ModelOperation o : queue.all()) {
            for (int event = 0; event < queue.events.size() && o.waits(Cause.EVENT); event++) {
                if (queue.events.get(event).equals(o.eventKey) && o.given.add(event)) {
                    queue.asked(o, Move.SIGNAL);
                    o.wokenBy = event;
                    o.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
                }
            }
        }
        return "";
    }

    private String recur() {
        List<ModelOperation> due = new ArrayList<>(queue.all().stream()
                .filter(o -> o.waits(Cause.SERIES)
                        && !Objects.requireNonNull(o.postponeUntil).isAfter(queue.now()))
                .toList());
        due.sort(Comparator.comparing((ModelOperation o) -> o.postponeUntil).thenComparing(o -> o.order));
        for (ModelOperation series : due) {
            Instant fire = Objects.requireNonNull(series.postponeUntil);
            enqueue.occurrences(series, fire).forEach(made -> madeNow.put(made, fire));
            Instant from = queue.now().isAfter(fire) ? queue.now() : fire;
            Instant next = ModelSeries.next(
                            Objects.requireNonNull(series.request.rule()),
                            Objects.requireNonNull(series.ruleStart),
                            from)
                    .orElse(null);
            queue.asked(series, next == null ? Move.END_SERIES : Move.RECUR);
            if (next == null) {
                queue.complete(series, StatusCode.SUCCEEDED, null);
            } else {
                series.nextFire = next;
                series.postponeUntil = next;
            }
        }
        return "" + due.size();
    }

    /** Series that are due at the same time may go in either order: what was made takes the order it has in reality. */
    void adoptOrder(List<String> realOrder) {
        List<ModelOperation> sorted = new ArrayList<>(madeNow.keySet());
        sorted.sort(Comparator.comparingInt(o -> realOrder.indexOf(o.label)));
        for (int i = 1; i < sorted.size(); i++) {
            if (madeNow.get(sorted.get(i)).isBefore(madeNow.get(sorted.get(i - 1)))) {
                return;
            }
        }
        List<Long> orders = madeNow.keySet().stream().map(o -> o.order).sorted().toList();
        for (int i = 0; i < sorted.size(); i++) {
            sorted.get(i).order = orders.get(i);
        }
        madeNow.clear();
    }
}
