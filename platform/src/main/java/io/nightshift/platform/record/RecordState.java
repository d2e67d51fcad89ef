package io.nightshift.platform.record;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.metadata.OptionMetadata;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import org.jspecify.annotations.Nullable;

/**
 * State and status reason of a record: a status reason belongs to one state, a state alone means its default status
 * reason, and new records are in the first state.
 */
final class RecordState {

    private static final String STATE = "statecode";
    private static final String STATUS = "statuscode";

    private RecordState() {}

    static boolean isPart(AttributeMetadata attribute) {
        return attribute.logicalName().equals(STATE) || attribute.logicalName().equals(STATUS);
    }

    /** Completes the row of a new record; a state it carries is ignored, a status reason must belong to the first state. */
    static void ofNew(EntityMetadata entity, StoredRow row) {
        if (entity.hasState()) {
            put(entity, row, entity.states().options().getFirst().value(), number(row, STATUS));
        }
    }

    /** Completes the row of a change. */
    static void ofChange(EntityMetadata entity, StoredRow row, int stateBefore) {
        if (entity.hasState() && (row.has(STATE) || row.has(STATUS))) {
            Integer state = number(row, STATE);
            if (row.has(STATE) && state == null) {
                throw FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault(
                        "A record of " + entity.logicalName() + " has a state.");
            }
            put(entity, row, state == null ? stateBefore : state, number(row, STATUS));
        }
    }

    private static void put(EntityMetadata entity, StoredRow row, int state, @Nullable Integer status) {
        OptionMetadata reason;
        if (status == null) {
            reason = entity.defaultStatus(state)
                    .orElseThrow(() -> FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault(
                            "The entity " + entity.logicalName() + " has no state " + state + "; its states are "
                                    + entity.states().numbers() + "."));
        } else {
            reason = entity.statuses()
                    .option(status)
                    .filter(option -> Integer.valueOf(state).equals(option.state()))
                    .orElseThrow(() -> FaultCode.INVALID_STATE_CODE_STATUS_CODE.fault("The status reason " + status
                            + " of " + entity.logicalName() + " does not belong to the state " + state + "."));
        }
        row.put(entity.attribute(STATE), new OptionSetValue(state));
        row.put(entity.attribute(STATUS), new OptionSetValue(reason.value()));
    }

    private static @Nullable Integer number(StoredRow row, String attribute) {
        return row.value(attribute) instanceof OptionSetValue option ? Integer.valueOf(option.value()) : null;
    }
}
