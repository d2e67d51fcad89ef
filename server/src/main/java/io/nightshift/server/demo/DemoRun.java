package io.nightshift.server.demo;

import io.nightshift.database.Database;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.StateCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One run of the demo: the operations that belong together.
 *
 * @param id the correlation id of all its operations
 * @param continued whether an earlier process began it and was interrupted
 */
record DemoRun(UUID id, boolean continued) {

    /** How often the tally recurs, in seconds. */
    static final int TALLY_SECONDS = 4;

    static final int TALLIES = 3;

    private static final List<String> MESSAGES =
            List.of(CountryHandler.MESSAGE, WeatherHandler.MESSAGE, DamagedRowsHandler.MESSAGE, TallyHandler.MESSAGE);

    /**
     * Continues the run on this input that was interrupted, or enqueues a new one: all of its operations together with the
     * row that says so, in one transaction.
     *
     * @param input tells one input from another
     */
    static DemoRun begin(Database database, OperationQueue queue, Atlas atlas, String input) throws SQLException {
        DemoRun run = database.inTransaction(connection -> {
            DemoTables.create(connection);
            Optional<UUID> unfinished = DemoTables.unfinishedRun(connection, input);
            UUID id = unfinished.orElseGet(UUID::randomUUID);
            if (unfinished.isEmpty()) {
                DemoTables.finishRuns(connection);
                DemoTables.addRun(connection, id, input);
                queue.enqueue(
                        connection, operations(atlas, id, queue.clock().now().plusSeconds(2)));
            }
            return new DemoRun(id, unfinished.isPresent());
        });
        queue.hint();
        return run;
    }

    private static List<Operation> operations(Atlas atlas, UUID run, Instant firstTally) {
        List<Operation> operations = new ArrayList<>();
        operations.add(Operation.named(TallyHandler.MESSAGE)
                .name("Count the airports done, every " + TALLY_SECONDS + " s")
                .data(run.toString())
                .recurrence(Recurrence.of("FREQ=SECONDLY;INTERVAL=" + TALLY_SECONDS + ";COUNT=" + TALLIES)
                        .starting(firstTally))
                .correlation(run, 0));
        operations.add(Operation.named(WeatherHandler.MESSAGE)
                .name("Ask for the weather")
                .correlation(run, 0));
        operations.add(Operation.of(OperationType.WORKFLOW)
                .message(DamagedRowsHandler.MESSAGE)
                .name("Import damaged-airports.csv")
                .correlation(run, 0));
        for (String country : atlas.countries()) {
            operations.add(Operation.named(CountryHandler.MESSAGE)
                    .name("Nearest neighbours: " + country)
                    .data(country)
                    .token(CountrySummary.token(atlas.airports(country)))
                    .correlation(run, 0));
        }
        return operations;
    }

    /** Cancels what is left of other runs, whose input is not the one of this process. */
    void cancelOthers(OperationQueue queue, SystemJobs jobs) throws SQLException {
        for (String message : MESSAGES) {
            Search live = Search.all()
                    .message(message)
                    .states(Set.of(StateCode.READY, StateCode.SUSPENDED, StateCode.LOCKED))
                    .limit(Search.MAX_LIMIT);
            List<UUID> left = jobs.find(live).operations().stream()
                    .filter(operation -> !id.equals(operation.correlationId()))
                    .map(AsyncOperation::id)
                    .toList();
            queue.move(Move.CANCEL, null, left, null, new Author("demo", "an earlier run, on another input"));
        }
    }
}
