package io.nightshift.server.demo;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Reads the file of damaged rows, refuses them all, and ends only when a person has accepted that. Until then it fails
 * with a service error; being a workflow, it is suspended for it and waits to be resumed.
 */
final class DamagedRowsHandler implements OperationHandler {

    static final String MESSAGE = "import-damaged-airports";

    private final Path file;
    private final Atlas atlas;

    DamagedRowsHandler(Path file, Atlas atlas) {
        this.file = file;
        this.atlas = atlas;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        UUID run = Objects.requireNonNull(context.correlationId(), "The operation belongs to no run of the demo.");
        AirportFile read = AirportFile.read(file, atlas.idents());
        List<RowError> errors = read.errors();
        return context.transaction(connection -> {
            if (!errors.isEmpty() && !DemoTables.isAccepted(connection, run)) {
                throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(errors.size() + " rows of " + file.getFileName()
                        + " are refused and no acceptance is recorded: accept that, then resume.");
            }
            return Outcome.succeeded(ResultDocument.JSON.writeValueAsString(errors));
        });
    }
}
