package io.nightshift.execution;

import io.nightshift.operation.OperationType;
import io.nightshift.queue.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which handler runs what: by exact message name first, else by operation type. Filled before the service starts. */
final class OperationHandlers {

    record Registered(OperationHandler handler, HandlerOptions options) {}

    private final Map<String, Registered> byMessage = new HashMap<>();
    private final Map<OperationType, Registered> byType = new HashMap<>();
    private boolean closed;

    synchronized void add(String messageName, Registered registered) {
        checkOpen();
        if (byMessage.putIfAbsent(messageName, registered) != null) {
            throw new IllegalStateException("A handler for the message '" + messageName
                    + "' is registered already; a message has one handler.");
        }
    }

    synchronized void add(OperationType type, Registered registered) {
        checkOpen();
        if (byType.putIfAbsent(type, registered) != null) {
            throw new IllegalStateException(
                    "A handler for the type " + type.label() + " is registered already; a type has one handler.");
        }
    }

    /** From now on nothing is added: what a node can run is written on its row when it starts. */
    synchronized void close() {
        closed = true;
    }

    synchronized Optional<Registered> find(OperationType type, @Nullable String messageName) {
        Registered named = messageName == null ? null : byMessage.get(messageName);
        return Optional.ofNullable(named != null ? named : byType.get(type));
    }

    boolean handles(Bucket bucket) {
        // What only a newer release knows is left to its nodes.
        return OperationType.isKnown(bucket.type())
                && find(OperationType.of(bucket.type()), bucket.messageName()).isPresent();
    }

    /** {@code message:NAME} and {@code type:NUMBER}, as written on the row of the node. */
    synchronized List<String> names() {
        List<String> names = new ArrayList<>();
        byMessage.keySet().stream().sorted().forEach(name -> names.add("message:" + name));
        byType.keySet().stream().sorted().forEach(type -> names.add("type:" + type.code()));
        return names;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("Register handlers before the service is started.");
        }
    }
}
