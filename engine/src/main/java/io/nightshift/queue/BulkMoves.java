package io.nightshift.queue;

import io.nightshift.database.SqlFile;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.UuidV7;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Moves all that match a search, in the background: an operation of the priority class that the service itself runs, page
 * by page from the newest to the oldest. It moves only what was enqueued before it, so that it ends also when what it
 * moves enqueues more. Thread-safe.
 */
public final class BulkMoves {

    /** The message of such an operation; no caller may register a handler for it. */
    public static final String MESSAGE = "nightshift.BulkMove";
    /** A dry run counts up to here. */
    public static final int DRY_RUN_CAP = 10_000;

    private static final SqlFile LAST_SEQUENCE = QueueSql.file("last_sequence.sql");
    private static final int SAMPLE = 20;
    private static final int PAGE = 500;

    private final QueueStore store;
    private final Enqueuer enqueuer;
    private final UserMoves moves;
    private final Counters counters;
    private final BulkHolds holds;

    public BulkMoves(QueueStore store) {
        this.store = store;
        this.enqueuer = new Enqueuer(store);
        this.moves = new UserMoves(store);
        this.counters = new Counters(store);
        this.holds = new BulkHolds(store);
    }

    /**
     * Enqueues the move and returns the id of its operation, whose progress, result and log tell what it does.
     *
     * @param everything whether a search without a condition is meant: all of the organization
     * @throws io.nightshift.operation.ServiceFault 0x80040203 for a search without a condition that is not meant
     */
    public UUID start(BulkMove bulk, boolean everything) throws SQLException {
        check(bulk, everything);
        UUID id = UuidV7.make(store.clock().now());
        holds.place(bulk, id);
        return store.database().inTransaction(connection -> {
            long last = LAST_SEQUENCE
                    .on(connection)
                    .query(row -> row.getLong("last_value"))
                    .getFirst();
            Operation operation = Operation.named(MESSAGE)
                    .id(id)
                    .name("Bulk move: " + bulk.move().label())
                    .priorityClass(PriorityClass.PRIORITY)
                    .data(bulk.upTo(last).text());
            String organization = bulk.search().organization();
            if (organization != null) {
                operation = operation.organization(organization);
            }
            return enqueuer.enqueue(connection, List.of(operation)).getFirst();
        });
    }

    private void check(BulkMove bulk, boolean everything) throws SQLException {
        if (bulk.search().conditions().isEmpty() && !everything) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A bulk move without a condition moves everything of the organization;"
                            + " give a condition, or say that everything is meant.");
        }
        Instant until = bulk.until();
        Instant now = store.clock().now();
        if (until != null && (!until.isAfter(now) || until.isAfter(AsyncOperation.NEVER))) {
            throw ErrorCode.INVALID_ARGUMENT.fault("PostponeUntil must be a time after now (" + now + ") and not after "
                    + AsyncOperation.NEVER + "; got " + until + ".");
        }
        store.organizations().number(bulk.search().organization());
    }

    /**
     * What a bulk move would meet.
     *
     * @param isMore whether there are more than were counted
     * @param sample the newest of them
     */
    public record DryRun(long matching, boolean isMore, List<AsyncOperation> sample) {}

    /** Counts what the move would meet, up to a cap, and shows some; changes nothing. */
    public DryRun dryRun(BulkMove bulk, boolean everything) throws SQLException {
        check(bulk, everything);
        Search search = bulk.targets()
                .order(Search.Order.CREATED)
                .limit(Search.MAX_LIMIT)
                .after(null);
        List<AsyncOperation> sample = new ArrayList<>();
        long matching = 0;
        SystemJobs.Page page;
        do {
            page = new SearchRun(store, search).run();
            matching += page.operations().size();
            page.operations().stream().limit(SAMPLE - sample.size()).forEach(sample::add);
            search = search.after(page.next());
        } while (page.next() != null && page.searchedBackTo() == null && matching < DRY_RUN_CAP);
        return new DryRun(matching, page.next() != null, List.copyOf(sample));
    }

    /** A bulk move that is being carried out. */
    public final class Work {
        private final BulkMove bulk;
        private final int organization;
        private BulkTally tally;

        private Work(BulkMove bulk, int organization, BulkTally tally) {
            this.bulk = bulk;
            this.organization = organization;
            this.tally = tally;
        }

        /** How far it has come. */
        public BulkTally tally() {
            return tally;
        }

        /** How many it will meet about, for its progress. */
        public long total() throws SQLException {
            Search search = bulk.search();
            Optional<List<String>> types = search.only(SearchField.TYPE);
            return counters.read(search.organization()).stream()
                    .filter(count -> count.standing().status().isFinal() == (bulk.move() == Move.DELETE))
                    .filter(count -> types.isEmpty()
                            || types.get()
                                    .contains(Integer.toString(count.type().code())))
                    .mapToLong(Counters.Count::operations)
                    .sum();
        }

        /** The next page, or empty when there is none; read outside of the transaction that moves it. */
        public Optional<Page> next() throws SQLException {
            if (tally.isEnd()) {
                return Optional.empty();
            }
            Search search =
                    bulk.targets().order(Search.Order.CREATED).limit(PAGE).after(tally.after());
            SystemJobs.Page page = new SearchRun(store, search).run();
            if (page.operations().isEmpty() && page.next() == null) {
                return Optional.empty();
            }
            List<Instant> days = new ArrayList<>(
                    page.operations().stream().map(AsyncOperation::createdOn).toList());
            days.add(store.clock().now());
            store.partitions().prepareDaysOf(days);
            return Optional.of(
                    new Page(page.operations().stream().map(AsyncOperation::id).toList(), page.next()));
        }

        /** Moves the page in the given transaction and returns the tally after it, which holds once that has committed. */
        public BulkTally move(Connection connection, Page page) throws SQLException {
            if (page.ids().isEmpty()) {
                return tally.plus(page.next(), List.of());
            }
            UserMoves.Done done = moves.apply(
                    connection,
                    new UserMoves.Command(organization, bulk.move(), bulk.until(), bulk.author()),
                    page.ids());
            return tally.plus(page.next(), done.results().values());
        }

        /** The page has committed. */
        public void moved(BulkTally after) {
            tally = after;
        }
    }

    /** A bulk move has done its work: what it held may start. */
    public void ended(UUID id) throws SQLException {
        holds.lift(id);
    }

    /** The ids of a page, and where the next begins; null when it is the last. */
    public record Page(List<UUID> ids, @Nullable String next) {}

    /**
     * Reads what the operation was enqueued with, and how far it had come.
     *
     * @param id its id, which is named in the log of each operation it moves
     */
    public Work resume(UUID id, String organization, @Nullable String data, @Nullable String checkpoint)
            throws SQLException {
        BulkMove bulk = BulkMove.parse(data, organization);
        Author author = BulkHolds.named(bulk.author(), id);
        return new Work(
                new BulkMove(bulk.search(), bulk.move(), bulk.until(), author),
                store.organizations().number(organization),
                BulkTally.parse(checkpoint));
    }
}
