package io.nightshift.queue.model;

import io.nightshift.operation.Operation;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.OperationQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Enqueues on PostgreSQL: in transactions of the queue, and in those of callers who commit, roll back or take their time. */
final class RealEnqueue {

    private final DataSource source;
    private final OperationQueue queue;
    private final RealNames names;
    private @Nullable Connection open;

    RealEnqueue(DataSource source, OperationQueue queue, RealNames names) {
        this.source = source;
        this.queue = queue;
        this.names = names;
    }

    String enqueue(Step.Enqueue step, Instant now) throws SQLException {
        List<Operation> operations = names.operations(step.requests(), now);
        List<UUID> ids = new ArrayList<>();
        if (step.through() == Step.Through.OWN_TRANSACTION) {
            ids = queue.enqueue(operations);
        } else {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                ServiceFault refusal = null;
                try {
                    ids = queue.enqueue(connection, operations);
                } catch (ServiceFault e) {
                    refusal = e;
                }
                if (step.through() == Step.Through.CALLER_COMMITS) {
                    commit(connection, refusal != null);
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
                if (refusal != null) {
                    throw refusal;
                }
            }
        }
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            answer.add(names.labelOf(step.requests().get(i).label(), ids.get(i)));
        }
        if (step.through() == Step.Through.CALLER_ROLLS_BACK) {
            step.requests().forEach(request -> names.forget(request.label()));
        }
        return answer.toString();
    }

    /** After some refusals PostgreSQL lets a transaction only roll back; to the caller that is a refused commit. */
    private static void commit(Connection connection, boolean refused) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!refused) {
                throw e;
            }
            connection.rollback();
        }
    }

    String begin(List<Step.Request> requests, Instant now) throws SQLException {
        if (open != null) {
            return "";
        }
        open = source.getConnection();
        open.setAutoCommit(false);
        List<UUID> ids = queue.enqueue(open, names.operations(requests, now));
        List<String> answer = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            answer.add(names.labelOf(requests.get(i).label(), ids.get(i)));
        }
        return answer.toString();
    }

    String finish(boolean commit) throws SQLException {
        if (open != null) {
            try (Connection connection = open) {
                if (commit) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
            open = null;
        }
        return "";
    }
}
