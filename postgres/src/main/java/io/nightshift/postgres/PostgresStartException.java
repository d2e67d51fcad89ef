package io.nightshift.postgres;

import org.jspecify.annotations.Nullable;

/** PostgreSQL could not be started. The message is one sentence for a person: what, where, and what to do. */
public final class PostgresStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostgresStartException(String message) {
        this(message, null);
    }

    PostgresStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
