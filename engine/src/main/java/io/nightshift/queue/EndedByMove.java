package io.nightshift.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Told of operations that a person has ended while they did not run, so that what belongs to them can end with them. */
@FunctionalInterface
public interface EndedByMove {

    /**
     * Called within the transaction of the move, once for each move and organization.
     *
     * @param connection the transaction; it must not be committed, and what fails on it undoes the move
     * @param ids in the order in which rows are locked; their rows are locked
     */
    void ended(Connection connection, String organization, List<UUID> ids) throws SQLException;
}
