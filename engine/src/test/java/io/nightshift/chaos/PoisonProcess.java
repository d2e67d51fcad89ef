package io.nightshift.chaos;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A node that one of its messages kills at once. Its input names it and its database: name, URL, user and password, a line
 * each.
 */
public final class PoisonProcess {

    static final int DEATH = 137;

    private PoisonProcess() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ServiceSettings settings = ServiceSettings.DEFAULT
                .nodeName(input.readLine())
                .slots(8)
                .lease(Duration.ofSeconds(2))
                .poll(Duration.ofMillis(100));
        try (HikariDataSource pool = NodeProcess.pool(input.readLine(), input.readLine(), input.readLine());
                AsyncService service = AsyncService.on(pool, settings, "default", ServiceListener.NONE)) {
            service.handle("poison", context -> {
                        Runtime.getRuntime().halt(DEATH);
                        return Outcome.succeeded();
                    })
                    .handle("work", context -> {
                        new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
                        return Outcome.succeeded();
                    })
                    .start();
            System.out.println("READY");
            while (input.readLine() != null) {
                // Nothing is said to us but the end.
            }
        }
    }
}
