package io.nightshift.cli;

import io.nightshift.client.WebApiFault;
import io.nightshift.sdk.OrganizationServiceFault;
import org.jspecify.annotations.Nullable;

/** A command that ends badly: one sentence for people, an exit code and, from the server, an error code for programs. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private static final int ANSWERED = 400;

    private final int exitCode;
    private final @Nullable String errorCode;

    CommandFailure(int exitCode, String message) {
        this(exitCode, null, message);
    }

    CommandFailure(int exitCode, @Nullable String errorCode, String message) {
        super(message);
        this.exitCode = exitCode;
        this.errorCode = errorCode;
    }

    /** What the Web API refused, or that it did not answer. */
    static CommandFailure of(OrganizationServiceFault fault) {
        int exitCode = switch (fault instanceof WebApiFault answered ? answered.status() : ANSWERED) {
            case 0, 503 -> ExitCode.NO_SERVER;
            case 401, 403 -> ExitCode.NOT_SIGNED_IN;
            case 404 -> ExitCode.NOT_FOUND;
            default -> ExitCode.REFUSED;
        };
        String code = exitCode == ExitCode.NO_SERVER ? null : fault.hexCode();
        return new CommandFailure(exitCode, code, String.valueOf(fault.getMessage()));
    }

    int exitCode() {
        return exitCode;
    }

    @Nullable
    String errorCode() {
        return errorCode;
    }
}
