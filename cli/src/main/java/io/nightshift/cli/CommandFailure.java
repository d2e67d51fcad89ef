package io.nightshift.cli;

import org.jspecify.annotations.Nullable;

/** A command that ends badly: one sentence for people, an exit code and, from the server, an error code for programs. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

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

    int exitCode() {
        return exitCode;
    }

    @Nullable
    String errorCode() {
        return errorCode;
    }
}
