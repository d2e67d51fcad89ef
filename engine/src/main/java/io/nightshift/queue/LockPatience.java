package io.nightshift.queue;

import io.nightshift.database.Database;
import io.nightshift.database.SqlFile;
import io.nightshift.operation.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;

/** How long a person's command waits for rows that another transaction holds. */
final class LockPatience {

    private static final SqlFile LOCK_TIMEOUT = QueueSql.file("lock_timeout.sql");
    private static final SqlFile WAS = QueueSql.file("lock_timeout_was.sql");
    private static final SqlFile AGAIN = QueueSql.file("lock_timeout_again.sql");
    private static final String NOT_LOCKED = "55P03";

    private LockPatience() {}

    /** Locks rows, and from then on to the end of the transaction waits for none for longer than that. */
    static <T> T during(Connection connection, Database.Work<T> work) throws SQLException {
        LOCK_TIMEOUT.on(connection).run();
        try {
            return work.on(connection);
        } catch (SQLException e) {
            if (NOT_LOCKED.equals(e.getSQLState())) {
                throw ErrorCode.SERVER_BUSY.fault(
                        "Another transaction holds one of these operations for longer than 5 s; nothing was moved. Try again.");
            }
            throw e;
        }
    }

    /** The same in a caller's transaction, which waits afterwards as it did before. */
    static <T> T within(Connection connection, Database.Work<T> work) throws SQLException {
        String before = WAS.on(connection)
                .one(row -> Objects.requireNonNull(row.getString("lock_timeout")))
                .orElseThrow();
        T found = during(connection, work);
        AGAIN.on(connection).set("lock_timeout", before).query(row -> true);
        return found;
    }
}
