package io.nightshift.queue;

import io.nightshift.database.SqlCall;
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
    private static final SqlFile ENQUEUE_PLAIN = QueueSql.file("enqueue_plain.sql");
    private static final SqlFile ENQUEUE_PLAIN_ONE = QueueSql.file("enqueue_plain_one.sql");
    private static final SqlFile LIMIT_NOTE = QueueSql.file("limit_note.sql");
    private static final SqlFile ADD_SERIES = QueueSql.file("add_series.sql");

    private NewRows() {}

    static void insert(Connection connection, List<NewOperation> fresh, Instant now) throws SQLException {
        boolean plain = fresh.stream().allMatch(NewOperation::isPlain);
        if (fresh.size() == 1) {
            NewOperation one = fresh.getFirst();
            (plain ? plain(connection, one, now) : whole(connection, one, now)).run();
        } else {
            (plain ? plain(connection, fresh, now) : whole(connection, fresh, now)).run();
        }
    }

    private static SqlCall plain(Connection connection, List<NewOperation> fresh, Instant now) throws SQLException {
        return common(ENQUEUE_PLAIN.on(connection), fresh, now);
    }

    private static SqlCall plain(Connection connection, NewOperation n, Instant now) throws SQLException {
        return common(ENQUEUE_PLAIN_ONE.on(connection), n, now);
    }

    /** What every operation has. */
    private static SqlCall common(SqlCall call, List<NewOperation> fresh, Instant now) throws SQLException {
        return call.set("now", now)
                .uuids("ids", fresh, NewOperation::id)
                .integers("organizations", fresh, NewOperation::organization)
                .integers("types", fresh, n -> n.operation().type().code())
                .integers("classes", fresh, n -> n.operation().priorityClass().code())
                .integers("kept", fresh, n -> n.operation().kept().code())
                .texts("message_names", fresh, NewOperation::messageName)
                .texts("names", fresh, n -> n.operation().name())
                .texts("data", fresh, NewRows::dataInRow);
    }

    private static SqlCall common(SqlCall call, NewOperation n, Instant now) throws SQLException {
        Operation o = n.operation();
        return call.set("now", now)
                .set("id", n.id())
                .set("organization", n.organization())
                .set("type", o.type().code())
                .set("class", o.priorityClass().code())
                .set("kept", o.kept().code())
                .set("message_name", n.messageName())
                .set("name", o.name())
                .set("data", dataInRow(n));
    }

    private static SqlCall whole(Connection connection, List<NewOperation> fresh, Instant now) throws SQLException {
        return common(ENQUEUE.on(connection), fresh, now)
                .integers("statuses", fresh, n -> n.standing().status().code())
                .integers("causes", fresh, n -> n.causeCode())
                .integers("depths", fresh, n -> n.operation().depth())
                .booleans("series", fresh, NewOperation::isSeries)
                .booleans("large", fresh, n -> Payloads.isLarge(n.operation().data()))
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
                .uuids("owners", fresh, n -> n.operation().ownerId())
                .uuids("parents", fresh, n -> n.operation().parentId())
                .uuids("correlations", fresh, n -> n.operation().correlationId())
                .uuids("regarding_ids", fresh, n -> n.operation().regardingId())
                .texts("regarding_types", fresh, n -> n.operation().regardingType());
    }

    private static SqlCall whole(Connection connection, NewOperation n, Instant now) throws SQLException {
        Operation o = n.operation();
        LimitKey limit = n.limit();
        return common(ENQUEUE_ONE.on(connection), n, now)
                .set("status", n.standing().status().code())
                .set("cause", n.causeCode())
                .set("depth", o.depth())
                .set("series", n.isSeries())
                .set("large", Payloads.isLarge(o.data()))
                .set("token", n.token())
                .set("limit_key", limit == null ? null : limit.key())
                .set("limit_width", limit == null ? null : limit.width())
                .set("postponed", n.postponeUntil())
                .set("owner", o.ownerId())
                .set("parent", o.parentId())
                .set("correlation", o.correlationId())
                .set("regarding_id", o.regardingId())
                .set("regarding_type", o.regardingType());
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
