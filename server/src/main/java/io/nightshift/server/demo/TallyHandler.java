package io.nightshift.server.demo;

import io.nightshift.database.Database;
import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import java.sql.SQLException;
import java.util.UUID;

/** Counts how many airports have their neighbour: what recurs. Its data is the id of the run. */
final class TallyHandler implements OperationHandler {

    static final String MESSAGE = "count-airports-done";

    private final Database database;

    TallyHandler(Database database) {
        this.database = database;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        String run = context.data();
        if (run == null) {
            throw new IllegalStateException("The operation belongs to no run of the demo.");
        }
        UUID id = UUID.fromString(run);
        return Outcome.succeeded(Long.toString(database.autoCommit(connection -> DemoTables.count(connection, id))));
    }
}
