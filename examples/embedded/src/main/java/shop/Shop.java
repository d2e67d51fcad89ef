package shop;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.OperationContext;
import io.nightshift.operation.Operation;
import io.nightshift.operation.Outcome;
import io.nightshift.queue.OperationQueue;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * A shop that sends its invoices in the background. Its tables and those of Nightshift lie in one database, so that an
 * order and the operation it causes exist together or not at all, and an invoice is sent once.
 */
public final class Shop {

    private final DataSource database;
    private final OperationQueue queue;

    Shop(DataSource database, OperationQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    static void createTables(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS customer_order"
                    + " (order_id uuid PRIMARY KEY, customer text NOT NULL, cents int NOT NULL CHECK (cents > 0))");
            statement.execute("CREATE TABLE IF NOT EXISTS invoice"
                    + " (order_id uuid PRIMARY KEY REFERENCES customer_order, number int GENERATED ALWAYS AS IDENTITY)");
        }
    }

    /** Stores the order and enqueues its invoice in one transaction. Invoices of one customer are made in their order. */
    UUID order(String customer, int cents) throws SQLException {
        UUID order = UUID.randomUUID();
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO customer_order VALUES (?, ?, ?)")) {
                queue.enqueue(connection, Operation.named("send-invoice").data(order.toString()).token(customer));
                insert.setObject(1, order);
                insert.setString(2, customer);
                insert.setInt(3, cents);
                insert.executeUpdate(); // refuses an amount that is not positive, and takes the operation back with it
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
        queue.hint(); // committed; without this word the service hears of it over the database, a moment later
        return order;
    }

    /** The handler. What it writes and the end of the operation commit together. */
    static Outcome sendInvoice(OperationContext context) throws SQLException {
        UUID order = UUID.fromString(Objects.requireNonNull(context.data()));
        return context.transaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO invoice (order_id) VALUES (?)")) {
                insert.setObject(1, order);
                insert.executeUpdate();
            }
            return Outcome.succeeded();
        });
    }

    /** Prints each order with the number of its invoice; returns how many still have none. */
    int print(PrintStream out) throws SQLException {
        String sql = "SELECT customer, cents, number FROM customer_order LEFT JOIN invoice USING (order_id)"
                + " ORDER BY number NULLS LAST";
        int open = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                String number = row.getString(3);
                open += number == null ? 1 : 0;
                out.printf("%-8s %6.2f  invoice %s%n", row.getString(1), row.getInt(2) / 100.0, number == null ? "-" : number);
            }
        }
        return open;
    }

    /** Run with the JDBC URL, the user and the password of a PostgreSQL database. Ends when every order has its invoice. */
    public static void main(String[] arguments) throws Exception {
        try (HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl(arguments[0]);
            database.setUsername(arguments[1]);
            database.setPassword(arguments[2]);
            createTables(database);
            try (AsyncService service = AsyncService.on(database)) {
                service.handle("send-invoice", Shop::sendInvoice);
                service.start();
                Shop shop = new Shop(database, service.queue());
                shop.order("ada", 1250);
                shop.order("ada", 300);
                shop.order("grace", 9900);
                while (shop.print(System.out) > 0) {
                    Thread.sleep(200);
                }
            }
        }
    }
}
