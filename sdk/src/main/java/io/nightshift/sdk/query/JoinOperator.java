package io.nightshift.sdk.query;

/**
 * How a {@link LinkEntity} is joined to the rows of the entity it starts from. The first two add the columns of the
 * linked row and repeat a row for each linked one; the others only ask about linked rows, and give no columns.
 */
public enum JoinOperator {
    /** Rows with a linked row, once for each. FetchXML: {@code inner}. */
    INNER("inner"),
    /** All rows; those without a linked row have no values in its columns. FetchXML: {@code outer}. */
    LEFT_OUTER("outer"),
    /** Rows with at least one linked row, each once. FetchXML: {@code exists}. */
    EXISTS("exists"),
    /** The same as {@link #EXISTS}. FetchXML: {@code in}. */
    IN("in"),
    /** The same as {@link #EXISTS}, for a link inside a filter. FetchXML: {@code any}. */
    ANY("any"),
    /** Rows with no linked row that matches. FetchXML: {@code not any}. */
    NOT_ANY("not any"),
    /**
     * Rows that have linked rows none of which matches, which is how Dataverse defines it in spite of the name: the
     * criteria are written the other way round. FetchXML: {@code all}.
     */
    ALL("all"),
    /** The same as {@link #ANY}, as Dataverse defines it. FetchXML: {@code not all}. */
    NOT_ALL("not all");

    private final String fetchName;

    JoinOperator(String fetchName) {
        this.fetchName = fetchName;
    }

    /** The {@code link-type} in FetchXML. */
    public String fetchName() {
        return fetchName;
    }

    /** Whether linked rows are part of the result. */
    public boolean joins() {
        return this == INNER || this == LEFT_OUTER;
    }
}
