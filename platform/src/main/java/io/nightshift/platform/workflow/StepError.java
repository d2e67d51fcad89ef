package io.nightshift.platform.workflow;

import io.nightshift.execution.ErrorClassifier;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.OperationStatus;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.workflow.document.Step;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.OrganizationServiceFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Why a step failed: for the log, for a {@code catch}, and for the outcome policy. Immutable.
 *
 * @param type by which a {@code catch} names it: the address of an error that was raised, the status of a call over HTTP, or
 *     the code
 * @param thrown as the engine's outcome policy knows it
 */
record StepError(String type, int code, String message, Exception thrown) {

    /** Errors that pass or that are no business of a definition; a try does not catch them. */
    private static final Set<Integer> PASSING = Set.of(
            ErrorCode.SQL_ERROR.code(),
            ErrorCode.INFINITE_LOOP.code(),
            ErrorCode.SERVER_BUSY.code(),
            ErrorCode.ORGANIZATION_DISABLED.code(),
            ErrorCode.SCALE_GROUP_DISABLED.code(),
            ErrorCode.WORKFLOW_SYSTEM_PAUSED.code());

    /** What a turn or a call threw. */
    static StepError of(Exception error) {
        return switch (error) {
            case HttpFailure http -> new StepError(Integer.toString(http.httpStatus()), http);
            case ServiceFault known -> byCode(known);
            case RaisedError raised -> new StepError(raised.type(), fault(raised, null));
            case InvalidPluginExecutionException aborted ->
                byCode(fault(aborted, OperationStatus.valueOf(aborted.status().name())));
            case OrganizationServiceFault fault -> byCode(fault(fault, null));
            case DataAccessException sql -> byCode(refused(sql));
            default -> {
                ErrorClassifier.Classified other = ErrorClassifier.classify(error);
                yield new StepError(FaultCode.hex(other.code()), other.code(), other.message(), error);
            }
        };
    }

    private StepError(String type, ServiceFault fault) {
        this(type, fault.errorCode(), Objects.requireNonNullElse(fault.getMessage(), ""), fault);
    }

    private static StepError byCode(ServiceFault fault) {
        return new StepError(FaultCode.hex(fault.errorCode()), fault);
    }

    private static ServiceFault fault(OrganizationServiceFault fault, @Nullable OperationStatus status) {
        return new ServiceFault(fault.errorCode(), Objects.requireNonNullElse(fault.getMessage(), ""), status, fault);
    }

    /** What PostgreSQL refused is told by its state alone: its message may quote values of records. */
    private static ServiceFault refused(DataAccessException error) {
        return new ServiceFault(
                ErrorCode.SQL_ERROR.code(),
                "PostgreSQL refused the step with the state "
                        + OrganizationDatabase.sqlException(error).getSQLState() + "; nothing of it was written.",
                null,
                error);
    }

    /** Whether no definition may catch it; an answer over HTTP it may, a network that fails it may not. */
    boolean passes() {
        return PASSING.contains(code())
                || (code() == ErrorCode.NETWORK_ERROR.code() && !(thrown instanceof HttpFailure));
    }

    /** What a {@code catch} finds in its variable. */
    Map<String, @Nullable Object> described(@Nullable Step step) {
        Map<String, @Nullable Object> described = new LinkedHashMap<>();
        described.put("type", type);
        described.put("code", FaultCode.hex(code()));
        described.put("message", message());
        described.put("step", step == null ? "" : step.name());
        return described;
    }
}
