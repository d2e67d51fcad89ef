package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.StatusCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What nodes do in the model: claim, report, record, rescue. */
final class ModelRecord {

    /** The code of every error that a step records. */
    static final int ERROR = 4711;

    private final ModelQueue queue;

    ModelRecord(ModelQueue queue) {
        this.queue = queue;
    }

    /** Takes up to {@code most} from each bucket, oldest first, and with the head of a lane those behind it. */
    String claim(ModelNodes.@Nullable Node node, int most, int behind) {
        if (node == null || !node.alive) {
            return "[]";
        }
        List<ModelOperation> ready = new ArrayList<>(queue.all().stream()
                .filter(o -> o.isClaimable() && !queue.holds.isHeld(o))
                .toList());
        ready.sort(Comparator.comparingLong(o -> o.order));
        Map<String, Integer> taken = new HashMap<>();
        ready.removeIf(o -> taken.merge(o.bucket(), 1, Integer::sum) > most);
        List<ModelOperation> all = new ArrayList<>(ready);
        ready.forEach(head -> all.addAll(line(head, behind)));
        all.sort(Comparator.comparingLong(o -> o.order));
        List<String> answers = new ArrayList<>();
        for (ModelOperation o : all) {
            if (o.lane() != null && !o.holdsLane) {
                o.holdsLane = true;
                o.inTow = true;
            }
            queue.asked(o, Move.CLAIM);
            o.stand(StatusCode.IN_PROGRESS, null, null);
            o.claim++;
            o.host = node.name;
            o.startedOn = null;
            queue.claims.put(o.label + "#" + o.claim, node.name);
            queue.lastClaims.put(o.label, o.claim);
            answers.add(o.label + "#" + o.claim + " attempt " + (o.attempt + 1) + " retries " + o.retries + " losses "
                    + o.losses + " event " + o.wokenBy);
        }
        return answers.toString();
    }

    /** Those behind a head that come with it: up to the first that could not run right after it. */
    private List<ModelOperation> line(ModelOperation head, int behind) {
        List<ModelOperation> line = new ArrayList<>();
        List<ModelOperation> lane = queue.all().stream()
                .filter(o -> o.isLive() && head.lane() != null && head.lane().equals(o.lane()))
                .sorted(Comparator.comparingLong(o -> o.order))
                .toList();
        if (mustRunAlone(head) || lane.stream().anyMatch(o -> o.inTow)) {
            return line;
        }
        for (ModelOperation o : lane) {
            if (o == head) {
                continue;
            }
            boolean follows = o.order > head.order
                    && o.status == StatusCode.WAITING_FOR_RESOURCES
                    && o.bucket().equals(head.bucket())
                    && o.limit() == null
                    && !mustRunAlone(o);
            if (!follows || line.size() == behind) {
                break;
            }
            line.add(o);
        }
        return line;
    }

    private static boolean mustRunAlone(ModelOperation o) {
        return o.losses >= 2;
    }

    /** A handler starts; the second time somebody says so changes nothing. */
    private void start(ModelOperation o) {
        if (o.startedOn == null) {
            o.startedOn = queue.now();
            o.attempt++;
        }
    }

    /** A node says that a handler has started. */
    String start(Step.MarkStart step) {
        if (!queue.claims.containsKey(step.label() + "#" + step.claim())) {
            return "";
        }
        ModelOperation o = held(step.label(), step.claim());
        boolean marked = o != null && o.startedOn == null;
        if (marked) {
            start(o);
        }
        return "" + marked;
    }

    String report(Step.Report report) {
        if (!queue.claims.containsKey(report.label() + "#" + report.claim())) {
            return "";
        }
        ModelOperation o = held(report.label(), report.claim());
        if (o == null) {
            return "lost";
        }
        o.progress = report.progress();
        return o.status.name();
    }

    /** Who does not hold the claim any more changes nothing. */
    private @Nullable ModelOperation held(String label, int claim) {
        ModelOperation o = queue.get(label);
        return o != null && o.isLive() && o.isLocked() && o.claim == claim ? o : null;
    }

    /** Records for one node: the one of the first claim. */
    String settle(List<Step.Ending> endings) {
        List<Step.Ending> ours = endings.stream()
                .filter(e -> queue.claims.containsKey(e.label() + "#" + e.claim()))
                .toList();
        Set<String> recorded = new TreeSet<>();
        for (Step.Ending ending : ours) {
            ModelOperation o = held(ending.label(), ending.claim());
            if (o != null) {
                String host = queue.claims.get(
                        ours.getFirst().label() + "#" + ours.getFirst().claim());
                record(o, ending, new Told(host, 0, ERROR));
                recorded.add(o.label);
            }
        }
        return recorded.toString();
    }

