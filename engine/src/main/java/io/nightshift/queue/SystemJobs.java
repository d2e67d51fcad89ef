package io.nightshift.queue;

import io.nightshift.database.Rows;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.LimitKey;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The read side: find, look at, and explain operations, live and finished alike. Changes nothing. Thread-safe. */
public final class SystemJobs {

    private static final SqlFile ATTEMPTS = QueueSql.file("attempts.sql");
    private static final SqlFile LOG = QueueSql.file("read_log.sql");
    private static final int TIMEOUT_SECONDS = 30;

    private final QueueStore store;
    private final Payloads payloads;
    private final Explaining explaining;
    private final SeriesMoves series;
    private final Counters counters;
    private final Throughputs throughputs;
    private final LaneLines lanes;

    public SystemJobs(QueueStore store, RetrySchedule retries) {
        this.store = store;
        this.payloads = new Payloads(store);
        this.explaining = new Explaining(store, retries);
        this.series = new SeriesMoves(store, new UserMoves(store));
        this.counters = new Counters(store);
        this.throughputs = new Throughputs(store);
        this.lanes = new LaneLines(store);
    }

    /**
     * One page.
     *
     * @param next where the next page goes on ({@link Search#after}); null when this is the last
     * @param searchedBackTo null when everything was looked at that belongs before the next page; else how far back the
     *     search came in the time that a person waits, and the next page goes on there
     */
    public record Page(
            List<AsyncOperation> operations,
            @Nullable String next,
            @Nullable Instant searchedBackTo) {}

    /** Looks up to two seconds for what matches, from the newest to the oldest. */
    public Page find(Search search) throws SQLException {
        return find(search, SearchRun.PATIENCE);
    }

    /**
     * Looks for what matches, from the newest to the oldest, about so long.
     *
     * @param patience after which it answers with what it has, and says how far back it came
     */
    public Page find(Search search, Duration patience) throws SQLException {
        return search.order() == Search.Order.CREATED
                ? new SearchRun(store, search, patience).run()
                : new TimedSearch(store, search, patience).run();
    }

    /** One operation, live or finished. */
    public Optional<AsyncOperation> get(@Nullable String organization, UUID id) throws SQLException {
        return new Lookup(store).find(store.organizations().number(organization), id);
    }

    /** What the handler works on, whatever its size. */
    public Optional<String> data(@Nullable String organization, UUID id) throws SQLException {
        return text(organization, id, "data", Payloads.DATA);
    }

    /** What the handler returned. */
    public Optional<String> result(@Nullable String organization, UUID id) throws SQLException {
        return text(organization, id, "result", Payloads.RESULT);
    }

    /** One run of the handler that did not end the operation. */
    public record Attempt(
            int attempt,
            @Nullable String host,
            @Nullable Instant startedOn,
            Instant endedOn,
            String move,
            @Nullable Integer errorCode,
            @Nullable String message) {}

    /** The attempts before the present or last one, newest first; at most a thousand. */
    public List<Attempt> attempts(@Nullable String organization, UUID id) throws SQLException {
        int number = store.organizations().number(organization);
        Optional<AsyncOperation> found = get(organization, id);
        if (found.isEmpty()) {
            return List.of();
        }
        return store.database()
                .autoCommit(connection -> ATTEMPTS.on(connection)
                        .set("organization", number)
                        .set("id", id)
                        .set("created", found.get().createdOn())
                        .query(row -> new Attempt(
                                row.getInt("attempt"),
                                row.getString("host"),
                                Rows.time(row, "started_on"),
                                Rows.requiredTime(row, "ended_on"),
                                row.getString("move"),
                                Rows.integer(row, "error_code"),
                                row.getString("message"))));
    }

    /** A line of the log; the author is null when the handler wrote it. */
    public record LogLine(long line, Instant at, @Nullable String author, String message) {}

    /** Lines after the given one, oldest first; at most a thousand. */
    public List<LogLine> log(@Nullable String organization, UUID id, long afterLine) throws SQLException {
        int number = store.organizations().number(organization);
        Optional<AsyncOperation> found = get(organization, id);
        if (found.isEmpty()) {
            return List.of();
        }
        return store.database()
                .autoCommit(connection -> LOG.on(connection)
                        .set("organization", number)
                        .set("id", id)
                        .set("created", found.get().createdOn())
                        .set("after", afterLine)
                        .query(row -> new LogLine(
                                row.getLong("line"),
                                Rows.requiredTime(row, "logged_on"),
                                row.getString("author"),
                                row.getString("message"))));
    }

    /** What waits behind what. */
    public LaneLines lanes() {
        return lanes;
    }

