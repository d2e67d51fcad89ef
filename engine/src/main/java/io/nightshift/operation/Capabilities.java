package io.nightshift.operation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Which user moves an operation type is open to (dynamics-facts 3; seed asynchronous-operation-states). */
public enum Capabilities {
    /** All moves. */
    OPEN(Map.of()),
    /** Platform generated: cancel, pause and resume are refused. Such an operation never waits for a person. */
    PROTECTED(Map.of(
            Move.CANCEL, ErrorCode.CANNOT_CANCEL,
            Move.PAUSE, ErrorCode.CANNOT_PAUSE,
            Move.RESUME, ErrorCode.INVALID_STATE_CHANGE_TO_READY)),
    /** Rollup: cancel and delete are refused. */
    ROLLUP(Map.of(
            Move.CANCEL, ErrorCode.CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS,
            Move.DELETE, ErrorCode.CANNOT_DELETE_OR_CANCEL_SYSTEM_JOBS));

    private final Map<Move, ErrorCode> refused;

    Capabilities(Map<Move, ErrorCode> refused) {
        this.refused = refused.isEmpty() ? Map.of() : new EnumMap<>(refused);
    }

    /** The code with which the move is refused whatever the standing, or empty when the type is open to it. */
    public Optional<ErrorCode> refusal(Move move) {
        return Optional.ofNullable(refused.get(move));
    }

    /** Whether an operation of this type may wait for a person to resume it. */
    public boolean canWaitForPerson() {
        return refusal(Move.RESUME).isEmpty();
    }
}
