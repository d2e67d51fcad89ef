package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.Operation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of operations that are enqueued: their own, those of series, and what makes a promoter look. */
final class NewRows {

    private static final SqlFile ENQUEUE = QueueSql.file("enqueue.sql");
    private static final SqlFile ENQUEUE_ONE = QueueSql.file("enqueue_one.sql");
    private static final SqlFile LIMIT_NOTE = QueueSql.file("limit_note.sql");
    private static final SqlFile ADD_SERIES = QueueSql.file("add_series.sql");

    private NewRows() {}

    static void insert(Connection connection, List<NewOperation> fresh, Instant now) throws SQLException {
        if (fresh.size() == 1) {
            insert(connection, fresh.getFirst(), now);
            return;
        }
        ENQUEUE.on(connection)
                .set("now", now)
                .uuids("ids", fresh, NewOperation::id)
                .integers("organizations", fresh, NewOperation::organization)
                .integers("types", fresh, n -> n.operation().type().code())
                .integers("statuses", fresh, n -> n.standing().status().code())
                .integers("causes", fresh, n -> n.causeCode())
                .integers("classes", fresh, n -> n.operation().priorityClass().code())
                .integers("kept", fresh, n -> n.operation().kept().code())
                .integers("depths", fresh, n -> n.operation().depth())
                .booleans("series", fresh, NewOperation::isSeries)
                .booleans("large", fresh, n -> Payloads.isLarge(n.operation().data()))
                .texts("message_names", fresh, NewOperation::messageName)
                .texts("names", fresh, n -> n.operation().name())
                // The lane and the limit key of a series are those of its occurrences; the parent itself never runs.
                .texts("tokens", fresh, NewOperation::token)
                .texts(
                        "limit_keys",
                        fresh,
                        n -> n.limit() == null ? null : n.limit().key())
                .integers(
                        "limit_widths",
                        fresh,
                        n -> n.limit() == null ? null : n.limit().width())
                .times("postponed", fresh, NewOperation::postponeUntil)
                .texts("data", fresh, NewRows::dataInRow)
                .uuids("owners", fresh, n -> n.operation().ownerId())
                .uuids("parents", fresh, n -> n.operation().parentId())
                .uuids("correlations", fresh, n -> n.operation().correlationId())
                .uuids("regarding_ids", fresh, n -> n.operation().regardingId())
                .texts("regarding_types", fresh, n -> n.operation().regardingType())
                .run();
    }

    private static void insert(Connection connection, NewOperation n, Instant now) throws SQLException {
        Operation o = n.operation();
        LimitKey limit = n.limit();
        ENQUEUE_ONE
                .on(connection)
                .set("id", n.id())
                .set("now", now)
                .set("organization", n.organization())
                .set("type", o.type().code())
                .set("status", n.standing().status().code())
                .set("cause", n.causeCode())
                .set("class", o.priorityClass().code())
                .set("kept", o.kept().code())
                .set("depth", o.depth())
                .set("series", n.isSeries())
                .set("large", Payloads.isLarge(o.data()))
                .set("message_name", n.messageName())
                .set("name", o.name())
                .set("token", n.token())
                .set("limit_key", limit == null ? null : limit.key())
                .set("limit_width", limit == null ? null : limit.width())
                .set("postponed", n.postponeUntil())
                .set("data", dataInRow(n))
                .set("owner", o.ownerId())
                .set("parent", o.parentId())
                .set("correlation", o.correlationId())
                .set("regarding_id", o.regardingId())
                .set("regarding_type", o.regardingType())
                .run();
    }

    private static @Nullable String dataInRow(NewOperation n) {
        String data = n.operation().data();
        return Payloads.isLarge(data) ? null : data;
    }

    /** A statement of its own, because most operations have no limit key. */
    static void noteLimits(Connection connection, List<NewOperation> fresh) throws SQLException {
        List<NewOperation> limited =
                fresh.stream().filter(n -> n.limit() != null).toList();
        if (!limited.isEmpty()) {
            LIMIT_NOTE
                    .on(connection)
                    .integers("organizations", limited, NewOperation::organization)
                    .texts(
                            "limit_keys",
                            limited,
                            n -> Objects.requireNonNull(n.limit()).key())
                    .run();
        }
    }

    static void addSeries(Connection connection, List<NewOperation> series, Instant now) throws SQLException {
        if (series.isEmpty()) {
            return;
        }
        List<SeriesRule> rules = series.stream()
                .map(n -> SeriesRule.of(Objects.requireNonNull(n.operation().recurrence()), now))
                .toList();
        ADD_SERIES
                .on(connection)
                .integers("organizations", series, NewOperation::organization)
                .uuids("ids", series, NewOperation::id)
                .texts("patterns", rules, SeriesRule::pattern)
                .times("starts", rules, SeriesRule::start)
                .texts("zones", rules, SeriesRule::zone)
                .texts("overlaps", rules, SeriesRule::overlap)
                .texts("missed", rules, SeriesRule::missed)
                .texts("tokens", series, n -> n.operation().token())
                .texts(
                        "limit_keys",
                        series,
                        n -> n.operation().limit() == null
                                ? null
                                : n.operation().limit().key())
                .integers(
                        "limit_widths",
                        series,
                        n -> n.operation().limit() == null
                                ? null
                                : n.operation().limit().width())
                .times("next_fires", series, NewOperation::postponeUntil)
                .run();
    }
}
