package io.nightshift.platform.operation;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OptionSetValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The move that an update of an operation asks for (seed asynchronous-operation-states). A caller writes three attributes:
 * {@code statecode}, which alone means its default status reason, {@code statuscode} and {@code postponeuntil}. What no
 * move expresses is refused whole.
 *
 * @param until for a postponement, else null
 */
record RequestedMove(Move move, @Nullable Instant until) {

    private static final String STATE = "statecode";
    private static final String STATUS = "statuscode";
    private static final String UNTIL = "postponeuntil";
    private static final Set<String> WRITABLE = Set.of(STATE, STATUS, UNTIL);

    /** @throws io.nightshift.operation.ServiceFault with the code that the service has for what is wrong */
    static RequestedMove of(Entity target) {
        Set<String> others = new TreeSet<>(target.attributes().keySet());
        others.removeAll(WRITABLE);
        others.remove("asyncoperationid");
        if (!others.isEmpty()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("An update of an operation writes statecode, statuscode and"
                    + " postponeuntil, nothing else; leave out the others (" + others.size() + ").");
        }
        if (!target.contains(UNTIL)) {
            return new RequestedMove(move(status(target)), null);
        }
        Instant until = value(target, UNTIL, Instant.class);
        if (until == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "PostponeUntil cannot be emptied; resume the operation: statecode 0.");
        }
        if ((target.contains(STATE) || target.contains(STATUS)) && status(target) != StatusCode.WAITING) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "PostponeUntil goes with the state Suspended (1) and the status reason Waiting (10), or alone.");
        }
        return new RequestedMove(Move.POSTPONE, until);
    }

    private static StatusCode status(Entity target) {
        OptionSetValue state = value(target, STATE, OptionSetValue.class);
        OptionSetValue status = value(target, STATUS, OptionSetValue.class);
        if (status == null) {
            if (state == null) {
                throw ErrorCode.INVALID_ARGUMENT.fault(
                        "The update sets none of statecode, statuscode and postponeuntil; it asks for nothing.");
            }
            return StatusCode.defaultOf(state(state.value()));
        }
        StatusCode found = StatusCode.of(status.value());
        if (state != null && state(state.value()) != found.state()) {
            throw ErrorCode.INVALID_STATE_CODE_STATUS_CODE.fault("The status reason " + status.value()
                    + " does not belong to the state " + state.value() + ", but to "
                    + found.state().code() + ".");
        }
        return found;
    }

    private static StateCode state(int code) {
        return Arrays.stream(StateCode.values())
                .filter(state -> state.code() == code)
                .findFirst()
                .orElseThrow(() -> ErrorCode.INVALID_STATE_CODE_STATUS_CODE.fault(
                        "There is no state " + code + "; the states are 0, 1, 2 and 3."));
    }

    private static Move move(StatusCode status) {
        return switch (status) {
            case WAITING_FOR_RESOURCES -> Move.RESUME;
            case WAITING -> Move.PAUSE;
            case CANCELED -> Move.CANCEL;
            case SUCCEEDED, FAILED ->
                throw ErrorCode.INVALID_STATE_CHANGE_TO_COMPLETE.fault("Only the service ends an operation as "
                        + status.label() + "; a caller cancels it: statecode 3 and statuscode 32.");
            case IN_PROGRESS, PAUSING, CANCELING ->
                throw ErrorCode.INVALID_STATE_CHANGE.fault("Only the service locks an operation; a caller asks for"
                        + " what is to follow: 0 resumes, 1 pauses, 3 with 32 cancels.");
        };
    }

    private static <T> @Nullable T value(Entity target, String attribute, Class<T> type) {
        Object value = target.get(attribute);
        if (value != null && !type.isInstance(value)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The attribute " + attribute + " of an operation is "
                    + type.getSimpleName() + ", not " + value.getClass().getSimpleName() + ".");
        }
        return type.cast(value);
    }
}
