package io.nightshift.sdk.query;

import java.util.Objects;

/**
 * A query as FetchXML text.
 *
 * @param query the text, a {@code fetch} element
 */
public record FetchExpression(String query) implements QueryBase {

    /** The text is required; it is read when the query is executed. */
    public FetchExpression {
        Objects.requireNonNull(query);
    }
}
