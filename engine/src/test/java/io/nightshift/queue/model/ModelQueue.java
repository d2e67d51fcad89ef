package io.nightshift.queue.model;

import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.StatusCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue as the contract describes it: maps and a clock. Each step gives an answer in words; {@link RealQueue} must
 * give the same.
 */
final class ModelQueue {

    /** Hears of every move that is asked for: where the operation stood, and whether the move was refused. */
    interface Witness {
        void asked(ModelOperation operation, Move move, boolean refused);
    }

    static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
    static final Instant NEVER = Instant.parse("9999-12-30T23:59:59Z");
    static final String NOBODY = "nobody";

    /** The database has partitions for three more days than the first. */
    private static final Duration HORIZON = Duration.ofHours(90);

    /** What can be seen, by label. A deleted operation is gone; its label stays known. */
    private final Map<String, ModelOperation> operations = new LinkedHashMap<>();

    final Set<String> labels = new HashSet<>();
    final ModelNodes nodes = new ModelNodes();

    /** By {@code label#claim}: the node that claimed. */
    final Map<String, String> claims = new LinkedHashMap<>();

    final Map<String, Integer> lastClaims = new LinkedHashMap<>();

    /**
     * Lanes and limit keys whose notes were deleted by hand; nobody looks at them until something happens to them, or a
     * sweep comes.
     */
    final Set<String> lost = new HashSet<>();

    final List<String> events = new ArrayList<>();
    private final Witness witness;
    final ModelHolds holds = new ModelHolds(this);
    private final ModelEnqueue enqueue = new ModelEnqueue(this);
    private final ModelRecord record = new ModelRecord(this);
    private final ModelSeriesMoves seriesMoves = new ModelSeriesMoves(this, enqueue);
    private final ModelChores chores = new ModelChores(this, enqueue, record);
    private Instant now = START;
    private long order;

    ModelQueue(Witness witness) {
        this.witness = witness;
    }

    Instant now() {
        return now;
    }

    Collection<ModelOperation> all() {
        return operations.values();
    }

    @Nullable
    ModelOperation get(String label) {
        return operations.get(label);
    }

    boolean hasOpenTransaction() {
        return enqueue.isOpen();
    }

    /** Carries out a step and returns the answer. */
    String apply(Step step) {
        return switch (step) {
            case Step.Enqueue e -> enqueue.enqueue(e.requests(), e.through());
            case Step.Begin b -> enqueue.begin(b.requests());
            case Step.Finish f -> enqueue.finish(f.commit());
            case Step.Claim c -> record.claim(nodes.at(c.node()), c.most(), c.behind());
            case Step.Settle s -> record.settle(s.endings());
            case Step.MarkStart s -> record.start(s);
            case Step.Report r -> record.report(r);
            case Step.UserMove m -> move(m);
            case Step.PlaceHold h -> holds.place(h.target());
            case Step.LiftHold h -> holds.lift(h.target());
            case Step.RunNow r -> seriesMoves.runNow(r.label());
            case Step.EditSeries e -> seriesMoves.edit(e);
            case Step.SkipDate s -> seriesMoves.skip(s);
            case Step.Event e -> {
                events.add(e.key());
                yield "";
            }
            case Step.Chore c -> chores.apply(c.kind());
            case Step.LoseNotes l -> {
                lost.add(l.name());
                yield "";
            }
            case Step.Clock c -> {
                now = now.plusSeconds(c.seconds());
                yield "";
            }
            case Step.Start s -> {
                nodes.start(s.node());
                yield "";
            }
            case Step.Renew r -> nodes.at(r.node()) == null ? "" : nodes.renew(node(r.node()));
            case Step.DeclareDead d ->
                nodes.at(d.node()) == null ? "" : "" + nodes.declareDead(node(d.node()), d.outdated());
            case Step.End e -> {
                if (nodes.at(e.node()) != null) {
                    nodes.end(node(e.node()));
                }
                yield "";
            }
            case Step.Look l -> look(l.label());
        };
    }

    private ModelNodes.Node node(int place) {
        return Objects.requireNonNull(nodes.at(place));
    }

    /** An operation can be seen from now on. */
    void add(ModelOperation operation) {
        operations.put(operation.label, operation);
        labels.add(operation.label);
        if (operation.lane() != null) {
            lost.remove(operation.lane());
        }
        noteLimit(operation);
    }

    /** Something happened to it that may let another one with its limit key run. */
    void noteLimit(ModelOperation operation) {
        if (operation.limit() != null) {
            lost.remove(operation.limit().key());
        }
    }

