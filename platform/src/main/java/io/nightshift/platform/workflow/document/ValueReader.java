package io.nightshift.platform.workflow.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what a document gives a step: plain values, and texts with expressions between <code>${</code> and a brace. */
final class ValueReader {

    private static final String OPEN = "${";

    private ValueReader() {}

    static Value read(DocumentNode node) {
        if (node.isMap()) {
            return new Value.Named(named(node));
        }
        if (node.isList()) {
            List<Value> values = new ArrayList<>();
            node.list().forEach(each -> values.add(read(each)));
            return new Value.Several(values);
        }
        Object scalar = node.scalar();
        return scalar instanceof String text && text.contains(OPEN) ? text(node, text) : new Value.Constant(scalar);
    }

    static Map<String, Value> named(DocumentNode node) {
        Map<String, Value> values = new LinkedHashMap<>();
        node.map().forEach((name, part) -> values.put(name, read(part)));
        return values;
    }

    /** A condition: an expression, with or without its braces. */
    static Expression condition(DocumentNode node) {
        String text = node.text().strip();
        String bare =
                text.startsWith(OPEN) && text.endsWith("}") ? text.substring(OPEN.length(), text.length() - 1) : text;
        return expression(node, bare);
    }

    private static Expression expression(DocumentNode node, String text) {
        try {
            return ExpressionReader.read(text);
        } catch (ExpressionReader.Unreadable e) {
            node.problem("" + e.getMessage());
            return new Expression.Literal(null);
        }
    }

    private static Value text(DocumentNode node, String text) {
        List<Value> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf(OPEN, at);
            if (open < 0) {
                parts.add(new Value.Constant(text.substring(at)));
                break;
            }
            if (open > at) {
                parts.add(new Value.Constant(text.substring(at, open)));
            }
            int close = end(text, open + OPEN.length());
            if (close < 0) {
                node.problem("the expression after '${' has no end '}'");
                return new Value.Constant(text);
            }
            parts.add(new Value.Computed(expression(node, text.substring(open + OPEN.length(), close))));
            at = close + 1;
        }
        return parts.size() == 1 ? parts.getFirst() : new Value.Text(parts);
    }

    /** The brace that ends an expression: not one within its quotes. */
    private static int end(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char character = text.charAt(i);
            if (quoted && character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == '}' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
