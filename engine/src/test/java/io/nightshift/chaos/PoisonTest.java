package io.nightshift.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Operation;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.SystemJobs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operation that kills every process it runs in. */
class PoisonTest {

    private static final int MOST_PROCESSES = 8;
    private static final int MOST_LOOKS = 2400;

    @TempDir
    private Path logs;

    @Test
    void aPoisonIsSuspendedAfterThreeLossesAndTakesNobodyWithIt() throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.versions().getLast());
                HikariDataSource pool = NodeProcess.pool(database.jdbcUrl(), database.user(), database.password())) {
            QueueStore store = QueueStore.open(pool, new SystemClock(), "default");
            OperationQueue queue = new OperationQueue(store);
            List<UUID> innocents = new ArrayList<>(queue.enqueue(Collections.nCopies(10, Operation.named("work"))));
            UUID poison = queue.enqueue(Operation.named("poison"));
            innocents.addAll(queue.enqueue(Collections.nCopies(10, Operation.named("work"))));
            SystemJobs jobs = new SystemJobs(store, RetrySchedule.STANDARD);
            int deaths = 0;
            for (int process = 1; process <= MOST_PROCESSES && !isOver(jobs, poison, innocents); process++) {
                try (ChildJvm node = new ChildJvm(PoisonProcess.class, logs.resolve(process + ".log"))) {
                    for (Object line :
                            List.of("node-" + process, database.jdbcUrl(), database.user(), database.password())) {
                        node.say(line);
                    }
                    for (int i = 0; i < MOST_LOOKS && node.isAlive() && !isOver(jobs, poison, innocents); i++) {
                        node.awaitEnd(100);
                    }
                    deaths += node.isAlive() ? 0 : 1;
                }
            }
            AsyncOperation suspended = jobs.get(null, poison).orElseThrow();
            assertThat(suspended.standing()).isEqualTo(Standing.suspended(Cause.PERSON));
            assertThat(suspended.errorCode()).isEqualTo(ErrorCode.WORKER_THROTTLE_LIMIT.code());
            assertThat(suspended.message()).contains("3 times", "while nothing ran beside it");
            assertThat(deaths).as("processes it killed").isEqualTo(3);
            for (UUID innocent : innocents) {
                assertThat(jobs.get(null, innocent).orElseThrow().status()).isEqualTo(StatusCode.SUCCEEDED);
            }
        }
    }

    private static boolean isOver(SystemJobs jobs, UUID poison, List<UUID> innocents) throws Exception {
        if (jobs.get(null, poison).orElseThrow().status() != StatusCode.WAITING) {
            return false;
        }
        for (UUID innocent : innocents) {
            if (!jobs.get(null, innocent).orElseThrow().isCompleted()) {
                return false;
            }
        }
        return true;
    }
}
