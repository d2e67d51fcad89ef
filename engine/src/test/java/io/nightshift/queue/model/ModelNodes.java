package io.nightshift.queue.model;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes of the model: a place where a node runs, and every node that ran in one of the places. */
final class ModelNodes {

    static final int PLACES = 3;

    static final class Node {
        final String name;
        boolean alive = true;
        boolean orderly;
        boolean cleared;
        long beat;

        Node(String name) {
            this.name = name;
        }
    }

    private final @Nullable Node[] places = new Node[PLACES];
    private final List<Node> all = new ArrayList<>();

    void start(int place) {
        Node node = new Node("node-" + place + "." + all.size());
        places[place] = node;
        all.add(node);
    }

    /** The node in this place, alive or not; null when none ever ran there. */
    @Nullable
    Node at(int place) {
        return places[place];
    }

    /** The node with this name, or null. */
    @Nullable
    Node named(@Nullable String name) {
        return all.stream().filter(node -> node.name.equals(name)).findFirst().orElse(null);
    }

    List<Node> all() {
        return all;
    }

    String renew(Node node) {
        if (node.alive) {
            node.beat++;
        }
        List<String> others = new ArrayList<>();
        for (Node other : all) {
            if (other != node && other.alive) {
                // The statement shows the others as they were before it; only this node's beat moves.
                others.add(other.name + "@" + other.beat);
            }
        }
        others.sort(null);
        return node.alive + " " + others;
    }

    boolean declareDead(Node node, boolean outdated) {
        if (!node.alive || outdated) {
            return false;
        }
        node.alive = false;
        return true;
    }

    void end(Node node) {
        node.orderly |= node.alive;
        node.alive = false;
    }
}
