package io.nightshift.platform.workflow.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value that is found when a step runs. Immutable. */
public sealed interface Expression {

    /** A text, number, truth value or null as it is written. */
    record Literal(@Nullable Object value) implements Expression {}

    /**
     * A name and what is below it: an attribute of a record, an attribute of a record that it refers to, a part of an
     * answer.
     *
     * @param root {@code record}, {@code now}, {@code user}, {@code operation}, {@code input}, or the name of a step or
     *     variable
     */
    record Path(String root, List<String> names) implements Expression {
        public Path {
            names = List.copyOf(names);
        }

        @Override
        public String toString() {
            return "." + root + (names.isEmpty() ? "" : "." + String.join(".", names));
        }
    }

    /** The first that has a value. */
    record FirstOf(List<Expression> candidates) implements Expression {
        public FirstOf {
            candidates = List.copyOf(candidates);
        }
    }

    /** Two numbers, a time and a duration, or two texts. */
    record Sum(Expression left, boolean minus, Expression right) implements Expression {}

    /** How two values are compared. */
    enum Operator {
        EQUAL("=="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">="),
        CONTAINS("contains"),
        STARTS_WITH("startswith"),
        ENDS_WITH("endswith");

        private final String text;

        Operator(String text) {
            this.text = text;
        }

        /** How it is written. */
        public String text() {
            return text;
        }
    }

    /** A comparison; an attribute of a record is compared as a query compares it. */
    record Comparison(Expression left, Operator operator, Expression right) implements Expression {}

    /** All hold. */
    record And(List<Expression> parts) implements Expression {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /** At least one holds. */
    record Or(List<Expression> parts) implements Expression {
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /** It does not hold. */
    record Not(Expression part) implements Expression {}
}
