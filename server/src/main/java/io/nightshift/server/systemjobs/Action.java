package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Move;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person can do with operations: the moves, and a new one like an old one. */
public enum Action {
    RESUME(Move.RESUME, "play"),
    POSTPONE(Move.POSTPONE, "clock"),
    PAUSE(Move.PAUSE, "pause"),
    CANCEL(Move.CANCEL, "cancel"),
    RERUN(null, "retry"),
    RUN_NOW(Move.RUN_NOW, "running"),
    DELETE(Move.DELETE, "trash");

    private final @Nullable Move move;
    private final String icon;

    Action(@Nullable Move move, String icon) {
        this.move = move;
        this.icon = icon;
    }

    @Nullable
    Move move() {
        return move;
    }

    public String icon() {
        return icon;
    }

    /** As in an address. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key of its label. */
    public String key() {
        return "action." + word();
    }

    /** Whether it ends something for good. */
    public boolean isFinal() {
        return this == CANCEL || this == DELETE;
    }

    /** Whether it can be asked of all that match a search. */
    public boolean isForAll() {
        return this != RERUN && this != RUN_NOW;
    }

    static Optional<Action> of(@Nullable String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word))
                .findFirst();
    }

    /** Whether it would change something, by the state and the type of the operation. */
    public boolean isOpenTo(AsyncOperation operation) {
        if (move == null) {
            return operation.isCompleted() && !operation.series();
        }
        Lifecycle.Effect effect = Lifecycle.effect(
                operation.standing(), move, operation.series(), operation.type().capabilities());
        return effect instanceof Lifecycle.Effect.To || effect instanceof Lifecycle.Effect.Removed;
    }

    /** All that the operation is open to. */
    public static List<Action> openTo(AsyncOperation operation) {
        return Arrays.stream(values())
                .filter(action -> action.isOpenTo(operation))
                .toList();
    }

    /** The words of all that the operation is open to. */
    public static String words(AsyncOperation operation) {
        return String.join(" ", openTo(operation).stream().map(Action::word).toList());
    }
}
