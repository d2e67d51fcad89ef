package io.nightshift.server.demo;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.postgres.PostgresServer;
import io.nightshift.postgres.PostgresStartException;
import java.io.Console;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The verb {@code demo}. */
public final class DemoVerb {

    private DemoVerb() {}

    /**
     * Runs the demo in this process.
     *
     * @param arguments what follows the verb
     * @return the exit status: 0 when the result is the expected one, 1 when not, 2 for a wrong option
     */
    public static int run(List<String> arguments) throws Exception {
        Console console = System.console();
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments, System.getenv(), console != null && console.isTerminal());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        Logger.getLogger("").setLevel(Level.WARNING); // the demo says itself what happens
        Screen screen = new Screen(System.out, options.live(), 118);
        try (Demo demo = Demo.open(options, screen);
                PostgresServer postgres = PostgresServer.start(PostgresServer.Settings.in(options.data().resolve("postgres")));
                HikariDataSource pool = pool(postgres);
                AsyncService service = AsyncService.on(
                        pool,
                        ServiceSettings.DEFAULT.retries(Demo.RETRIES).drain(Duration.ofSeconds(5)),
                        "contoso",
                        ServiceListener.NONE)) {
            demo.register(service, pool);
            service.start();
            return demo.play(service, pool) ? 0 : 1;
        } catch (PostgresStartException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    private static HikariDataSource pool(PostgresServer postgres) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.jdbcUrl());
        config.setUsername(postgres.user());
        config.setPassword(postgres.password());
        config.setMaximumPoolSize(16);
        return new HikariDataSource(config);
    }
}