    /** What is told beside the move: by which node, whether it was lost, and the code of the error if there is one. */
    private record Told(String host, int losses, int error) {}

    private void record(ModelOperation o, Step.Ending ending, Told told) {
        Move move = ending.move();
        queue.asked(o, move);
        if (ending.started() && move != Move.RESCUE) {
            start(o);
        }
        switch (move) {
            case SUCCEED -> queue.complete(o, StatusCode.SUCCEEDED, null);
            case FAIL -> queue.complete(o, StatusCode.FAILED, told.error());
            case STOP -> queue.complete(o, StatusCode.CANCELED, null);
            default -> {
                if (o.status == StatusCode.CANCELING) {
                    queue.complete(o, StatusCode.CANCELED, null);
                } else {
                    leave(o, ending, told);
                }
            }
        }
    }

    /** It goes on some other time. What was asked meanwhile decides when; what happened counts in either case. */
    private void leave(ModelOperation o, Step.Ending ending, Told told) {
        Move move = ending.move();
        boolean byItself = move != Move.RELEASE && move != Move.RESCUE;
        o.losses = byItself && told.losses() == 0 ? 0 : o.losses + told.losses();
        o.retries += move == Move.RETRY ? 1 : 0;
        Integer code = move == Move.RETRY || move == Move.SUSPEND ? Integer.valueOf(told.error()) : null;
        o.errorCode = code == null ? o.errorCode : code;
        if (move == Move.AWAIT) {
            o.eventKey = ending.eventKey();
            o.wokenBy = null;
        }
        if (move == Move.RESCUE && o.startedOn == null) {
            // Nobody knows whether it had started.
            o.attempt++;
        }
        if (move == Move.RESCUE || o.startedOn != null) {
            o.attempts.add(o.attempt + " on " + told.host() + " " + move.name().toLowerCase(Locale.ROOT) + " " + code);
        }
        o.host = null;
        o.limitSlot = null;
        queue.noteLimit(o);
        if (o.inTow) {
            o.inTow = false;
            o.holdsLane = false;
            queue.lost.remove(o.lane());
        }
        if (o.status == StatusCode.PAUSING) {
            o.stand(StatusCode.WAITING, o.cause, o.postponeUntil);
            return;
        }
        switch (move) {
            case RETRY -> o.stand(StatusCode.WAITING, Cause.RETRY, queue.now().plusSeconds(ending.seconds()));
            case CHECKPOINT ->
                o.stand(StatusCode.WAITING, Cause.CHECKPOINT, queue.now().plusSeconds(ending.seconds()));
            case SUSPEND -> o.stand(StatusCode.WAITING, Cause.PERSON, ModelQueue.NEVER);
            case AWAIT ->
                o.stand(
                        StatusCode.WAITING,
                        Cause.EVENT,
                        ending.hasEnd() ? queue.now().plusSeconds(ending.seconds()) : null);
            default -> o.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
        }
    }

    /** The first loss may be of what had not started; the third one, of what ran alone, is not rescued any more. */
    private void rescue(ModelOperation o, Step.Ending ending, ModelNodes.Node node) {
        boolean lost = !node.orderly && (o.startedOn != null || o.losses == 0);
        if (lost && o.losses >= 2) {
            Move move = o.request.type().capabilities().canWaitForPerson() ? Move.SUSPEND : Move.FAIL;
            int code = ErrorCode.WORKER_THROTTLE_LIMIT.code();
            record(o, new Step.Ending(o.label, o.claim, move, 0, "", true), new Told(node.name, 1, code));
        } else {
            record(o, ending, new Told(node.name, lost ? 1 : 0, ERROR));
        }
    }

    /** Takes back everything that dead nodes hold. */
    String rescue() {
        Set<String> rescued = new TreeSet<>();
        for (ModelOperation o : queue.all()) {
            if (!o.isLive() || !o.isLocked()) {
                continue;
            }
            ModelNodes.Node node = Objects.requireNonNull(queue.nodes.named(o.host));
            if (!node.alive) {
                Step.Ending ending = new Step.Ending(o.label, o.claim, Move.RESCUE, 0, "", true);
                rescue(o, ending, node);
                rescued.add(o.label);
            }
        }
        for (ModelNodes.Node node : queue.nodes.all()) {
            node.cleared |= !node.alive;
        }
        return rescued.toString();
    }
}
