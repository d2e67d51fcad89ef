package io.nightshift.execution;

import io.nightshift.operation.Texts;
import io.nightshift.queue.Claim;
import io.nightshift.queue.OperationLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the lines that handlers log and writes them in batches. A handler that logs faster than the database takes it
 * waits. Thread-safe.
 */
final class LogWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int MOST = 10_000;
    private static final int MAX_LENGTH = 10_000;

    private final OperationLog log;
    private final BlockingQueue<OperationLog.Entry> lines = new ArrayBlockingQueue<>(MOST);

    LogWriter(OperationLog log) {
        this.log = log;
    }

    void add(Claim claim, Instant at, String message) {
        String text = message.length() <= MAX_LENGTH ? message : message.substring(0, MAX_LENGTH - 1) + "…";
        OperationLog.Entry entry = new OperationLog.Entry(
                claim.organization(), claim.id(), claim.kept(), claim.createdOn(), at, null, Texts.storable(text));
        while (!lines.offer(entry)) {
            flush();
        }
    }

    /** Writes what has come together; lines that cannot be written are given up and counted in our own log. */
    void flush() {
        List<OperationLog.Entry> batch = new ArrayList<>();
        lines.drainTo(batch, MOST);
        if (batch.isEmpty()) {
            return;
        }
        try {
            log.write(batch);
        } catch (SQLException e) {
            LOG.warn("{} log lines of operations could not be written and are lost: {}", batch.size(), e.getMessage());
        }
    }
}
