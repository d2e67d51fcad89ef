package io.nightshift.platform.workflow.document;

import io.nightshift.platform.workflow.document.Expression.Operator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression: the part of jq that names a value, compares it and puts values together.
 *
 * <pre>
 * .record.revenue &gt;= 10000 and .record.address1_country == "Germany"
 * .record.emailaddress1 // .record.primarycontactid.emailaddress1 // "nobody@example.org"
 * .now + "P3D"
 * contains(.record.name, "GmbH") and not(.record.donotemail == true)
 * </pre>
 */
final class ExpressionReader {

    private static final int LONGEST = 4000;
    private static final int DEEPEST = 40;
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*+\")|(\\d++(?:\\.\\d++)?)"
            + "|(\\.[A-Za-z_]\\w*+(?:\\.[A-Za-z_]\\w*+)*+)|([A-Za-z_]\\w*+)|(==|!=|<=|>=|//|[<>()+,-]))");
    private static final Map<String, Operator> COMPARISONS = Map.of(
            "==", Operator.EQUAL,
            "!=", Operator.NOT_EQUAL,
            "<", Operator.LESS,
            "<=", Operator.LESS_OR_EQUAL,
            ">", Operator.GREATER,
            ">=", Operator.GREATER_OR_EQUAL);
    private static final Map<String, Operator> FUNCTIONS = Map.of(
            "contains", Operator.CONTAINS,
            "startswith", Operator.STARTS_WITH,
            "endswith", Operator.ENDS_WITH);

    private final List<String> tokens;
    private int at;
    private int depth;

    private ExpressionReader(List<String> tokens) {
        this.tokens = tokens;
    }

    /** The expression is not one; the message says why. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String message) {
            super(message);
        }
    }

    static Expression read(String text) throws Unreadable {
        if (text.length() > LONGEST) {
            throw new Unreadable("the expression is longer than " + LONGEST + " characters");
        }
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = text.stripTrailing().length();
        int at = 0;
        while (at < end) {
            if (!matcher.find(at) || matcher.start() != at) {
                String rest = text.substring(at).strip();
                throw new Unreadable("the expression cannot be read from '" + shown(rest) + "' on"
                        + (rest.startsWith("=") ? "; equal is ==, at least is >=" : ""));
            }
            tokens.add(matcher.group().strip());
            at = matcher.end();
        }
        ExpressionReader reader = new ExpressionReader(tokens);
        Expression expression = reader.or();
        if (reader.at < tokens.size()) {
            throw new Unreadable("'" + shown(reader.peek()) + "' is not expected there");
        }
        return expression;
    }

    private Expression or() throws Unreadable {
        if (++depth > DEEPEST) {
            throw new Unreadable("the expression is nested too deeply");
        }
        List<Expression> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        depth--;
        return parts.size() == 1 ? parts.getFirst() : new Expression.Or(parts);
    }

    private Expression and() throws Unreadable {
        List<Expression> parts = new ArrayList<>(List.of(comparison()));
        while (accept("and")) {
            parts.add(comparison());
        }
        return parts.size() == 1 ? parts.getFirst() : new Expression.And(parts);
    }

    private Expression comparison() throws Unreadable {
        Expression left = alternative();
        Operator operator = COMPARISONS.get(peek());
        if (operator == null) {
            return left;
        }
        at++;
        return new Expression.Comparison(left, operator, alternative());
    }

    private Expression alternative() throws Unreadable {
        List<Expression> candidates = new ArrayList<>(List.of(sum()));
        while (accept("//")) {
            candidates.add(sum());
        }
        return candidates.size() == 1 ? candidates.getFirst() : new Expression.FirstOf(candidates);
    }

    private Expression sum() throws Unreadable {
        Expression left = single();
        while (true) {
            if (accept("+")) {
                left = new Expression.Sum(left, false, single());
            } else if (accept("-")) {
                left = new Expression.Sum(left, true, single());
            } else {
                return left;
            }
        }
    }

    private Expression single() throws Unreadable {
        String token = peek();
        at++;
        if (token.isEmpty()) {
            throw new Unreadable("the expression ends too early");
        }
        char first = token.charAt(0);
        if (first == '"') {
            return new Expression.Literal(unquoted(token));
        }
        if (Character.isDigit(first)) {
            return new Expression.Literal(new BigDecimal(token));
        }
        if (first == '-' && !peek().isEmpty() && Character.isDigit(peek().charAt(0))) {
            return new Expression.Literal(new BigDecimal(tokens.get(at++)).negate());
        }
        if (first == '.') {
            List<String> names = List.of(token.substring(1).split("\\.", -1));
            return new Expression.Path(names.getFirst(), names.subList(1, names.size()));
        }
        if (token.equals("(")) {
            Expression inner = or();
            expect(")");
            return inner;
        }
        return word(token);
    }

    private Expression word(String token) throws Unreadable {
        Operator function = FUNCTIONS.get(token);
        if (function != null) {
            expect("(");
            Expression left = alternative();
            expect(",");
            Expression right = alternative();
            expect(")");
            return new Expression.Comparison(left, function, right);
        }
        switch (token) {
            case "true", "false" -> {
                return new Expression.Literal(token.equals("true"));
            }
            case "null" -> {
                return new Expression.Literal(null);
            }
            case "not" -> {
                expect("(");
                Expression inner = or();
                expect(")");
                return new Expression.Not(inner);
            }
            default ->
                throw new Unreadable(
                        "'" + shown(token)
                                + "' is not expected there; a name begins with a dot, as .record.name, and text stands in quotes");
        }
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private boolean accept(String token) {
        if (peek().equals(token)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String token) throws Unreadable {
        if (!accept(token)) {
            throw new Unreadable("'" + token + "' is expected "
                    + (peek().isEmpty() ? "at the end" : "before '" + shown(peek()) + "'"));
        }
    }

    private static String unquoted(String token) {
        return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 40 ? line : line.substring(0, 39) + "…";
    }
}
