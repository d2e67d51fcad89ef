package io.nightshift.operation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a handler ended. {@link Lifecycle} and {@link OutcomePolicy} turn it into a {@link Move}. */
public sealed interface Outcome {

    /** The work is done. {@code result} is kept with the operation: any text, usually JSON, at most 16 MiB of UTF-8. */
    record Succeeded(@Nullable String result) implements Outcome {
        public Succeeded {
            if (result != null) {
                Texts.checkPayload("result", result);
            }
        }
    }

    /** A final error; the operation cannot be resumed. */
    record Failed(int errorCode, String message) implements Outcome {}

    /** Ended as canceled by its own decision. */
    record Canceled(String message) implements Outcome {}

    /** An error that passes. Without a delay the retry schedule decides, also whether there is a further retry. */
    record Retry(int errorCode, String message, @Nullable Duration delay) implements Outcome {}

    /** An error that a person must look at; runs again after a resume. */
    record Suspended(int errorCode, String message) implements Outcome {}

    /**
     * Runs again when an event with this key (1 to 256 characters) is recorded, or at once when one already is.
     *
     * @param until also runs again at this time, if no event has come; null for never. Which of the two it was is told by
     *     {@code OperationContext.event()}
     */
    record Waiting(String eventKey, @Nullable Instant until) implements Outcome {
        /** Waits for the event alone. */
        public Waiting(String eventKey) {
            this(eventKey, null);
        }

        public Waiting {
            if (Texts.bounded("event key", eventKey, Operation.MAX_KEY_LENGTH).isBlank()) {
                throw ErrorCode.INVALID_ARGUMENT.fault("The event key is blank; name the event to wait for.");
            }
        }
    }

    /** Runs again at {@code until} (null: as soon as a slot is free); saved checkpoints are kept. */
    record Postponed(@Nullable Instant until) implements Outcome {}

    /** The handler stopped because it was asked to (pause, cancel, drain, lost lease). */
    record Released() implements Outcome {}

    static Outcome succeeded() {
        return new Succeeded(null);
    }

    static Outcome succeeded(String result) {
        return new Succeeded(result);
    }

    static Outcome failed(ErrorCode code, String message) {
        return new Failed(code.code(), message);
    }

    static Outcome retry(ErrorCode code, String message) {
        return new Retry(code.code(), message, null);
    }

    static Outcome suspended(ErrorCode code, String message) {
        return new Suspended(code.code(), message);
    }
}
