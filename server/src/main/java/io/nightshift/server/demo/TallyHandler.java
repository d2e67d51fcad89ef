package io.nightshift.server.demo;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/** Counts how many airports have their neighbour: what recurs. Its data is the id of the run. */
final class TallyHandler implements OperationHandler {

    static final String MESSAGE = "count-airports-done";

    private final DataSource dataSource;

    TallyHandler(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        String run = context.data();
        if (run == null) {
            throw new IllegalStateException("The operation belongs to no run of the demo.");
        }
        try (Connection connection = dataSource.getConnection()) {
            return Outcome.succeeded(Long.toString(DemoTables.count(connection, UUID.fromString(run))));
        }
    }
}
