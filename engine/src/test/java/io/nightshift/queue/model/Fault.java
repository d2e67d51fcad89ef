package io.nightshift.queue.model;

import java.util.EnumSet;
import java.util.Set;

/** Mistakes that somebody could make in a statement. Each must be found. */
enum Fault {
    END_WITHOUT_CLAIM_NUMBER(
            "AND o.claim_number = outcome.claim_number AND o.statuscode BETWEEN", "AND o.statuscode BETWEEN"),
    LEAVE_WITHOUT_CLAIM_NUMBER(
            "AND o.claim_number = outcome.claim_number AND o.statuscode IN (20, 21)", "AND o.statuscode IN (20, 21)"),
    LEAVE_OVERRIDES_A_PAUSE(
            "cause = CASE o.statuscode WHEN 20 THEN outcome.cause ELSE o.cause END",
            "cause = coalesce(outcome.cause, o.cause)"),
    END_LEAVES_NO_LANE_NOTE("FROM ended WHERE token IS NOT NULL", "FROM ended WHERE false"),
    LEAVE_KEEPS_THE_LIMIT("limit_slot = NULL,\n        retry_count", "retry_count"),
    END_LEAVES_NO_LIMIT_NOTE("FROM ended WHERE limit_key IS NOT NULL", "FROM ended WHERE false"),
    CLAIM_BY_A_DEAD_NODE("WHERE node_id = ? AND alive FOR SHARE", "WHERE node_id = ? FOR SHARE"),
    CLAIM_KEEPS_ITS_NUMBER("claim_number = o.claim_number + 1", "claim_number = o.claim_number"),
    CLAIM_YOUNGEST_FIRST(
            "ORDER BY o.sequence\n             LIMIT bucket.most",
            "ORDER BY o.sequence DESC\n             LIMIT bucket.most"),
    PROMOTE_YOUNGEST_FIRST(
            "ORDER BY o.sequence\n             LIMIT 1", "ORDER BY o.sequence DESC\n             LIMIT 1"),
    WAKE_WHO_WAITS_FOR_A_PERSON(
            "cause IN (1, 2, 4, 6) AND postpone_until <= ?\n    ORDER BY",
            "cause IN (1, 2, 4, 5, 6) AND (? IS NULL OR true)\n    ORDER BY"),
    WAKE_TOO_EARLY(
            "AND postpone_until <= ?\n    ORDER BY",
            "AND postpone_until <= ?::timestamptz + interval '5 min'\n    ORDER BY"),
    RESUME_KEEPS_RETRIES("CASE WHEN move.resets_retries THEN 0", "CASE WHEN move.resets_retries AND false THEN 0"),
    POSTPONE_WITHOUT_DATE("cause = move.to_cause, postpone_until = move.to_date", "cause = move.to_cause"),
    SIGNAL_GIVES_THE_SAME_EVENT_AGAIN(
            "events_seen = array_append(o.events_seen, event.event_id)", "events_seen = o.events_seen"),
    RESCUE_OF_THE_LIVING("WHERE NOT n.alive AND NOT n.is_cleared\n", "WHERE NOT n.is_cleared\n"),
    CLAIM_WHAT_IS_HELD(
            "AND (h.operation_type IS NULL OR h.operation_type = bucket.operation_type)", "AND h.hold_number IS NULL"),
    PROMOTE_WHAT_IS_HELD("WHERE h.organization_id = lane.organization_id AND h.token = lane.token)", "WHERE false)"),
    HOLD_LEAVES_THE_SLOT("THEN NULL ELSE lane_slot END", "THEN lane_slot ELSE lane_slot END"),
    LIFT_LEAVES_NO_NOTE("FROM lifted WHERE token IS NOT NULL", "FROM lifted WHERE false"),
    EDIT_KEEPS_THE_DATE("CASE o.cause WHEN 7 THEN ? ELSE", "CASE WHEN ?::timestamptz IS NULL THEN NULL ELSE"),
    KEY_FORGOTTEN_AT_ONCE("WHERE taken.expires_on <= ?", "WHERE taken.expires_on <= ?::timestamptz + interval '25 h'"),
    RUN_JUMPS_OVER_WHO_CANNOT_RUN("bool_and(waiting.fits) OVER in_order AS fits", "waiting.fits AS fits"),
    REPLACE_WHAT_HAS_STARTED("AND attempt = 0 AND NOT is_series", "AND NOT is_series");

    private final String fragment;
    private final String mistake;

    Fault(String fragment, String mistake) {
        this.fragment = fragment;
        this.mistake = mistake;
    }

    boolean isIn(String sql) {
        return sql.contains(fragment);
    }

    String plant(String sql) {
        return sql.replace(fragment, mistake);
    }

    /** Those that every check plants: they show soon, and each spoils another promise. */
    static final Set<Fault> IN_EVERY_CHECK = EnumSet.of(
            END_WITHOUT_CLAIM_NUMBER,
            LEAVE_OVERRIDES_A_PAUSE,
            END_LEAVES_NO_LANE_NOTE,
            CLAIM_BY_A_DEAD_NODE,
            PROMOTE_YOUNGEST_FIRST,
            PROMOTE_WHAT_IS_HELD,
            LEAVE_KEEPS_THE_LIMIT,
            RUN_JUMPS_OVER_WHO_CANNOT_RUN,
            WAKE_WHO_WAITS_FOR_A_PERSON,
            RESUME_KEEPS_RETRIES,
            RESCUE_OF_THE_LIVING);

    static Set<Fault> inEveryCheck() {
        return IN_EVERY_CHECK;
    }

    static Set<Fault> others() {
        return EnumSet.complementOf(EnumSet.copyOf(IN_EVERY_CHECK));
    }
}