    /** Why it does not run, and when it will: every cause that holds, the binding one first. */
    public List<Explanation> explain(@Nullable String organization, UUID id) throws SQLException {
        AsyncOperation operation =
                get(organization, id).orElseThrow(() -> MoveResult.unknown(id).refusal());
        return explaining.explain(operation, store.organizations().number(organization));
    }

    /**
     * The next dates of a series, at most a thousand. The first is when it goes on: past when it is due, and off the rule
     * when somebody postponed it. Of a paused series they are the dates it would have. What does not recur is refused with
     * 0x80044168.
     */
    public List<Instant> preview(@Nullable String organization, UUID id, int most) throws SQLException {
        if (most < 1 || most > Recurrence.MOST_DATES) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A preview has 1 to " + Recurrence.MOST_DATES + " dates; got " + most + ".");
        }
        if (get(organization, id).isEmpty()) {
            MoveResult.unknown(id).orThrow();
        }
        return series.preview(store.organizations().number(organization), id, most);
    }

    /** The dates to come that a series skips, in their order; none for what does not recur. */
    public List<Instant> skipped(@Nullable String organization, UUID id) throws SQLException {
        return series.skipped(store.organizations().number(organization), id);
    }

    /**
     * For each bucket of an organization that has something ready, or of which operations ended in the last minutes: how
     * many are ready, since when, how many end in a minute, and how long those that are ready will take. The fullest first;
     * at most a thousand.
     */
    public List<Forecast> forecast(@Nullable String organization) throws SQLException {
        return throughputs.forecast(store.organizations().number(organization), Forecast.CAP);
    }

    /** How many operations stand where, in the order of the standings; without those that have none. */
    public Map<Standing, Long> counts(@Nullable String organization) throws SQLException {
        List<Counters.Count> found = counters.read(organization);
        Map<Standing, Long> counts = new LinkedHashMap<>();
        for (Standing standing : Standing.all()) {
            found.stream()
                    .filter(count -> count.standing().equals(standing))
                    .forEach(count -> counts.merge(standing, count.operations(), Long::sum));
        }
        return counts;
    }

    private Optional<String> text(@Nullable String organization, UUID id, String column, int part) throws SQLException {
        int number = store.organizations().number(organization);
        record Text(@Nullable String inline, boolean large, Instant createdOn) {}
        Optional<Text> text = store.database().autoCommit(connection -> {
            String sql = "SELECT " + column + ", has_large_" + column + ", created_on"
                    + " FROM nightshift.asyncoperation WHERE organization_id = ? AND operation_id = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setInt(1, number);
                statement.setObject(2, id);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Text(row.getString(1), row.getBoolean(2), Rows.requiredTime(row, "created_on")))
                            : Optional.empty();
                }
            }
        });
        if (text.isPresent() && text.get().large()) {
            return payloads.read(number, id, part, text.get().createdOn());
        }
        return text.map(Text::inline);
    }

    /** No screen makes the database work for longer than this. */
    static void limitTime(Connection connection) throws SQLException {
        try (Statement timeout = connection.createStatement()) {
            timeout.execute("SET LOCAL statement_timeout = '" + TIMEOUT_SECONDS + "s'");
        }
    }

    static Standing standing(int status, @Nullable Integer cause) {
        return new Standing(StatusCode.of(status), cause == null ? null : Cause.of(cause));
    }

    /** The limit key of an operation or of the series that makes it. */
    static @Nullable LimitKey limit(ResultSet row) throws SQLException {
        String key = row.getString("limit_key");
        return key == null ? null : new LimitKey(key, row.getInt("limit_width"));
    }

    static AsyncOperation operation(ResultSet row) throws SQLException {
        String message = row.getString("message_name");
        return new AsyncOperation(
                Rows.requiredUuid(row, "operation_id"),
                row.getString("organization_name"),
                row.getLong("sequence"),
                row.getString("name"),
                OperationType.stored(row.getInt("operation_type")),
                message.isEmpty() ? null : message,
                standing(row.getInt("statuscode"), Rows.integer(row, "cause")),
                row.getInt("retry_count"),
                row.getInt("attempt"),
                Rows.time(row, "postpone_until"),
                row.getString("token"),
                row.getBoolean("holds_lane"),
                limit(row),
                row.getBoolean("holds_limit"),
                Rows.requiredTime(row, "created_on"),
                Rows.time(row, "started_on"),
                Rows.time(row, "completed_on"),
                row.getString("host"),
                Rows.integer(row, "progress"),
                row.getString("progress_text"),
                Rows.integer(row, "error_code"),
                row.getString("message"),
                row.getString("event_key"),
                row.getBoolean("is_series"),
                Rows.uuid(row, "parent_id"),
                Rows.uuid(row, "owner_id"),
                row.getString("regarding_type"),
                Rows.uuid(row, "regarding_id"),
                Rows.uuid(row, "correlation_id"),
                row.getInt("depth"));
    }
}
