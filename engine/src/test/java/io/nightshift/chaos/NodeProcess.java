package io.nightshift.chaos;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.Move;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.queue.Claim;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A node as a process. Its input names it: node, port of the journal, URL, user and password of the database, a line each.
 * It prints READY once it takes operations, and ends in good order when its input does.
 */
public final class NodeProcess {

    static final Duration LEASE = Duration.ofSeconds(2);
    static final int SLOTS = 100;
    private static final int CONNECTIONS = 24;

    private NodeProcess() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String name = input.readLine();
        CountDownLatch over = new CountDownLatch(1);
        try (JournalConnection journal = new JournalConnection(Integer.parseInt(input.readLine()));
                HikariDataSource pool = pool(input.readLine(), input.readLine(), input.readLine());
                AsyncService service = AsyncService.on(pool, settings(name), "default", listener(name, journal))) {
            for (Kind kind : Kind.values()) {
                service.handle(kind.message(), new NodeWork(kind, name, journal, over));
            }
            service.start();
            System.out.println("READY");
            while (input.readLine() != null) {
                // Nothing is said to us but the end.
            }
        } finally {
            over.countDown();
        }
    }

    private static ServiceSettings settings(String name) {
        return ServiceSettings.DEFAULT
                .nodeName(name)
                .slots(SLOTS)
                .lease(LEASE)
                .drain(Duration.ofSeconds(10))
                .poll(Duration.ofMillis(100))
                .retries(new RetrySchedule(Duration.ofMillis(100), 1.2, 5));
    }

    static HikariDataSource pool(String url, String user, String password) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(5000);
        return new HikariDataSource(config);
    }

    private static ServiceListener listener(String node, JournalConnection journal) {
        return new ServiceListener() {
            @Override
            public void started(Claim claim) {
                journal.write(JournalLine.about(JournalLine.What.STARTED, node, claim.id(), claim.attempt()));
            }

            @Override
            public void fenced(Claim claim, Move move) {
                journal.write(JournalLine.about(JournalLine.What.FENCED, node, claim.id(), claim.attempt()));
            }

            @Override
            public void rescued(int operations) {
                journal.write(JournalLine.about(JournalLine.What.RESCUED, node, Integer.toString(operations)));
            }

            @Override
            public void leaseLost() {
                journal.write(JournalLine.about(JournalLine.What.LOST, node));
            }

            @Override
            public void failed(String what, Throwable error) {
                journal.write(JournalLine.about(JournalLine.What.FAILED, node, what + ":" + error));
            }
        };
    }
}
