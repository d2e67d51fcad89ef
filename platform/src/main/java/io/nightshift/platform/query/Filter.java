package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Column;
import java.util.List;
import java.util.Set;

/**
 * What must hold for a row. Everything a caller can ask is put together from these few; they follow SQL's logic of three
 * values: what is asked of a value that is not there is neither true nor false, and a row stays only for true.
 *
 * <p>Values have the class of their {@link ValueKind}; text is folded, times are whole seconds and compared as such.
 */
sealed interface Filter {

    /** Restricts nothing. */
    Filter ALL = new And(List.of());

    /** All hold; none is true. */
    record And(List<Filter> parts) implements Filter {}

    /** At least one holds; none is false. */
    record Or(List<Filter> parts) implements Filter {}

    /** The other does not hold. */
    record Not(Filter part) implements Filter {}

    /** Of two values. */
    enum Comparison {
        EQ,
        LT,
        LE,
        GT,
        GE;

        /** Whether {@code compared}, negative, zero or positive, is what is asked for. */
        boolean holds(int compared) {
            return switch (this) {
                case EQ -> compared == 0;
                case LT -> compared < 0;
                case LE -> compared <= 0;
                case GT -> compared > 0;
                case GE -> compared >= 0;
            };
        }
    }

    /** A column against a value. */
    record Compared(Column column, Comparison comparison, Object value) implements Filter {}

    /** A column against another of the same kind. */
    record ComparedColumns(Column column, Comparison comparison, Column other) implements Filter {}

    /** A column is one of several values. */
    record Among(Column column, List<Object> values) implements Filter {}

    /** A column has no value. */
    record Null(Column column) implements Filter {}

    /** A text matches. */
    record Like(Column column, LikePattern pattern) implements Filter {}

    /** At least one of the options is chosen. */
    record Chosen(Column column, Set<Integer> options) implements Filter {}

    /** There is a linked row for which {@code link}'s own filter holds; never unknown. */
    record Exists(Join link) implements Filter {}
}
