package io.nightshift.chaos;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.HttpFailure;
import io.nightshift.operation.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The handler of one kind of operation in a node: takes its time, writes effects, tells the journal. */
final class NodeWork implements OperationHandler {

    /** What handlers commit: the end of an operation, and the steps on the way. No constraint hides a second commit. */
    static final String TABLES = """
            CREATE TABLE chaos_effect (serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, operation_id uuid NOT NULL,
                attempt integer NOT NULL);
            CREATE TABLE chaos_step (serial bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, operation_id uuid NOT NULL,
                step integer NOT NULL, attempt integer NOT NULL)""";

    private static final int SERVICE_UNAVAILABLE = 503;

    private final Kind kind;
    private final String node;
    private final JournalConnection journal;
    private final CountDownLatch over;

    /** @param over opens at the end of the process; until then each wait for it takes its time */
    NodeWork(Kind kind, String node, JournalConnection journal, CountDownLatch over) {
        this.kind = kind;
        this.node = node;
        this.journal = journal;
        this.over = over;
    }

    /** The journal's line about the end of one run; that about its start is the node's own. */
    private final class Ending implements AutoCloseable {
        private final UUID operation;
        private final int attempt;
        private boolean ended;

        Ending(OperationContext context) {
            operation = context.id();
            attempt = context.attempt();
        }

        void end() {
            if (!ended) {
                ended = true;
                journal.write(JournalLine.about(JournalLine.What.ENDED, node, operation, attempt));
            }
        }

        /** Also when the handler leaves because it was asked to stop, or with an error. */
        @Override
        public void close() {
            end();
        }
    }

    @Override
    public Outcome handle(OperationContext context) throws Exception {
        String[] data = context.data().split(" ");
        boolean odd = Integer.parseInt(data[0]) % 2 == 1;
        int millis = Integer.parseInt(data[1]);
        try (Ending ending = new Ending(context)) {
            return switch (kind) {
                case TRANSACTION -> {
                    work(context, millis);
                    yield commit(context, ending);
                }
                case RETRYING -> {
                    work(context, millis / 2);
                    if (context.retryCount() == 0) {
                        throw new HttpFailure(SERVICE_UNAVAILABLE, "try again");
                    }
                    yield commit(context, ending);
                }
                case STEPWISE -> {
                    int done = context.checkpoint() == null ? 0 : Integer.parseInt(context.checkpoint());
                    for (int step = done + 1; step <= kind.steps(); step++) {
                        work(context, millis / 3);
                        commit(context, step);
                        if (step == 1 && odd) {
                            yield new Outcome.Postponed(null);
                        }
                    }
                    yield commit(context, ending);
                }
                case PLAIN -> {
                    work(context, millis);
                    yield plain(ending);
                }
                case SWIFT -> {
                    sometimesFail(context, millis);
                    yield plain(ending);
                }
                case SWIFT_TRANSACTION -> {
                    sometimesFail(context, millis);
                    yield commit(context, ending);
                }
                case STUBBORN -> {
                    workDeafly(millis);
                    yield plain(ending);
                }
            };
        }
    }

    /** One of twenty fails the first time, so that runs of lanes end in their midst. */
    private void sometimesFail(OperationContext context, int millis) throws InterruptedException {
        work(context, millis);
        if (millis == 1 && context.retryCount() == 0) {
            throw new HttpFailure(SERVICE_UNAVAILABLE, "try again");
        }
    }

    private static Outcome plain(Ending ending) {
        ending.end();
        return Outcome.succeeded("plain");
    }

    private static Outcome commit(OperationContext context, Ending ending) throws SQLException {
        return context.transaction(connection -> {
            insert(connection, "INSERT INTO chaos_effect (operation_id, attempt) VALUES (?, ?)", context);
            ending.end();
            return Outcome.succeeded("transaction");
        });
    }

    private static void commit(OperationContext context, int step) throws SQLException {
        context.saveCheckpoint(
                Integer.toString(step),
                step * 100 / (Kind.STEPWISE.steps() + 1),
                "step " + step,
                connection -> insert(
                        connection,
                        "INSERT INTO chaos_step (operation_id, attempt, step) VALUES (?, ?, " + step + ")",
                        context));
    }

    private static void insert(Connection connection, String sql, OperationContext context) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, context.id());
            statement.setInt(2, context.attempt());
            statement.executeUpdate();
        }
    }

    private void work(OperationContext context, int millis) throws InterruptedException {
        over.await(millis, TimeUnit.MILLISECONDS);
        context.throwIfStopRequested();
    }

    private void workDeafly(int millis) {
        boolean again = true;
        while (again) {
            try {
                over.await(millis, TimeUnit.MILLISECONDS);
                again = false;
            } catch (InterruptedException e) {
                // Begins anew: the worst a handler can do.
            }
        }
    }
}
