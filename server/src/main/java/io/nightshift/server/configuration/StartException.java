package io.nightshift.server.configuration;

import org.jspecify.annotations.Nullable;

/** The program cannot do what it was started for. The message is one sentence for a person: what, where, what to do. */
public final class StartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        this(message, null);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
