package io.nightshift.operation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a handler ended. {@link Lifecycle} and {@link OutcomePolicy} turn it into a {@link Move}. */
public sealed interface Outcome {

    /** The work is done. {@code result} is kept with the operation: any text, usually JSON. */
    record Succeeded(@Nullable String result) implements Outcome {}

    /** A final error; the operation cannot be resumed. */
    record Failed(int errorCode, String message) implements Outcome {}

    /** Ended as canceled by its own decision. */
    record Canceled(String message) implements Outcome {}

    /** An error that passes. Without a delay the retry schedule decides, also whether there is a further retry. */
    record Retry(int errorCode, String message, @Nullable Duration delay) implements Outcome {}

    /** An error that a person must look at; runs again after a resume. */
    record Suspended(int errorCode, String message) implements Outcome {}

    /** Runs again when an event with this key is recorded, or at once when one already is. */
    record Waiting(String eventKey) implements Outcome {}

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
