package io.nightshift.server.webapi.odata;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.JoinOperator;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outer links that the paths of one query need, each once: {@code primarycontactid/fullname} in a filter, an order
 * and a group is one link. Not thread-safe.
 */
final class Links {

    /** A link with what has been asked of it. */
    private static final class Node {
        private final @Nullable Step step;
        private final String alias;
        private final Map<String, Node> children = new LinkedHashMap<>();
        private final List<AttributeExpression> expressions = new ArrayList<>();
        private final Map<String, OrderType> orders = new LinkedHashMap<>();

        private Node(@Nullable Step step, String alias) {
            this.step = step;
            this.alias = alias;
        }
    }

    /** One step of a path: from a lookup to the entity it names. */
    record Step(String name, String attribute, EntityMetadata target) {}

    private final Node root = new Node(null, "");
    private int made;

    /** The alias of the entity at the end of these steps. */
    String alias(List<Step> steps) {
        return node(steps).alias;
    }

    void expression(List<Step> steps, AttributeExpression expression) {
        node(steps).expressions.add(expression);
    }

    void order(List<Step> steps, String attribute, OrderType type) {
        node(steps).orders.put(attribute, type);
    }

    private Node node(List<Step> steps) {
        Node node = root;
        for (Step step : steps) {
            node = node.children.computeIfAbsent(step.name(), _ -> new Node(step, "n" + ++made));
        }
        return node;
    }

    List<LinkEntity> links() {
        return links(root);
    }

    private static List<LinkEntity> links(Node node) {
        List<LinkEntity> links = new ArrayList<>();
        for (Node child : node.children.values()) {
            Step step = child.step;
            if (step != null) {
                LinkEntity link = new LinkEntity(
                        step.target().logicalName(),
                        step.attribute(),
                        step.target().primaryIdAttribute(),
                        JoinOperator.LEFT_OUTER,
                        child.alias);
                for (AttributeExpression expression : child.expressions) {
                    link = link.expression(expression);
                }
                for (LinkEntity inner : links(child)) {
                    link = link.link(inner);
                }
                for (Map.Entry<String, OrderType> order : child.orders.entrySet()) {
                    link = link.orderBy(order.getKey(), order.getValue());
                }
                links.add(link.criteria(FilterExpression.NONE));
            }
        }
        return links;
    }
}
