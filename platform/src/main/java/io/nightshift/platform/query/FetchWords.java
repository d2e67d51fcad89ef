package io.nightshift.platform.query;

import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.DateTimeGrouping;
import io.nightshift.sdk.query.JoinOperator;
import java.util.Arrays;
import java.util.Locale;

/** The words that attributes of FetchXML choose from. */
final class FetchWords {

    private FetchWords() {}

    static AggregateType aggregateType(FetchElement attribute) {
        String word = attribute.get("aggregate");
        return switch (word) {
            case null -> AggregateType.NONE;
            case "count" -> AggregateType.COUNT;
            case "countcolumn" -> AggregateType.COUNT_COLUMN;
            case "sum" -> AggregateType.SUM;
            case "avg" -> AggregateType.AVG;
            case "min" -> AggregateType.MIN;
            case "max" -> AggregateType.MAX;
            default ->
                throw attribute.fault(
                        FaultCode.QUERY_INVALID_AGGREGATE,
                        "aggregate is count, countcolumn, sum, avg, min or max, not '" + Shown.of(word) + "'");
        };
    }

    static DateTimeGrouping grouping(FetchElement attribute) {
        String word = attribute.get("dategrouping");
        return switch (word) {
            case null -> DateTimeGrouping.NONE;
            case "day" -> DateTimeGrouping.DAY;
            case "week" -> DateTimeGrouping.WEEK;
            case "month" -> DateTimeGrouping.MONTH;
            case "quarter" -> DateTimeGrouping.QUARTER;
            case "year" -> DateTimeGrouping.YEAR;
            default ->
                throw attribute.fault(
                        FaultCode.QUERY_INVALID_AGGREGATE,
                        "dategrouping is day, week, month, quarter or year, not '" + Shown.of(word) + "'");
        };
    }

    static JoinOperator linkType(FetchElement link) {
        String word = link.get("link-type");
        String type = word == null ? "inner" : word.strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(JoinOperator.values())
                .filter(operator -> operator.fetchName().equals(type))
                .findFirst()
                .orElseThrow(() -> link.fault(
                        FaultCode.QUERY_INVALID_LINK_TYPE,
                        "link-type is inner, outer, exists, in, any, not any, all or not all, not '" + Shown.of(type)
                                + "'"));
    }
}
