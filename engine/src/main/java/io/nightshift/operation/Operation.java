package io.nightshift.operation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation to be enqueued: what, for whom, when. Immutable; every method returns a changed copy and checks its
 * argument at once, so that a bad request fails where it was written.
 *
 * <pre>{@code
 * queue.enqueue(connection, Operation.named("send-invoice").data(json).token("customer-42"));
 * }</pre>
 */
public final class Operation {

    /** The largest payload, in bytes of UTF-8. */
    public static final int MAX_DATA_BYTES = 16 * 1024 * 1024;

    public static final int MAX_NAME_LENGTH = 256;
    public static final int MAX_MESSAGE_NAME_LENGTH = 160;
    public static final int MAX_KEY_LENGTH = 256;

    /** What a second enqueue with the same id or key does. */
    public enum OnDuplicate {
        /** Answers the id of the first operation, live or finished. */
        RETURN,
        /** Fails with 0x80040237. */
        REFUSE,
        /** Replaces the first one while it has not started; returns it otherwise. */
        REPLACE
    }

    final OperationFields fields;

    private Operation(OperationFields fields) {
        this.fields = fields;
    }

    /** An operation of an application's own, found by its message name. */
    public static Operation named(String messageName) {
        return of(OperationType.CUSTOM).message(messageName).name(messageName);
    }

    /** An operation of a Dynamics type. */
    public static Operation of(OperationType type) {
        OperationFields fields = new OperationFields();
        fields.type = type;
        fields.name = type.label();
        fields.priorityClass = type.priorityClass();
        return new Operation(fields);
    }

    /** The name shown to people; at most 256 characters. */
    public Operation name(String name) {
        return with(copy -> copy.name = Texts.bounded("name", name, MAX_NAME_LENGTH));
    }

    /** The message that started it; a handler registered for it is preferred to one for the type. */
    public Operation message(String messageName) {
        if (messageName.isBlank()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The message name is blank; give the name of a handler.");
        }
        return with(copy -> copy.messageName = Texts.bounded("message name", messageName, MAX_MESSAGE_NAME_LENGTH));
    }

    /** What the handler works on: any text, usually JSON; at most 16 MiB of UTF-8. */
    public Operation data(@Nullable String data) {
        if (data != null) {
            Texts.checkPayload("data", data);
        }
        return with(copy -> copy.data = data);
    }

    /** The dependency token, the name of its lane; at most 256 characters. */
    public Operation token(@Nullable String token) {
        DependencyToken checked = DependencyToken.of(token);
        return with(copy -> copy.token = checked == null ? null : checked.value());
    }

    /**
     * At most {@code width} operations of the organization with this key run at the same time.
     *
     * @param key 1 to 256 characters
     * @param width 1 to 1,000
     */
    public Operation limit(String key, int width) {
        return limit(new LimitKey(key, width));
    }

    /** At most so many operations with this key run at the same time; null for no limit. */
    public Operation limit(@Nullable LimitKey limit) {
        return with(copy -> copy.limit = limit);
    }

    /** Not before this time; a time in the past means now. */
    public Operation postponeUntil(@Nullable Instant postponeUntil) {
        return with(copy -> copy.postponeUntil = postponeUntil);
    }

    /** The organization it belongs to; the default is the first one. */
    public Operation organization(String organization) {
        return with(copy -> copy.organization = organization);
    }

    public Operation owner(@Nullable UUID ownerId) {
        return with(copy -> copy.ownerId = ownerId);
    }

    /** The record it is about. */
    public Operation regarding(String entity, UUID id) {
        return with(copy -> {
            copy.regardingType = Texts.bounded("regarding entity", entity, 128);
            copy.regardingId = id;
        });
    }

    /** The operation that enqueued it. */
    public Operation parent(@Nullable UUID parentId) {
        return with(copy -> copy.parentId = parentId);
    }

    /**
     * Ties together what one request caused.
     *
     * @param depth how many operations lie between it and the request, 0 to 32,767
     */
    public Operation correlation(@Nullable UUID correlationId, int depth) {
        if (depth < 0 || depth > Short.MAX_VALUE) {
            throw ErrorCode.INVALID_ARGUMENT.fault("The depth is 0 to " + Short.MAX_VALUE + "; got " + depth + ".");
        }
        return with(copy -> {
            copy.correlationId = correlationId;
            copy.depth = depth;
        });
    }

    public Operation priorityClass(PriorityClass priorityClass) {
        return with(copy -> copy.priorityClass = priorityClass);
    }

    /** An id chosen by the caller; a second enqueue with it answers by {@link #onDuplicate}. */
    public Operation id(UUID id) {
        return with(copy -> copy.id = id);
    }

    /** A key chosen by the caller, unique in the organization for 24 hours; at most 256 characters. */
    public Operation key(String key) {
        return with(copy -> copy.key = Texts.bounded("key", key, MAX_KEY_LENGTH));
    }

    public Operation onDuplicate(OnDuplicate onDuplicate) {
        return with(copy -> copy.onDuplicate = onDuplicate);
    }

    /** Makes it the parent of a series; each occurrence is an operation of its own. */
    public Operation recurrence(@Nullable Recurrence recurrence) {
        return with(copy -> copy.recurrence = recurrence);
    }

    /** How long its history is kept. */
    public Operation kept(Kept kept) {
        return with(copy -> copy.kept = kept);
    }

    public OperationType type() {
        return fields.type;
    }

    public String name() {
        return fields.name;
    }

    public @Nullable String messageName() {
        return fields.messageName;
    }

    public @Nullable String data() {
        return fields.data;
    }

    public @Nullable String token() {
        return fields.token;
    }

    public @Nullable LimitKey limit() {
        return fields.limit;
    }

    public @Nullable Instant postponeUntil() {
        return fields.postponeUntil;
    }

    public @Nullable String organization() {
        return fields.organization;
    }

    public @Nullable UUID ownerId() {
        return fields.ownerId;
    }

    public @Nullable String regardingType() {
        return fields.regardingType;
    }

    public @Nullable UUID regardingId() {
        return fields.regardingId;
    }

    public @Nullable UUID parentId() {
        return fields.parentId;
    }

    public @Nullable UUID correlationId() {
        return fields.correlationId;
    }

    public int depth() {
        return fields.depth;
    }

    public PriorityClass priorityClass() {
        return fields.priorityClass;
    }

    public @Nullable UUID id() {
        return fields.id;
    }

    public @Nullable String key() {
        return fields.key;
    }

    public OnDuplicate onDuplicate() {
        return fields.onDuplicate;
    }

    public @Nullable Recurrence recurrence() {
        return fields.recurrence;
    }

    public Kept kept() {
        return fields.kept;
    }

    private Operation with(java.util.function.Consumer<OperationFields> change) {
        OperationFields copy = fields.copy();
        change.accept(copy);
        return new Operation(copy);
    }
}
