package io.nightshift.server.webapi.odata;

import io.nightshift.server.webapi.odata.Expression.And;
import io.nightshift.server.webapi.odata.Expression.Comparison;
import io.nightshift.server.webapi.odata.Expression.In;
import io.nightshift.server.webapi.odata.Expression.Lambda;
import io.nightshift.server.webapi.odata.Expression.Literal;
import io.nightshift.server.webapi.odata.Expression.Not;
import io.nightshift.server.webapi.odata.Expression.Operand;
import io.nightshift.server.webapi.odata.Expression.Operator;
import io.nightshift.server.webapi.odata.Expression.Or;
import io.nightshift.server.webapi.odata.Expression.Path;
import io.nightshift.server.webapi.odata.Expression.QueryFunction;
import io.nightshift.server.webapi.odata.Expression.TextFunction;
import io.nightshift.server.webapi.odata.Expression.Truth;
import io.nightshift.server.webapi.odata.Tokens.Kind;
import io.nightshift.server.webapi.odata.Tokens.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a {@code $filter}: a descent over or, and, not and comparisons. One object reads one text. */
final class ExpressionParser {

    private static final int DEEPEST = 40;
    private static final Set<String> TEXT_FUNCTIONS = Set.of("contains", "startswith", "endswith");
    private static final String NAMESPACE = "Microsoft.Dynamics.CRM.";

    private final Tokens tokens;
    private final Map<String, String> aliases;
    private int depth;

    /** @param aliases the texts of parameter aliases by their names, {@code @p1} */
    private ExpressionParser(Tokens tokens, Map<String, String> aliases) {
        this.tokens = tokens;
        this.aliases = aliases;
    }

    static Expression filter(String text, Map<String, String> aliases) {
        Tokens tokens = new Tokens("$filter", text);
        Expression read = new ExpressionParser(tokens, aliases).or();
        tokens.expectEnd();
        return read;
    }

    /** An expression that ends where something else goes on. */
    static Expression part(Tokens tokens, Map<String, String> aliases) {
        return new ExpressionParser(tokens, aliases).or();
    }

