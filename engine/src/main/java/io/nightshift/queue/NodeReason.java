package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.StatusCode;
import io.nightshift.queue.Explanation.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says that no live node would run an operation, or that all that would are full. */
final class NodeReason implements Reason {

    private static final SqlFile NODES = QueueSql.file("explain_nodes.sql");

    private final QueueStore store;

    NodeReason(QueueStore store) {
        this.store = store;
    }

    /**
     * What the nodes are up to.
     *
     * @param ordered those that were ordered to drain
     * @param order who ordered one of them to, and why
     * @param taking those of the living that do not drain
     * @param handling those of them that have a handler
     * @param busy those of these that hold as many operations as they have slots
     */
    private record Nodes(
            int living, int ordered, @Nullable String order, int taking, int handling, int busy, int slots) {}

    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        String messageName = Objects.requireNonNullElse(operation.messageName(), "");
        Nodes nodes = store.database()
                .autoCommit(connection -> NODES.on(connection)
                        .texts("handlers", List.of("type:" + operation.type().code(), "message:" + messageName))
                        .query(row -> new Nodes(
                                row.getInt("living"),
                                row.getInt("ordered"),
                                row.getString("drain_order"),
                                row.getInt("taking"),
                                row.getInt("handling"),
                                row.getInt("busy"),
                                row.getInt("slots")))
                        .getFirst());
        if (nodes.taking() == 0) {
            return Optional.of(new Explanation(Kind.NO_NODE, none(nodes), Wording.facts("draining", nodes.living())));
        }
        if (nodes.handling() == 0) {
            return Optional.of(unhandled(operation));
        }
        boolean isReady = operation.status() == StatusCode.WAITING_FOR_RESOURCES;
        return isReady && nodes.busy() == nodes.handling() ? Optional.of(busy(nodes)) : Optional.empty();
    }

    private static String none(Nodes nodes) {
        if (nodes.living() == 0) {
            return "No node is running; start one and it will be taken in its turn.";
        }
        if (nodes.ordered() == 0) {
            return "Every live node is stopping and takes nothing more; it will be taken when another has started.";
        }
        return (nodes.living() == 1
                        ? "The one live node was ordered to drain by " + nodes.order()
                        : "Every live node drains, " + nodes.ordered() + " of " + nodes.living()
                                + " by an order, for example of " + nodes.order() + ",")
                + " and takes nothing more; it will be taken when that is taken back, or another node has started.";
    }

    private static Explanation unhandled(AsyncOperation operation) {
        return new Explanation(
                Kind.NO_HANDLER,
                "No live node has a handler for "
                        + (operation.messageName() == null ? "" : "the message '" + operation.messageName() + "' or ")
                        + "the type " + operation.type().label() + ".",
                Wording.facts(
                        "message",
                        operation.messageName(),
                        "operationtype",
                        operation.type().code()));
    }

    private static Explanation busy(Nodes nodes) {
        String where = nodes.handling() == 1
                ? "the node that handles it"
                : "the " + nodes.handling() + " nodes that handle it";
        return new Explanation(
                Kind.ALL_SLOTS_BUSY,
                (nodes.slots() == 1 ? "The one slot of " : "All " + nodes.slots() + " slots of ") + where
                        + (nodes.slots() == 1 ? " is" : " are") + " busy; it runs when one is free and it is its turn.",
                Wording.facts("nodes", nodes.handling(), "slots", nodes.slots()));
    }
}
