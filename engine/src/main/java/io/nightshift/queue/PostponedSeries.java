package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a resume does to series that somebody postponed: they go on at the next date of their rule. */
final class PostponedSeries {

    private static final SqlFile RULES = QueueSql.file("series_rules.sql");
    private static final SqlFile RESTORE = QueueSql.file("restore_dates.sql");

    private PostponedSeries() {}

    private record Date(UUID id, Instant date) {}

    /** Restores the next dates of series whose parents are locked; one that was not postponed keeps its own. */
    static void restore(Connection connection, int organization, List<UUID> ids, Instant now) throws SQLException {
        if (ids.isEmpty()) {
            return;
        }
        List<Date> restored = new ArrayList<>();
        RULES.on(connection).set("organization", organization).uuids("ids", ids).query(row -> {
            earlier(row, now).ifPresent(restored::add);
            return null;
        });
        if (!restored.isEmpty()) {
            RESTORE.on(connection)
                    .set("organization", organization)
                    .uuids("ids", restored, Date::id)
                    .times("dates", restored, Date::date)
                    .run();
        }
    }

    /** Empty when the rule's own date is not before the one that stands, or when there is none. */
    private static Optional<Date> earlier(ResultSet row, Instant now) throws SQLException {
        UUID id = Rows.requiredUuid(row, "operation_id");
        Instant stands = Rows.requiredTime(row, "next_fire");
        SeriesRule rule = SeriesRule.read(row);
        try {
            return rule.next(now).filter(date -> date.isBefore(stands)).map(date -> new Date(id, date));
        } catch (RuntimeException notUnderstood) {
            // It will be set aside with the reason when its date has come; until then it keeps what it has.
            return Optional.empty();
        }
    }
}
