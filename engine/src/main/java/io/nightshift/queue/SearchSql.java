package io.nightshift.queue;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.StatusCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements of a search: what is constant in them is text of this class, and what a caller gave is a parameter. */
final class SearchSql {

    private static final String PAGE = """
            SELECT v.*, g.name AS organization_name, n.name AS host
            FROM (SELECT * FROM nightshift.asyncoperation WHERE organization_id = ?%s ORDER BY %s LIMIT ?) v
            JOIN nightshift.organization g ON g.organization_id = v.organization_id
            LEFT JOIN nightshift.node n ON n.node_id = v.node_id
            ORDER BY %s""";
    /** In three parts, because each has its own index; a series stands in no lane, its token lies beside it. */
    private static final String LANE = """
             AND operation_id = ANY (ARRAY(
                SELECT o.operation_id FROM nightshift.operation o
                WHERE o.organization_id = ? AND o.token = ? AND o.lane_slot IS NULL
                UNION ALL
                SELECT o.operation_id FROM nightshift.operation o
                WHERE o.organization_id = ? AND o.token = ? AND o.lane_slot IS NOT NULL
                UNION ALL
                SELECT s.operation_id FROM nightshift.series s WHERE s.organization_id = ? AND s.token = ?))""";

    static final String LIVE = " AND statecode <> 3";
    private static final String ENDED = " AND statecode = 3";

    private static final Set<SearchField> ONLY_LIVE =
            EnumSet.of(SearchField.CAUSE, SearchField.POSTPONED_FROM, SearchField.POSTPONED_BEFORE);
    private static final Set<SearchField> ONLY_ENDED =
            EnumSet.of(SearchField.COMPLETED_FROM, SearchField.COMPLETED_BEFORE);
    /** What has an index of its own once a day is closed. */
    private static final Set<SearchField> INDEXED = EnumSet.of(
            SearchField.TYPE,
            SearchField.MESSAGE,
            SearchField.TOKEN,
            SearchField.PARENT,
            SearchField.CORRELATION,
            SearchField.REGARDING,
            SearchField.OWNER);
    /** No row is left out for these but the newest, or none at all. */
    static final Set<SearchField> WIDE = EnumSet.of(SearchField.SEQUENCE_TO);

    private final Search search;
    private final int organization;
    private final List<StatusCode> statuses;
    private final LivePlaces live;

    SearchSql(Search search, int organization) {
        this.search = search;
        this.organization = organization;
        List<StatusCode> all = new ArrayList<>(List.of(StatusCode.values()));
        for (Search.Condition condition : search.conditions()) {
            if (condition.field() == SearchField.STATUS) {
                List<Integer> codes =
                        Arrays.asList((Integer[]) condition.field().value(condition.values()));
                all.removeIf(status -> !codes.contains(status.code()));
            }
        }
        this.statuses = all;
        this.live = new LivePlaces(search, all);
    }

    /** A part of an order. */
    record Span(@Nullable UUID from, @Nullable UUID below) {}

    /**
     * The live rows, or a day of history.
     *
     * @param sql what is in it and nowhere else
     * @param highest no id in it is higher; null when that is not known
     */
    record Place(String table, String sql, @Nullable UUID highest, Way way) {}

    /** How what matches is come by in a place. */
    enum Way {
        /** An index leads to it. */
        DIRECT,
        /** Every row matches: a page is as many rows as it holds, from the highest id on. */
        EVERY,
        /** The rows are walked, from the highest id on. */
        WALK
    }

    /** Where to look, the place with the highest ids first. */
    List<Place> places(List<HistoryDays.Day> days, Instant now, @Nullable UUID below) {
        List<Place> places = new ArrayList<>();
        if (statuses.stream().anyMatch(status -> !status.isFinal()) && noneOf(ONLY_ENDED)) {
            places.addAll(live.places());
        }
        if (statuses.stream().noneMatch(StatusCode::isFinal) || !noneOf(ONLY_LIVE)) {
            return places;
        }
        for (HistoryDays.Day day : days) {
            UUID lowest = day.lowest();
            boolean isPassed = lowest != null && below != null && IdOrder.INSTANCE.compare(lowest, below) >= 0;
            if (!day.isEmpty() && !isPassed && isIn(day.from(), day.to(), now)) {
                places.add(new Place("operation_history", ENDED + " AND " + day.sql(), day.highest(), way(day)));
            }
        }
        places.sort(Comparator.comparing(Place::highest, Comparator.nullsFirst(IdOrder.INSTANCE.reversed())));
        return places;
    }

    /** Whether anything that ended in this time can match. Nothing has ended that is created or started after its end. */
    boolean isIn(LocalDate from, LocalDate to, Instant now) {
        Instant first = from.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant end = to.atStartOfDay(ZoneOffset.UTC).toInstant();
        boolean in = !first.isAfter(now.plusSeconds(86_400));
        for (Search.Condition condition : search.conditions()) {
            in &= switch (condition.field()) {
                case CREATED_FROM, STARTED_FROM, COMPLETED_FROM ->
                    time(condition).isBefore(end);
                case COMPLETED_BEFORE -> time(condition).isAfter(first);
                default -> true;
            };
        }
        return in;
    }

    private static Instant time(Search.Condition condition) {
        return ((OffsetDateTime) condition.field().value(condition.values())).toInstant();
    }

    private boolean noneOf(Set<SearchField> fields) {
        return search.conditions().stream().noneMatch(condition -> fields.contains(condition.field()));
    }

