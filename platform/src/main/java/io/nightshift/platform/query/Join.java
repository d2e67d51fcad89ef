package io.nightshift.platform.query;

import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.query.Expression.Column;
import java.util.List;

/**
 * Rows of another source beside those of one.
 *
 * @param source what is joined
 * @param from the column it is joined by, of the source it hangs from
 * @param to the attribute of the joined source that is equal to it
 * @param outer whether a row without a partner stays
 * @param filter what must hold for a partner
 * @param joins what hangs from the joined source; a partner that finds none for an inner one is no partner
 */
record Join(Source source, Column from, AttributeMetadata to, boolean outer, Filter filter, List<Join> joins) {

    Column toColumn() {
        return source.column(to);
    }

    /** Whether a row has at most one partner. */
    boolean toOne() {
        return source.key().equals(List.of(to));
    }
}
