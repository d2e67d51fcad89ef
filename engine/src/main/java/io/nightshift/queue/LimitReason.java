package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.StatusCode;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Says that an operation waits for a place of its limit key, and who occupies the places. */
final class LimitReason implements Reason {

    private static final SqlFile LIMIT = QueueSql.file("explain_limit.sql");
    private static final int NAMED = 5;

    private final QueueStore store;

    LimitReason(QueueStore store) {
        this.store = store;
    }

    private record Occupant(@Nullable UUID id, @Nullable String name, int ahead) {}

    /** Empty when it has a place, needs none, or could not run with one: then something else is why it waits. */
    @Override
    public Optional<Explanation> of(AsyncOperation operation, int organization) throws SQLException {
        LimitKey limit = operation.limit();
        boolean waits = operation.status() == StatusCode.WAITING_FOR_RESOURCES
                && (operation.token() == null || operation.holdsLane());
        if (limit == null || operation.holdsLimit() || !waits) {
            return Optional.empty();
        }
        List<Occupant> found = store.database()
                .autoCommit(connection -> LIMIT.on(connection)
                        .set("organization", organization)
                        .set("limit_key", limit.key())
                        .set("width", limit.width())
                        .set("sequence", operation.sequence())
                        .set("cap", EXACT + 1)
                        .query(row -> new Occupant(
                                Rows.uuid(row, "operation_id"), row.getString("name"), row.getInt("ahead"))));
        List<UUID> holders = found.stream()
                .map(Occupant::id)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return Optional.of(explanation(limit, holders, found));
    }

    private static Explanation explanation(LimitKey limit, List<UUID> holders, List<Occupant> found) {
        int ahead = found.getFirst().ahead();
        StringBuilder sentence = new StringBuilder();
        if (holders.size() < limit.width()) {
            sentence.append("It gets a place of the limit '")
                    .append(limit.key())
                    .append("' of width ")
                    .append(limit.width())
                    .append(" in a moment");
        } else {
            sentence.append("The limit '")
                    .append(limit.key())
                    .append("' of width ")
                    .append(limit.width())
                    .append(" is full; occupied by ");
            String separator = "";
            for (Occupant occupant : found.subList(0, Math.min(NAMED, found.size()))) {
                sentence.append(separator)
                        .append("operation ")
                        .append(occupant.id())
                        .append(" (")
                        .append(occupant.name())
                        .append(")");
                separator = ", ";
            }
            if (holders.size() > NAMED) {
                sentence.append(" and ").append(holders.size() - NAMED).append(" more");
            }
        }
        if (ahead > 0) {
            sentence.append("; ")
                    .append(ahead > EXACT ? "1,000+" : Integer.toString(ahead))
                    .append(ahead == 1 ? " is" : " are")
                    .append(" before it in line");
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("limitkey", limit.key());
        facts.put("limitwidth", limit.width());
        facts.put(
                "occupants",
                String.join(", ", holders.stream().map(UUID::toString).toList()));
        facts.put("ahead", Math.min(ahead, EXACT));
        facts.put("capped", ahead > EXACT);
        return new Explanation(Explanation.Kind.LIMIT_FULL, sentence.append('.').toString(), facts);
    }
}
