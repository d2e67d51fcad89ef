package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.postgres.PostgresServer;
import io.nightshift.queue.Search;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shop on a PostgreSQL of its own. */
class ShopTest {

    @Test
    void an_order_and_its_operation_commit_together_and_each_invoice_is_sent_once(@TempDir Path folder)
            throws Exception {
        try (PostgresServer postgres =
                        PostgresServer.start(PostgresServer.Settings.in(folder).withDatabaseName("shop"));
                HikariDataSource database = pool(postgres)) {
            Shop.createTables(database);
            CountDownLatch allSent = new CountDownLatch(1);
            try (AsyncService service = AsyncService.on(database)) {
                service.handle("send-invoice", Shop::sendInvoice);
                service.handle("after-all", context -> {
                    allSent.countDown();
                    return Outcome.succeeded();
                });
                service.start();
                Shop shop = new Shop(database, service.queue());
                shop.order("ada", 1250);
                shop.order("ada", 300);
                assertThrows(SQLException.class, () -> shop.order("ada", -1), "an order that the table refuses");
                shop.order("ada", 9900);
                // In the same lane, so that it runs when all of them have ended.
                service.queue().enqueue(Operation.named("after-all").token("ada"));

                assertTrue(allSent.await(60, TimeUnit.SECONDS), "the invoices were not sent within a minute");

                assertEquals(
                        3,
                        service.systemJobs().find(Search.all().message("send-invoice")).operations().stream()
                                .filter(AsyncOperation::isCompleted)
                                .count(),
                        "the refused order left no operation behind");
            }
            assertEquals("1250 300 9900", text(database, "SELECT string_agg(cents::text, ' ' ORDER BY number)"
                    + " FROM customer_order JOIN invoice USING (order_id)"));
        }
    }

    @Test
    void the_program_runs_to_its_end(@TempDir Path folder) throws Exception {
        try (PostgresServer postgres =
                PostgresServer.start(PostgresServer.Settings.in(folder).withDatabaseName("shop"))) {
            Shop.main(new String[] {postgres.jdbcUrl(), postgres.user(), postgres.password()});
            try (HikariDataSource database = pool(postgres)) {
                assertEquals("3", text(database, "SELECT count(*) FROM invoice"));
            }
        }
    }

    private static HikariDataSource pool(PostgresServer postgres) {
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(postgres.jdbcUrl());
        database.setUsername(postgres.user());
        database.setPassword(postgres.password());
        return database;
    }

    private static String text(HikariDataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                ResultSet row = connection.createStatement().executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
