package io.nightshift.server.webapi.odata;

import io.nightshift.server.webapi.odata.Expression.Comparison;
import io.nightshift.server.webapi.odata.Expression.Literal;
import io.nightshift.server.webapi.odata.Expression.Operator;
import io.nightshift.server.webapi.odata.Expression.Path;
import io.nightshift.server.webapi.odata.Expression.TextFunction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A {@code $filter} over documents that are in memory. Immutable, thread-safe. */
public final class JsonFilter {

    private final @Nullable Expression expression;

    private JsonFilter(@Nullable Expression expression) {
        this.expression = expression;
    }

    /** The filter of a text; everything when there is none. */
    public static JsonFilter of(@Nullable String text, Map<String, String> aliases) {
        return new JsonFilter(text == null ? null : ExpressionParser.filter(text, aliases));
    }

    /** Whether it holds for a document. */
    public boolean test(JsonNode document) {
        return expression == null || test(expression, document);
    }

    private static boolean test(Expression expression, JsonNode document) {
        return switch (expression) {
            case Expression.And and -> and.parts().stream().allMatch(part -> test(part, document));
            case Expression.Or or -> or.parts().stream().anyMatch(part -> test(part, document));
            case Expression.Not not -> !test(not.part(), document);
            case Expression.Truth truth -> text(truth.path(), document).equals("true");
            case Expression.In in ->
                in.values().stream().anyMatch(value -> text(in.path(), document).equals(String.valueOf(value)));
            case TextFunction function -> text(function, document);
            case Comparison comparison
            when comparison.left() instanceof Path path && comparison.right() instanceof Literal literal ->
                compared(comparison.operator(), text(path, document), Objects.toString(literal.value(), "null"));
            default -> throw ODataCode.QUERY_SYNTAX.fault("$filter: this cannot be asked of metadata.");
        };
    }

    private static boolean compared(Operator operator, String value, String other) {
        return switch (operator) {
            case EQ -> value.equals(other);
            case NE -> !value.equals(other);
            default -> throw ODataCode.QUERY_SYNTAX.fault("$filter: metadata is compared by eq and ne.");
        };
    }

    private static boolean text(TextFunction function, JsonNode document) {
        String value = text(function.path(), document).toLowerCase(Locale.ROOT);
        String part = function.value() instanceof Literal literal
                ? String.valueOf(literal.value()).toLowerCase(Locale.ROOT)
                : "";
        return switch (function.name()) {
            case "contains" -> value.contains(part);
            case "startswith" -> value.startsWith(part);
            default -> value.endsWith(part);
        };
    }

    private static String text(Path path, JsonNode document) {
        JsonNode node = document;
        List<String> segments = path.segments();
        for (int i = 0; i < segments.size(); i++) {
            if (!node.has(segments.get(i))) {
                throw ODataCode.QUERY_SYNTAX.fault(
                        "Could not find a property named '" + Shown.of(segments.get(i)) + "'.");
            }
            node = node.path(segments.get(i));
        }
        return node.isNull() ? "null" : node.asString("");
    }
}
