package io.nightshift.sdk.query;

import java.util.List;

/**
 * Which attributes a read answers.
 *
 * @param allColumns whether all that can be read
 * @param columns the logical names, when not all
 */
public record ColumnSet(boolean allColumns, List<String> columns) {

    public ColumnSet {
        columns = List.copyOf(columns);
    }

    /** These attributes. */
    public static ColumnSet of(String... columns) {
        return new ColumnSet(false, List.of(columns));
    }

    /** All attributes that can be read. */
    public static ColumnSet all() {
        return new ColumnSet(true, List.of());
    }
}