    long nextOrder() {
        return order++;
    }

    void asked(ModelOperation operation, Move move) {
        asked(operation, move, false);
    }

    void asked(ModelOperation operation, Move move, boolean refused) {
        witness.asked(operation, move, refused);
    }

    void complete(ModelOperation operation, StatusCode status, @Nullable Integer errorCode) {
        operation.stand(status, null, null);
        operation.completedOn = now;
        operation.errorCode = errorCode;
        operation.holdsLane = false;
        operation.inTow = false;
        operation.limitSlot = null;
        if (operation.lane() != null) {
            lost.remove(operation.lane());
        }
        noteLimit(operation);
    }

    private String move(Step.UserMove step) {
        Set<String> asked = new LinkedHashSet<>(step.labels());
        asked.removeIf(label -> !labels.contains(label) && !label.equals(NOBODY));
        if (asked.isEmpty()) {
            return "";
        }
        if (step.move() == Move.POSTPONE && Objects.requireNonNull(step.seconds()) <= 0) {
            return "refused " + ErrorCode.INVALID_ARGUMENT;
        }
        List<String> answers = new ArrayList<>();
        for (String label : asked) {
            ModelOperation operation = operations.get(label);
            answers.add(label + "="
                    + (operation == null
                            ? "REFUSED " + ErrorCode.OBJECT_DOES_NOT_EXIST
                            : move(operation, step.move(), step.seconds())));
        }
        return answers.toString();
    }

    private String move(ModelOperation operation, Move move, @Nullable Integer seconds) {
        ModelMoves.Verdict verdict = ModelMoves.verdict(operation, move);
        witness.asked(operation, move, verdict instanceof ModelMoves.Verdict.Refused);
        return switch (verdict) {
            case ModelMoves.Verdict.Refused refused -> "REFUSED " + refused.code();
            case ModelMoves.Verdict.Unchanged unchanged -> "UNCHANGED " + operation.standing();
            case ModelMoves.Verdict.Deleted deleted -> {
                operations.remove(operation.label);
                yield "DELETED";
            }
            case ModelMoves.Verdict.Moved moved -> {
                operation.logLines++;
                place(operation, move, moved, seconds == null ? null : now.plusSeconds(seconds));
                yield "MOVED " + operation.standing();
            }
        };
    }

    /** A series that stands at its next date goes on by its rule, if that is earlier. */
    private void restoreDate(ModelOperation operation) {
        Instant stands = operation.nextFire;
        if (operation.isSeries() && operation.waits(Cause.SERIES) && stands != null) {
            operation.nextFire = ModelSeries.next(operation, now)
                    .filter(date -> date.isBefore(stands))
                    .orElse(stands);
        }
    }

    private void place(
            ModelOperation operation, Move move, ModelMoves.Verdict.Moved moved, @Nullable Instant postponed) {
        if (moved.status().isFinal()) {
            complete(operation, moved.status(), null);
            return;
        }
        if (operation.isSeries() && move == Move.POSTPONE) {
            operation.nextFire = postponed;
        }
        if (move == Move.RESUME) {
            operation.retries = 0;
            restoreDate(operation);
        }
        Instant until = switch (moved.cause()) {
            case PAUSED -> NEVER;
            case POSTPONED -> postponed;
            case SERIES -> operation.nextFire;
            case null, default -> null;
        };
        operation.stand(moved.status(), moved.cause(), until);
        if (moved.status() == StatusCode.WAITING) {
            operation.limitSlot = null;
        }
        if (!operation.isLocked()) {
            noteLimit(operation);
        }
    }

    /** See {@link ModelChores#adoptOrder}. */
    void adoptOrder(List<String> realOrder) {
        chores.adoptOrder(realOrder);
    }

    private String look(String label) {
        ModelOperation operation = operations.get(label);
        if (operation == null) {
            return labels.contains(label) ? "gone" : "";
        }
        Integer last = lastClaims.get(label);
        String known = last == null
                ? ""
                : operation.claim != last || (operation.isLive() && !operation.isLocked())
                        ? "LOST"
                        : operation.isLive() ? "STANDING" : "RECORDED";
        return operation.standing() + " " + known + " " + operation.attempts.reversed() + " log " + operation.logLines
                + " data " + operation.data;
    }

    /** The seconds that the clock may still go on. */
    int room() {
        return (int) HORIZON.minus(Duration.between(START, now())).toSeconds();
    }
}
