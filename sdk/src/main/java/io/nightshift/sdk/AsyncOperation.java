package io.nightshift.sdk;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A system job as a record: an {@link Entity} of {@code asyncoperation} whose attributes are read by type. A caller
 * changes three of them, {@code statecode}, {@code statuscode} and {@code postponeuntil}, and an update with these is a
 * command: cancel, pause, resume, postpone. Not thread-safe.
 */
public final class AsyncOperation extends Entity {

    /** The logical name of the entity. */
    public static final String ENTITY = "asyncoperation";

    /** The time that means: until a person resumes it. */
    public static final Instant UNTIL_RESUMED = Instant.parse("9999-12-30T23:59:59Z");

    /** The operation with this id, to be changed. */
    public AsyncOperation(UUID id) {
        super(ENTITY, id);
    }

    /**
     * An operation that was read.
     *
     * @throws IllegalArgumentException when the record is of another entity or has no id
     */
    public static AsyncOperation of(Entity record) {
        UUID id = record.id();
        if (!record.logicalName().equals(ENTITY) || id == null) {
            throw new IllegalArgumentException(record.logicalName() + " is no operation that was read.");
        }
        AsyncOperation operation = new AsyncOperation(id);
        record.attributes().forEach(operation::set);
        record.formattedValues().forEach(operation::formattedValue);
        operation.rowVersion(record.rowVersion());
        return operation;
    }

    /** The state, or null when it was not read. */
    public @Nullable AsyncOperationState state() {
        OptionSetValue value = get("statecode", OptionSetValue.class);
        return value == null ? null : AsyncOperationState.of(value.value());
    }

    /** The status reason, or null when it was not read. */
    public @Nullable AsyncOperationStatus status() {
        OptionSetValue value = get("statuscode", OptionSetValue.class);
        return value == null ? null : AsyncOperationStatus.of(value.value());
    }

    /** Asks for a status reason with the state it belongs to. */
    public AsyncOperation status(AsyncOperationStatus status) {
        set("statecode", new OptionSetValue(status.state().value()));
        set("statuscode", new OptionSetValue(status.value()));
        return this;
    }

    /** Until when it waits, or null. */
    public @Nullable Instant postponeUntil() {
        return get("postponeuntil", Instant.class);
    }

    /** Asks to wait until then. */
    public AsyncOperation postponeUntil(Instant time) {
        set("postponeuntil", time);
        return this;
    }

    /** What it is called. */
    public @Nullable String name() {
        return get("name", String.class);
    }

    /** The message it carries out. */
    public @Nullable String messageName() {
        return get("messagename", String.class);
    }

    /** How often it has been retried since it was last resumed. */
    public @Nullable Integer retryCount() {
        return get("retrycount", Integer.class);
    }

    /** The code of its last error, signed, or null when it had none. */
    public @Nullable Integer errorCode() {
        return get("errorcode", Integer.class);
    }

    /** What its last error said. */
    public @Nullable String message() {
        return get("message", String.class);
    }

    /** The record it is about. */
    public @Nullable EntityReference regardingObject() {
        return get("regardingobjectid", EntityReference.class);
    }
}
