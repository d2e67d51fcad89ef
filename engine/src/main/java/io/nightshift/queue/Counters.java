package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.Cause;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many operations stand where. Every statement that changes a standing leaves a delta beside it; what is read is the
 * folded counters and the deltas together, so that it is exact at every moment and costs the same at any number of
 * operations. Thread-safe.
 */
public final class Counters {

    private static final SqlFile READ = QueueSql.file("counters.sql");
    private static final SqlFile ENDED_BY_DAY = QueueSql.file("ended_by_day.sql");
    private static final SqlFile FOLD = QueueSql.file("fold_counters.sql");
    private static final int PAGE = 10_000;
    private static final int LIVE = 0;

    private final QueueStore store;

    public Counters(QueueStore store) {
        this.store = store;
    }

    /** How many operations of a type stand there; at least one. */
    public record Count(OperationType type, Standing standing, long operations) {}

    /** The counts of an organization, by type and standing; null for the default organization. */
    public List<Count> read(@Nullable String organization) throws SQLException {
        int number = store.organizations().number(organization);
        return store.database().autoCommit(connection -> read(connection, number));
    }

    static List<Count> read(Connection connection, int organization) throws SQLException {
        Map<Integer, Map<Standing, Long>> all = new TreeMap<>();
        READ.on(connection).set("organization", organization).query(row -> {
            Map<Standing, Long> ofType =
                    all.computeIfAbsent(row.getInt("operation_type"), type -> new LinkedHashMap<>());
            int measure = row.getInt("measure");
            long operations = row.getLong("operations");
            if (measure == LIVE) {
                return ofType.merge(Standing.READY, operations, Long::sum);
            }
            Standing standing = standing(measure, Rows.integer(row, "cause"));
            // What is neither waiting nor running is Ready.
            if (!standing.status().isFinal()) {
                ofType.merge(Standing.READY, -operations, Long::sum);
            }
            return ofType.merge(standing, operations, Long::sum);
        });
        List<Count> counts = new ArrayList<>();
        all.forEach((type, standings) -> standings.forEach((standing, operations) -> {
            if (operations > 0) {
                counts.add(new Count(OperationType.stored(type), standing, operations));
            }
        }));
        return counts;
    }

    /** How many operations ended so on a day of UTC; at least one. */
    public record Ended(LocalDate day, StatusCode status, long operations) {}

    /**
     * How many of those that are kept ended on each day.
     *
     * @param organization null for the default one
     * @param from the first day, of UTC
     */
    public List<Ended> endedByDay(@Nullable String organization, LocalDate from) throws SQLException {
        int number = store.organizations().number(organization);
        return store.database()
                .autoCommit(connection -> ENDED_BY_DAY
                        .on(connection)
                        .set("organization", number)
                        .set("from", from.toString())
                        .query(row -> new Ended(
                                LocalDate.parse(row.getString("day")),
                                StatusCode.of(row.getInt("measure")),
                                row.getLong("operations"))));
    }

    private static Standing standing(int measure, @Nullable Integer cause) {
        return measure < StatusCode.WAITING.code()
                ? Standing.suspended(Cause.of(measure))
                : new Standing(StatusCode.of(measure), cause == null ? null : Cause.of(cause));
    }

    /** Folds what has gathered and says how many deltas that were. */
    public int fold() throws SQLException {
        int all = 0;
        int page;
        do {
            page = store.database()
                    .autoCommit(
                            connection -> FOLD.on(connection).set("most", PAGE).query(row -> row.getInt("deltas")))
                    .getFirst();
            all += page;
        } while (page == PAGE);
        return all;
    }
}
