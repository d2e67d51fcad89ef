package io.nightshift.platform.query;

import io.nightshift.platform.query.Expression.Column;
import io.nightshift.platform.query.Filter.And;
import io.nightshift.platform.query.Filter.Compared;
import io.nightshift.platform.query.Filter.Comparison;
import io.nightshift.platform.query.Filter.Null;
import io.nightshift.platform.query.Filter.Or;
import io.nightshift.sdk.AsyncOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What follows for the end of an operation from when it was made and started, which it cannot precede. History lies by the day
 * of the end, so that a query over what was created since some day need not look into the days before.
 */
final class OperationTimes {

    private static final Set<String> BEFORE_THE_END = Set.of("createdon", "startedon");
    private static final Set<Comparison> FROM = Set.of(Comparison.EQ, Comparison.GE, Comparison.GT);

    private OperationTimes() {}

    /** A filter that holds for every row that the query's own holds for. */
    static Filter implied(Query query) {
        if (!query.root().entity().equals(AsyncOperation.ENTITY)) {
            return Filter.ALL;
        }
        Column end = query.root().column(ConditionReader.attribute(query.root(), "completedon"));
        List<Filter> implied = new ArrayList<>();
        add(implied, query.root().alias(), end, query.filter());
        return new And(implied);
    }

    private static void add(List<Filter> implied, String root, Column end, Filter filter) {
        switch (filter) {
            case And and -> and.parts().forEach(part -> add(implied, root, end, part));
            case Compared compared
            when compared.column().alias().equals(root)
                    && BEFORE_THE_END.contains(compared.column().attribute().logicalName())
                    && FROM.contains(compared.comparison())
                    && compared.value() instanceof Instant from ->
                implied.add(new Or(List.of(new Null(end), new Compared(end, Comparison.GE, from))));
            default -> {}
        }
    }
}
