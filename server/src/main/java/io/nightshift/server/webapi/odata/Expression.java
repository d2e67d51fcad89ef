package io.nightshift.server.webapi.odata;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@code $filter} as it was written. Positions are those of the first character, from 0. */
sealed interface Expression {

    /** All hold. */
    record And(List<Expression> parts) implements Expression {}

    /** At least one holds. */
    record Or(List<Expression> parts) implements Expression {}

    /** It does not hold. */
    record Not(Expression part) implements Expression {}

    /** Two operands are compared. */
    record Comparison(Operator operator, Operand left, Operand right, int position) implements Expression {}

    /** The value is one of these. */
    record In(Path path, List<@Nullable Object> values) implements Expression {}

    /** A function of text: contains, startswith, endswith. */
    record TextFunction(String name, Path path, Operand value, int position) implements Expression {}

    /** A query function of the {@code Microsoft.Dynamics.CRM} namespace, with its values by their names. */
    record QueryFunction(String name, Map<String, Object> arguments, int position) implements Expression {}

    /** A yes-or-no property that stands alone. */
    record Truth(Path path) implements Expression {}

    /** Whether records at the end of a navigation match. */
    record Lambda(
            Path path,
            boolean all,
            String variable,
            @Nullable Expression body) implements Expression {}

    /** What is compared. */
    sealed interface Operand {}

    /** A property, perhaps behind navigation properties. */
    record Path(List<String> segments, int position) implements Operand {
        @Override
        public String toString() {
            return String.join("/", segments);
        }
    }

    /** A value; null is the literal null. */
    record Literal(@Nullable Object value) implements Operand {}

    /** A comparison. */
    enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        /** The same with its sides exchanged. */
        Operator mirrored() {
            return switch (this) {
                case GT -> LT;
                case GE -> LE;
                case LT -> GT;
                case LE -> GE;
                default -> this;
            };
        }
    }
}
