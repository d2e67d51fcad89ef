package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
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

    /** Takes up to {@code most} from each bucket, oldest first. */
    String claim(ModelNodes.@Nullable Node node, int most) {
        if (node == null || !node.alive) {
            return "[]";
        }
        List<ModelOperation> ready = new ArrayList<>(
                queue.all().stream().filter(ModelOperation::isClaimable).toList());
        ready.sort(Comparator.comparingLong(o -> o.order));
        Map<String, Integer> taken = new HashMap<>();
        List<String> answers = new ArrayList<>();
        for (ModelOperation o : ready) {
            if (taken.merge(o.bucket(), 1, Integer::sum) > most) {
                continue;
            }
            queue.asked(o, Move.CLAIM);
            o.stand(StatusCode.IN_PROGRESS, null, null);
            o.claim++;
            o.attempt++;
            o.host = node.name;
            o.startedOn = queue.now();
            o.handedBack = false;
            queue.claims.put(o.label + "#" + o.claim, node.name);
            queue.lastClaims.put(o.label, o.claim);
            answers.add(o.label + "#" + o.claim + " attempt " + o.attempt + " retries " + o.retries + " losses "
                    + o.losses + " event " + o.wokenBy);
        }
        return answers.toString();
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
                record(o, ending, host, 0);
                recorded.add(o.label);
            }
        }
        return recorded.toString();
    }

    private void record(ModelOperation o, Step.Ending ending, String host, int losses) {
        Move move = ending.move();
        queue.asked(o, move);
        switch (move) {
            case SUCCEED -> queue.complete(o, StatusCode.SUCCEEDED, null);
            case FAIL -> queue.complete(o, StatusCode.FAILED, ERROR);
            case STOP -> queue.complete(o, StatusCode.CANCELED, null);
            default -> {
                if (o.status == StatusCode.CANCELING) {
                    queue.complete(o, StatusCode.CANCELED, null);
                } else {
                    leave(o, ending, host, losses);
                }
            }
        }
    }

    /** It goes on some other time. What was asked meanwhile decides when; what happened counts in either case. */
    private void leave(ModelOperation o, Step.Ending ending, String host, int losses) {
        Move move = ending.move();
        o.losses += losses;
        o.retries += move == Move.RETRY ? 1 : 0;
        Integer code = move == Move.RETRY || move == Move.SUSPEND ? Integer.valueOf(ERROR) : null;
        o.errorCode = code == null ? o.errorCode : code;
        if (move == Move.AWAIT) {
            o.eventKey = ending.eventKey();
            o.wokenBy = null;
        }
        if (ending.started()) {
            o.attempts.add(o.attempt + " on " + host + " " + move.name().toLowerCase(Locale.ROOT) + " " + code);
        } else {
            o.attempt--;
            o.handedBack = true;
        }
        o.host = null;
        o.limitSlot = null;
        queue.noteLimit(o);
        if (o.status == StatusCode.PAUSING) {
            o.stand(StatusCode.WAITING, o.cause, o.postponeUntil);
            return;
        }
        switch (move) {
            case RETRY -> o.stand(StatusCode.WAITING, Cause.RETRY, queue.now().plusSeconds(ending.seconds()));
            case CHECKPOINT ->
                o.stand(StatusCode.WAITING, Cause.CHECKPOINT, queue.now().plusSeconds(ending.seconds()));
            case SUSPEND -> o.stand(StatusCode.WAITING, Cause.PERSON, ModelQueue.NEVER);
            case AWAIT -> o.stand(StatusCode.WAITING, Cause.EVENT, null);
            default -> o.stand(StatusCode.WAITING_FOR_RESOURCES, null, null);
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
                record(o, ending, node.name, node.orderly ? 0 : 1);
                rescued.add(o.label);
            }
        }
        for (ModelNodes.Node node : queue.nodes.all()) {
            node.cleared |= !node.alive;
        }
        return rescued.toString();
    }
}