    private Expression or() {
        if (++depth > DEEPEST) {
            throw tokens.fault("filters lie at most " + DEEPEST + " deep in each other; a further one begins");
        }
        List<Expression> parts = new ArrayList<>();
        parts.add(and());
        while (tokens.takeName("or")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Or(parts);
    }

    private Expression and() {
        List<Expression> parts = new ArrayList<>();
        parts.add(not());
        while (tokens.takeName("and")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.getFirst() : new And(parts);
    }

    private Expression not() {
        boolean negated = false;
        while (tokens.takeName("not")) {
            negated = !negated;
        }
        Expression read = comparison();
        return negated ? new Not(read) : read;
    }

    private Expression comparison() {
        int start = tokens.peek().position();
        if (tokens.take("(")) {
            Expression inner = or();
            tokens.expect(")");
            return ofTruth(inner);
        }
        if (tokens.peek().kind() == Kind.NAME && !isLiteral(tokens.peek())) {
            String name = tokens.next().text();
            if (tokens.peek().is("(")) {
                return ofTruth(function(name, start));
            }
            return path(name, start);
        }
        Literal left = literal();
        Operator operator = operator();
        return compared(operator.mirrored(), operand(), left, start);
    }

    /** {@code contains(...) eq true} says the same as without; {@code eq false} the contrary. */
    private Expression ofTruth(Expression read) {
        boolean ne = tokens.peek().isName("ne");
        if (!ne && !tokens.peek().isName("eq")) {
            return read;
        }
        tokens.next();
        boolean yes = tokens.peek().isName("true");
        if (!yes && !tokens.peek().isName("false")) {
            throw tokens.fault("true or false is expected");
        }
        tokens.next();
        return yes == ne ? new Not(read) : read;
    }

    private Expression path(String first, int start) {
        List<String> segments = new ArrayList<>();
        segments.add(first);
        while (tokens.take("/")) {
            String name = tokens.name("a property");
            if ((name.equals("any") || name.equals("all")) && tokens.peek().is("(")) {
                return lambda(new Path(List.copyOf(segments), start), name.equals("all"));
            }
            segments.add(name);
        }
        Path path = new Path(List.copyOf(segments), start);
        if (tokens.takeName("in")) {
            return new In(path, list());
        }
        if (!isOperator(tokens.peek())) {
            return new Truth(path);
        }
        return compared(operator(), path, operand(), start);
    }

    private Expression compared(Operator operator, Operand left, Operand right, int start) {
        if (left instanceof Literal) {
            if (right instanceof Literal) {
                throw tokens.faultAt(start, "two values are compared; one side names a property");
            }
            return new Comparison(operator.mirrored(), right, left, start);
        }
        return new Comparison(operator, left, right, start);
    }

    private Expression lambda(Path path, boolean all) {
        tokens.expect("(");
        if (!all && tokens.take(")")) {
            return new Lambda(path, false, "", null);
        }
        String variable = tokens.name("a variable");
        tokens.expect(":");
        Expression body = or();
        tokens.expect(")");
        return new Lambda(path, all, variable, body);
    }

    private Expression function(String name, int start) {
        tokens.expect("(");
        if (TEXT_FUNCTIONS.contains(name)) {
            Operand of = operand();
            tokens.expect(",");
            Operand value = operand();
            tokens.expect(")");
            if (!(of instanceof Path path)) {
                throw tokens.faultAt(start, name + " begins with a property");
            }
            return new TextFunction(name, path, value, start);
        }
        if (!name.startsWith(NAMESPACE)) {
            throw tokens.faultAt(
                    start,
                    "there is no function " + Shown.of(name)
                            + "; there are contains, startswith, endswith and those of " + NAMESPACE);
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        while (!tokens.take(")")) {
            if (!arguments.isEmpty()) {
                tokens.expect(",");
            }
            int at = tokens.peek().position();
            String argument = tokens.name("a parameter");
            tokens.expect("=");
            Object value = tokens.peek().is("[") ? list() : literal().value();
            if (value == null || arguments.put(argument, value) != null) {
                throw tokens.faultAt(at, "the parameter " + Shown.of(argument) + " needs one value");
            }
        }
        return new QueryFunction(name.substring(NAMESPACE.length()), arguments, start);
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> values = new ArrayList<>();
        String end = tokens.take("[") ? "]" : ")";
        if (end.equals(")")) {
            tokens.expect("(");
        }
        while (!tokens.take(end)) {
            if (!values.isEmpty()) {
                tokens.expect(",");
            }
            values.add(literal().value());
        }
        return values;
    }

    private Operand operand() {
        Token token = tokens.peek();
        if (token.kind() != Kind.NAME || isLiteral(token)) {
            return literal();
        }
        List<String> segments = new ArrayList<>();
        segments.add(tokens.next().text());
        while (tokens.take("/")) {
            segments.add(tokens.name("a property"));
        }
        if (tokens.peek().is("(")) {
            throw tokens.faultAt(
                    token.position(), "functions cannot be compared; compare a property, in the form in which it is");
        }
        return new Path(List.copyOf(segments), token.position());
    }

    private Literal literal() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case STRING, GUID -> new Literal(tokens.next().text());
            case TIME -> new Literal(tokens.next().text().toUpperCase(Locale.ROOT));
            case NUMBER -> new Literal(number(tokens.next().text()));
            case NAME -> named(tokens.next());
            default -> {
                if (token.is("\"")) {
                    throw tokens.fault("a value is expected, text in single quotes,");
                }
                throw tokens.fault("a value is expected");
            }
        };
    }

    private Literal named(Token token) {
        return switch (token.text()) {
            case "null" -> new Literal(null);
            case "true" -> new Literal(true);
            case "false" -> new Literal(false);
            default -> {
                String alias = aliases.get(token.text());
                if (alias == null) {
                    throw tokens.faultAt(
                            token.position(), "the parameter " + Shown.of(token.text()) + " is given nowhere");
                }
                Tokens inner = new Tokens(Shown.of(token.text()), alias);
                Literal value = new ExpressionParser(inner, Map.of()).literal();
                inner.expectEnd();
                yield value;
            }
        };
    }

    private static Object number(String text) {
        if (text.matches("[+-]?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        return new BigDecimal(text);
    }

    private static boolean isLiteral(Token token) {
        return token.isName("null")
                || token.isName("true")
                || token.isName("false")
                || token.text().startsWith("@");
    }

    private static boolean isOperator(Token token) {
        return token.kind() == Kind.NAME
                && Set.of("eq", "ne", "gt", "ge", "lt", "le").contains(token.text());
    }

    private Operator operator() {
        if (!isOperator(tokens.peek())) {
            throw tokens.fault("eq, ne, gt, ge, lt, le or in is expected");
        }
        return Operator.valueOf(tokens.next().text().toUpperCase(Locale.ROOT));
    }
}
