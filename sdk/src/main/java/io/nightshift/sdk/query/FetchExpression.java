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

    /**
     * The same query as FetchXML, with its columns, order and page.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault when it compares with null, or with text that XML cannot write
     */
    public static FetchExpression of(QueryBase query) {
        return switch (query) {
            case FetchExpression fetch -> fetch;
            case QueryExpression expression -> new FetchExpression(FetchXmlWriter.write(expression));
            case QueryByAttribute simple -> new FetchExpression(FetchXmlWriter.write(simple.expression()));
        };
    }
}