    private Way way(HistoryDays.Day day) {
        boolean rare = !statuses.contains(StatusCode.SUCCEEDED);
        boolean isDirect = isAll(List.of(StatusCode.SUCCEEDED, StatusCode.FAILED, StatusCode.CANCELED))
                || (day.isClosed() && (rare || !noneOf(INDEXED)));
        return isDirect ? Way.DIRECT : Way.WALK;
    }

    /** Whether every row of a place with these statuses matches. */
    private boolean isAll(List<StatusCode> possible) {
        return statuses.containsAll(possible)
                && search.conditions().stream()
                        .allMatch(c -> c.field() == SearchField.STATUS || WIDE.contains(c.field()));
    }

    @Nullable
    UUID afterId() {
        String after = search.after();
        if (after == null) {
            return null;
        }
        if (after.length() != 36) {
            throw wrongPage(after);
        }
        try {
            return UUID.fromString(after);
        } catch (IllegalArgumentException e) {
            throw wrongPage(after);
        }
    }

    static RuntimeException wrongPage(String after) {
        return ErrorCode.INVALID_ARGUMENT.fault("'" + after
                + "' is not where a page of this order ended; give the 'next' of the page before as it was.");
    }

    /** The id that lies so many rows below the given one; null when there are fewer. */
    @Nullable
    UUID boundary(Connection connection, Place place, @Nullable UUID below, int rows) throws SQLException {
        String where = place.sql().replace(LIVE, "").replace(ENDED, "");
        String text = "SELECT operation_id FROM nightshift." + place.table() + " WHERE organization_id = ?" + where
                + (below == null ? "" : " AND operation_id < ?") + " ORDER BY operation_id DESC OFFSET ? LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            int index = 1;
            statement.setInt(index++, organization);
            if (below != null) {
                statement.setObject(index++, below);
            }
            statement.setInt(index, rows);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getObject(1, UUID.class) : null;
            }
        }
    }

    /** What matches in a part of a place, the highest id first. */
    List<AsyncOperation> rows(Connection connection, Place place, Span span, int most) throws SQLException {
        StringBuilder where = new StringBuilder(place.sql());
        List<Object> values = new ArrayList<>();
        conditions(place.table().equals("operation"), where, values);
        if (span.from() != null) {
            where.append(" AND operation_id >= ?");
            values.add(span.from());
        }
        if (span.below() != null) {
            where.append(" AND operation_id < ?");
            values.add(span.below());
        }
        return query(connection, where.toString(), "operation_id DESC", values, most);
    }

    private void conditions(boolean isLive, StringBuilder where, List<Object> values) {
        if (isLive && live.isRunning()) {
            where.append(" AND node_id IS NOT NULL");
        }
        for (Search.Condition condition : search.conditions()) {
            Object value = condition.field().value(condition.values());
            if (isLive && condition.field() == SearchField.TOKEN) {
                where.append(' ').append(LANE);
                for (int part = 0; part < 3; part++) {
                    values.add(organization);
                    values.add(value);
                }
            } else {
                where.append(" AND ").append(condition.field().sql());
                values.add(value);
            }
        }
    }

    /** What ended in this time, the last one first. */
    List<AsyncOperation> ended(Connection connection, LocalDate from, LocalDate to, @Nullable TimeAndId below, int most)
            throws SQLException {
        StringBuilder where = new StringBuilder(ENDED + " AND " + HistoryDays.Day.between(from, to));
        List<Object> values = new ArrayList<>();
        conditions(false, where, values);
        if (below != null) {
            where.append(" AND (completed_on, operation_id) < (?, ?)");
            values.add(OffsetDateTime.ofInstant(below.time(), ZoneOffset.UTC));
            values.add(below.id());
        }
        return query(connection, where.toString(), "completed_on DESC, operation_id DESC", values, most);
    }

    /** What goes on by itself of these, the soonest first. */
    List<AsyncOperation> postponed(Connection connection, List<TimeAndId> asked, int most) throws SQLException {
        StringBuilder where = new StringBuilder(LIVE + " AND " + QueueSql.expand("{timed}"));
        List<Object> values = new ArrayList<>();
        conditions(true, where, values);
        where.append(" AND operation_id = ANY (?)");
        values.add(asked.stream().map(TimeAndId::id).toArray(UUID[]::new));
        return query(connection, where.toString(), "postpone_until, operation_id", values, most);
    }

    /** Where a page ended that is not in the order of ids. */
    record TimeAndId(Instant time, UUID id) {}

    private List<AsyncOperation> query(Connection connection, String where, String order, List<Object> values, int most)
            throws SQLException {
        String outer = Arrays.stream(order.split(", "))
                .map(column -> "v." + column)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        try (PreparedStatement statement = connection.prepareStatement(PAGE.formatted(where, order, outer))) {
            int index = 1;
            statement.setInt(index++, organization);
            for (Object value : values) {
                if (value instanceof Integer[] numbers) {
                    statement.setArray(index++, connection.createArrayOf("int4", numbers));
                } else if (value instanceof UUID[] ids) {
                    statement.setArray(index++, connection.createArrayOf("uuid", ids));
                } else {
                    statement.setObject(index++, value);
                }
            }
            statement.setInt(index, most);
            try (ResultSet rows = statement.executeQuery()) {
                List<AsyncOperation> operations = new ArrayList<>();
                while (rows.next()) {
                    operations.add(SystemJobs.operation(rows));
                }
                return operations;
            }
        }
    }
}
