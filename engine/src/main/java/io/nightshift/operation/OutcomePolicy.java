package io.nightshift.operation;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of an operation whose handler threw an error: the table of the seed when-jobs-fail-suspend-or-retry, as
 * data that can be replaced cell by cell. Immutable.
 */
public final class OutcomePolicy {

    /** The rows of the table: what kind of error it was. */
    public enum ErrorClass {
        INFINITE_LOOP,
        ORGANIZATION_DISABLED,
        SERVER_BUSY,
        /** A service call failed with another code. */
        SERVICE_CALL,
        SQL,
        WORKFLOW_SYSTEM_PAUSED,
        NETWORK,
        WORKFLOW_RECORD_MISSING,
        HTTP_UNAUTHORIZED,
        HTTP_FAILURE,
        /** Custom code threw InvalidPluginExecutionException without saying how to end. */
        CUSTOM_CODE_ABORTED,
        /** The deadline of the operation passed. */
        DEADLINE,
        ANYTHING_ELSE;

        private static final Map<Integer, ErrorClass> BY_CODE = Map.of(
                ErrorCode.INFINITE_LOOP.code(), INFINITE_LOOP,
                ErrorCode.ORGANIZATION_DISABLED.code(), ORGANIZATION_DISABLED,
                ErrorCode.SCALE_GROUP_DISABLED.code(), ORGANIZATION_DISABLED,
                ErrorCode.SERVER_BUSY.code(), SERVER_BUSY,
                ErrorCode.SQL_ERROR.code(), SQL,
                ErrorCode.WORKFLOW_SYSTEM_PAUSED.code(), WORKFLOW_SYSTEM_PAUSED,
                ErrorCode.NETWORK_ERROR.code(), NETWORK,
                ErrorCode.WORKFLOW_RECORD_MISSING.code(), WORKFLOW_RECORD_MISSING,
                ErrorCode.ISV_ABORTED.code(), CUSTOM_CODE_ABORTED,
                ErrorCode.EXECUTE_TIMEOUT.code(), DEADLINE);

        /** The row of a service call that failed with this code; {@link #SERVICE_CALL} when the code has none of its own. */
        public static ErrorClass of(int errorCode) {
            return BY_CODE.getOrDefault(errorCode, SERVICE_CALL);
        }
    }

    /** The columns of the table. */
    public enum Column {
        OPERATION,
        WORKFLOW
    }

    /** The three things the service can do about an error. */
    public enum Action {
        /** Completed as Failed; cannot be resumed. */
        FAIL,
        /** Suspended until the wait of the retry schedule is over; waits for a person when no retry is left. */
        RETRY,
        /** Suspended until a person resumes it. */
        SUSPEND
    }

    /** The table of the seed. */
    public static final OutcomePolicy STANDARD = new OutcomePolicy(standard(), Map.of());

    private final Map<Column, Map<ErrorClass, Action>> table;
    private final Map<Column, Map<ErrorClass, RetrySchedule>> schedules;

    private OutcomePolicy(
            Map<Column, Map<ErrorClass, Action>> table, Map<Column, Map<ErrorClass, RetrySchedule>> schedules) {
        this.table = table;
        this.schedules = schedules;
    }

    /** What to do about an error of this class. */
    public Action action(ErrorClass error, Column column) {
        return Objects.requireNonNull(rows(table, column).get(error), () -> "No row for " + error);
    }

    /** This table with one cell changed. */
    public OutcomePolicy with(ErrorClass error, Column column, Action action) {
        Map<Column, Map<ErrorClass, Action>> copy = new EnumMap<>(Column.class);
        table.forEach((key, rows) -> copy.put(key, new EnumMap<>(rows)));
        rows(copy, column).put(error, action);
        return new OutcomePolicy(copy, schedules);
    }

    /** This table with a cell that retries by a schedule of its own, which goes before those of handler and service. */
    public OutcomePolicy with(ErrorClass error, Column column, RetrySchedule schedule) {
        Map<Column, Map<ErrorClass, RetrySchedule>> copy = new EnumMap<>(Column.class);
        schedules.forEach((key, rows) -> copy.put(key, new EnumMap<>(rows)));
        copy.computeIfAbsent(column, _column -> new EnumMap<>(ErrorClass.class)).put(error, schedule);
        return new OutcomePolicy(with(error, column, Action.RETRY).table, copy);
    }

    /** The schedule that a cell has of its own. */
    public Optional<RetrySchedule> retries(ErrorClass error, Column column) {
        return Optional.ofNullable(schedules.getOrDefault(column, Map.of()).get(error));
    }

    private static Map<ErrorClass, Action> rows(Map<Column, Map<ErrorClass, Action>> table, Column column) {
        return Objects.requireNonNull(table.get(column), () -> "No column " + column);
    }

    private static Map<Column, Map<ErrorClass, Action>> standard() {
        Map<ErrorClass, Action> rows = new EnumMap<>(ErrorClass.class);
        rows.put(ErrorClass.INFINITE_LOOP, Action.FAIL);
        rows.put(ErrorClass.ORGANIZATION_DISABLED, Action.RETRY);
        rows.put(ErrorClass.SERVER_BUSY, Action.RETRY);
        rows.put(ErrorClass.SERVICE_CALL, Action.FAIL);
        rows.put(ErrorClass.SQL, Action.RETRY);
        rows.put(ErrorClass.WORKFLOW_SYSTEM_PAUSED, Action.SUSPEND);
        rows.put(ErrorClass.NETWORK, Action.RETRY);
        rows.put(ErrorClass.WORKFLOW_RECORD_MISSING, Action.SUSPEND);
        rows.put(ErrorClass.HTTP_UNAUTHORIZED, Action.SUSPEND);
        rows.put(ErrorClass.HTTP_FAILURE, Action.RETRY);
        rows.put(ErrorClass.CUSTOM_CODE_ABORTED, Action.FAIL);
        rows.put(ErrorClass.DEADLINE, Action.FAIL);
        rows.put(ErrorClass.ANYTHING_ELSE, Action.FAIL);
        Map<ErrorClass, Action> workflow = new EnumMap<>(rows);
        workflow.put(ErrorClass.SERVICE_CALL, Action.SUSPEND);
        Map<Column, Map<ErrorClass, Action>> table = new EnumMap<>(Column.class);
        table.put(Column.OPERATION, rows);
        table.put(Column.WORKFLOW, workflow);
        return table;
    }
}
