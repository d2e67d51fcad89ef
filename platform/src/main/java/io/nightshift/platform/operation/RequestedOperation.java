package io.nightshift.platform.operation;

import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.query.ColumnSet;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The operation that a create asks for. Dynamics leaves this to the platform; here a caller with the privilege may, too, for
 * the messages of applications and as itself: an operation runs as its owner, so nobody makes one for another.
 */
final class RequestedOperation {

    private static final String OWN_MESSAGES = "nightshift.";

    private final RequestContext context;
    private final Entity target;

    private RequestedOperation(RequestContext context, Entity target) {
        this.context = context;
        this.target = target;
    }

    /** The operation, not enqueued yet. Attributes that the service maintains are ignored, as with other records. */
    static Operation of(RequestContext context, Entity target) {
        context.access().require(AccessRight.CREATE, context.entity(target.logicalName()));
        target.attributes().keySet().forEach(context.entity(target.logicalName())::attribute);
        return new RequestedOperation(context, target).operation();
    }

    private Operation operation() {
        OperationType type = type();
        String message = value("messagename", String.class);
        Operation operation = Operation.of(type)
                .organization(context.organization().name())
                .owner(owner())
                .data(value("data", String.class))
                .token(value("dependencytoken", String.class))
                .postponeUntil(value("postponeuntil", Instant.class))
                .recurrence(recurrence())
                .parent(context.origin().operationId())
                .correlation(correlation(), depth())
                .kept(Boolean.TRUE.equals(value("retainjobhistory", Boolean.class)) ? Kept.FOR_EVER : Kept.LONG);
        if (message == null) {
            throw FaultCode.REQUIRED_FIELD_MISSING.fault(
                    "An operation needs a messagename, by which its handler is found.");
        }
        if (message.startsWith(OWN_MESSAGES)) {
            // What such an operation is told is trusted, its author above all.
            throw FaultCode.INVALID_ARGUMENT.fault("The messages that begin with '" + OWN_MESSAGES
                    + "' are the service's own; use the request that enqueues them.");
        }
        operation = operation.message(message).name(message);
        String name = value("name", String.class);
        operation = name == null ? operation : operation.name(name);
        EntityReference regarding = value("regardingobjectid", EntityReference.class);
        if (regarding != null) {
            new RecordReader(context).retrieve(regarding, new ColumnSet(false, List.of()));
            operation = operation.regarding(regarding.logicalName(), regarding.id());
        }
        UUID id = target.id() == null ? value("asyncoperationid", UUID.class) : target.id();
        return id == null ? operation : operation.id(id).onDuplicate(Operation.OnDuplicate.REFUSE);
    }

    private OperationType type() {
        OptionSetValue code = value("operationtype", OptionSetValue.class);
        OperationType type = code == null ? OperationType.CUSTOM : OperationType.of(code.value());
        if (type != OperationType.CUSTOM) {
            // What they work on is trusted: a caller who could write it would do more than its roles allow.
            throw FaultCode.NOT_SUPPORTED.fault("Operations of the type " + type.code() + " (" + type.label()
                    + ") are made by the platform's own messages; a create makes those of an application (type 0).");
        }
        return type;
    }

    private UUID owner() {
        EntityReference owner = value("ownerid", EntityReference.class);
        if (owner != null && !owner.equals(context.user())) {
            throw FaultCode.PRIVILEGE_DENIED.fault(
                    "An operation runs as its owner, so that a caller makes one only for itself; leave out ownerid.");
        }
        return context.userId();
    }

    private UUID correlation() {
        UUID given = value("correlationid", UUID.class);
        return given == null ? context.origin().correlationId() : given;
    }

    private int depth() {
        Integer given = value("depth", Integer.class);
        // A caller who could lower it would take away the guard against loops.
        return given == null
                ? context.origin().depth()
                : Math.max(given, context.origin().depth());
    }

    private @Nullable Recurrence recurrence() {
        String pattern = value("recurrencepattern", String.class);
        if (pattern == null || pattern.isBlank()) {
            return null;
        }
        Instant start = value("recurrencestarttime", Instant.class);
        Recurrence recurrence = Recurrence.of(pattern);
        return start == null ? recurrence : recurrence.starting(start);
    }

    private <T> @Nullable T value(String name, Class<T> type) {
        AttributeMetadata attribute = context.entity(target.logicalName()).attribute(name);
        Object value = target.get(attribute.logicalName());
        if (value != null && !type.isInstance(value)) {
            throw FaultCode.WRONG_ATTRIBUTE_TYPE.fault("The attribute " + name + " of an operation takes a "
                    + type.getSimpleName() + ", not a " + value.getClass().getSimpleName() + ".");
        }
        return type.cast(value);
    }
}
