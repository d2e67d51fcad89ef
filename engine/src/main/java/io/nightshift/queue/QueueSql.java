package io.nightshift.queue;

import static java.util.Map.entry;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.Lifecycle;
import io.nightshift.operation.Move;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the statements of this package and fills in the conditions that come from {@link Lifecycle}. */
final class QueueSql {

    private static final String READY =
            anyOf(Lifecycle.changes(Move.CLAIM, false).keySet());
    private static final String IN_LANE = " AND (token IS NULL OR lane_slot IS NOT NULL)";

    /** What {@link Series} reads: the parent, its rule, and the name of its organization. */
    private static final String SERIES = """
            o.organization_id, o.operation_id, o.statuscode, o.cause, o.operation_type, o.message_name, o.name, o.data,
                   o.has_large_data, o.priority_class, o.kept, o.owner_id, o.correlation_id, o.regarding_id,
                   o.regarding_type, o.depth, o.claim_number, o.created_on,
                   s.pattern, s.start_on, s.zone, s.overlap, s.missed, s.skipped, s.token, s.limit_key,
                   s.limit_width, s.next_fire, s.open_occurrences,
                   g.name AS organization_name
            FROM nightshift.operation o
            JOIN nightshift.series s ON s.organization_id = o.organization_id AND s.operation_id = o.operation_id
            JOIN nightshift.organization g ON g.organization_id = o.organization_id""";

    /** Whether a bucket is under no hold. */
    private static final String OPEN = """
            NOT EXISTS (SELECT 1 FROM nightshift.hold h
                        WHERE h.token IS NULL AND h.limit_key IS NULL
                          AND (h.organization_id IS NULL OR h.organization_id = bucket.organization_id)
                          AND (h.operation_type IS NULL OR h.operation_type = bucket.operation_type)
                          AND (h.message_name = bucket.message_name
                               OR h.message_name IS NULL AND NOT starts_with(bucket.message_name, 'nightshift.')))""";

    /** For what has a slot although its lane or limit key is held: it came back while the hold stood. */
    private static final String UNHELD = """
            (o.token IS NULL AND o.limit_key IS NULL
             OR NOT EXISTS (SELECT 1 FROM nightshift.hold h
                            WHERE h.organization_id = o.organization_id
                              AND (h.token = o.token OR h.limit_key = o.limit_key)))""";

    private static final Map<String, String> PLACEHOLDERS = Map.ofEntries(
            entry("{standings}", standings()),
            entry("{ready}", READY),
            entry("{claimable}", READY + IN_LANE + " AND (limit_key IS NULL OR limit_slot IS NOT NULL)"),
            entry("{limited}", READY + IN_LANE + " AND limit_key IS NOT NULL AND limit_slot IS NULL"),
            entry("{quarantine}", Integer.toString(Claim.LOSSES_BEFORE_QUARANTINE)),
            entry("{open}", OPEN),
            entry("{unheld}", UNHELD),
            entry("{timed}", "statuscode = 10 AND cause IN (1, 2, 4, 6) AND postpone_until IS NOT NULL"),
            entry("{series}", SERIES),
            entry("{statecode}", statecode()),
            entry("{day_of_end}", day("less.kept", ":now::timestamptz")),
            entry("{day_completed}", day("kept", "completed_on")));

    private QueueSql() {}

    static SqlFile file(String name) {
        return SqlFile.of(QueueSql.class, name, QueueSql::expand);
    }

    /** A statement that is a part of another one. */
    private static final Pattern INCLUDED = Pattern.compile("\\{(\\w+\\.sql)}");

    static String expand(String text) {
        String expanded = INCLUDED.matcher(text)
                .replaceAll(part -> Matcher.quoteReplacement(
                        SqlFile.resource(QueueSql.class, part.group(1)).strip() + "\n"));
        for (Map.Entry<String, String> placeholder : PLACEHOLDERS.entrySet()) {
            expanded = expanded.replace(placeholder.getKey(), placeholder.getValue());
        }
        return expanded;
    }

    /** The first day of the partition in which an operation that ended then lies. */
    private static String day(String kept, String time) {
        String day = "(" + time + " AT TIME ZONE 'UTC')::date";
        return "CASE " + kept + " WHEN 2 THEN date_trunc('month', " + day + ")::date ELSE " + day + " END";
    }

    /** Every pair of status and cause that a live row can have, in as short an expression as there is. */
    private static String standings() {
        return Standing.all().stream()
                .filter(standing -> !standing.status().isFinal())
                .map(standing -> standing.status().code() * 100
                        + (standing.cause() == null ? 0 : standing.cause().code()))
                .map(String::valueOf)
                .collect(Collectors.joining(",", "statuscode * 100 + coalesce(cause, 0) = ANY ('{", "}'::int[])"));
    }

    private static String anyOf(Collection<Standing> standings) {
        String any = standings.stream().map(QueueSql::condition).collect(Collectors.joining(" OR "));
        return standings.size() == 1 ? any : "(" + any + ")";
    }

    private static String condition(Standing standing) {
        return standing.cause() == null
                ? "statuscode = " + standing.status().code() + " AND cause IS NULL"
                : "(statuscode = " + standing.status().code() + " AND cause = "
                        + standing.cause().code() + ")";
    }

    private static String statecode() {
        StringBuilder text = new StringBuilder("CASE o.statuscode");
        for (StatusCode status : StatusCode.values()) {
            if (!status.isFinal()) {
                text.append(" WHEN ")
                        .append(status.code())
                        .append(" THEN ")
                        .append(status.state().code());
            }
        }
        return text.append(" END").toString();
    }
}
