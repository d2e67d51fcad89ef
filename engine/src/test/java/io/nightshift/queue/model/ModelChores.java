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
                Set<String> limits = limits();
                queue.lost.removeIf(name -> limits.contains(name) ? hasFreeSlot(name) : isFree(name));
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
        lanes.removeIf(queue.holds::isLaneHeld);
        for (String lane : lanes) {
            if (isFree(lane)) {
                queue.all().stream()
                        .filter(o -> o.isLive() && lane.equals(o.lane()))
                        .min(Comparator.comparingLong(o -> o.order))
                        .ifPresent(o -> {
                            o.holdsLane = true;
                            queue.noteLimit(o);
                        });
            }
        }
        Set<String> limits = limits();
        limits.removeAll(queue.lost);
        limits.removeIf(queue.holds::isLimitHeld);
        for (String key : limits) {
            while (fill(key)) {
                // Until the first in line finds no place.
            }
        }
        return "";
    }

    private Set<String> limits() {
        Set<String> keys = new TreeSet<>();
        queue.all().stream()
                .filter(o -> o.isLive() && o.limit() != null)
                .forEach(o -> keys.add(Objects.requireNonNull(o.limit()).key()));
        return keys;
    }

    /** Those that would run if the limit let them, in the order of enqueue. */
    private List<ModelOperation> inLine(String key) {
        return queue.all().stream()
                .filter(o -> o.limit() != null && o.limit().key().equals(key) && o.wants() && o.limitSlot == null)
                .sorted(Comparator.comparingLong(o -> o.order))
                .toList();
    }

    /** The places that nobody has, as many as the first in line says there are. */
    private List<Integer> freeSlots(String key) {
        List<Integer> free = new ArrayList<>();
        for (ModelOperation first : inLine(key).stream().limit(1).toList()) {
            for (int slot = 0; slot < Objects.requireNonNull(first.limit()).width(); slot++) {
                free.add(slot);
            }
        }
        for (ModelOperation o : queue.all()) {
            if (o.limit() != null && o.limit().key().equals(key)) {
                free.remove(o.limitSlot);
            }
        }
        return free;
    }

    private boolean hasFreeSlot(String key) {
        return !freeSlots(key).isEmpty();
    }

    /** The first in line takes the first place, the second the second, if it is within its own width. */
    private boolean fill(String key) {
        List<ModelOperation> line = inLine(key);
        List<Integer> free = freeSlots(key);
        boolean any = false;
        for (int i = 0; i < Math.min(line.size(), free.size()); i++) {
            ModelOperation o = line.get(i);
            if (free.get(i) < Objects.requireNonNull(o.limit()).width()) {
                o.limitSlot = free.get(i);
                any = true;
            }
        }
        return any;
    }

    private String wake() {
        int woken = 0;
        for (ModelOperation o : queue.all()) {
            boolean timed = o.waits(Cause.RETRY)
                    || o.waits(Cause.POSTPONED)
                    || o.waits(Cause.CHECKPOINT)
                    || (o.waits(Cause.EVENT) && o.postponeUntil != null);
            if (timed && !Objects.requireNonNull(o.postponeUntil).isAfter(queue.now())) {
                queue.asked(o, Move.WAKE);
                o.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
                queue.noteLimit(o);
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
                    queue.noteLimit(o);
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
            Instant next = ModelSeries.next(series, from).orElse(null);
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
