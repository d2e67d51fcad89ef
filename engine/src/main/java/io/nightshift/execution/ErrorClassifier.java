package io.nightshift.execution;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.OperationStatus;
import io.nightshift.operation.OutcomePolicy.ErrorClass;
import io.nightshift.operation.ServiceFault;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.UnresolvedAddressException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an exception of a handler becomes an error class of the outcome policy. The first exception of the
 * chain of causes that is known decides. Thread-safe.
 */
public final class ErrorClassifier {

    /** An error as the policy and the operation see it; the status is what custom code asks for, or null. */
    public record Classified(
            ErrorClass errorClass,
            int code,
            String message,
            @Nullable OperationStatus status) {}

    private static final int HTTP_UNAUTHORIZED = 401;

    private ErrorClassifier() {}

    /** What an exception of a handler is to the outcome policy, and what the operation says of it. */
    public static Classified classify(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            Classified known = known(at);
            if (known != null) {
                return known;
            }
        }
        return new Classified(ErrorClass.ANYTHING_ELSE, ErrorCode.ISV_UNEXPECTED.code(), describe(error), null);
    }

    /** Whether an exception only says that its thread was interrupted. */
    public static boolean isInterruption(Throwable error) {
        Throwable at = error;
        for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
            if (at instanceof InterruptedException
                    || at instanceof ClosedByInterruptException
                    || at instanceof StopRequested
                    || (at instanceof InterruptedIOException && !(at instanceof java.net.SocketTimeoutException))
                    || (at instanceof SocketException && "Closed by interrupt".equals(at.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Classified known(Throwable error) {
        return switch (error) {
            case HttpFailure http ->
                new Classified(
                        http.httpStatus() == HTTP_UNAUTHORIZED ? ErrorClass.HTTP_UNAUTHORIZED : ErrorClass.HTTP_FAILURE,
                        http.errorCode(),
                        describe(http),
                        null);
            case ServiceFault fault ->
                new Classified(
                        ErrorClass.of(fault.errorCode()), fault.errorCode(), describe(fault), fault.operationStatus());
            case SQLException sql -> new Classified(ErrorClass.SQL, ErrorCode.SQL_ERROR.code(), describe(sql), null);
            case ConnectException e -> network(e);
            case UnknownHostException e -> network(e);
            case NoRouteToHostException e -> network(e);
            case SocketException e -> network(e);
            case java.net.SocketTimeoutException e -> network(e);
            case HttpTimeoutException e -> network(e);
            case UnresolvedAddressException e -> network(e);
            default -> null;
        };
    }

    private static Classified network(Exception error) {
        return new Classified(ErrorClass.NETWORK, ErrorCode.NETWORK_ERROR.code(), describe(error), null);
    }

    /** Our own faults speak for themselves; others are named, for their message alone is often only a word. */
    private static String describe(Throwable error) {
        @Nullable String message;
        try {
            message = error.getMessage();
        } catch (RuntimeException | StackOverflowError unreadable) {
            message = "its message cannot be read";
        }
        if (error instanceof ServiceFault && message != null) {
            return message;
        }
        return error.getClass().getName() + (message == null ? "" : ": " + message);
    }
}
