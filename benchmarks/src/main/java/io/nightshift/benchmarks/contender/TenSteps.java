package io.nightshift.benchmarks.contender;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * The workflow of the scenario {@code workflow}: ten steps that change an attribute of one record, each durable before the
 * next begins. Every contender has the platform's accounts, one for each instance, so that all of them write the same rows of
 * the same table with the same indexes; whoever is not the platform does it by one statement.
 */
public final class TenSteps {

    public static final int STEPS = 10;
    /** How many instances run at the same time. */
    static final int THREADS = 16;

    static final String ORGANIZATION = "contoso";

    private static final SystemClock CLOCK = new SystemClock();
    private static final int BATCH = 500;
    private static final long IDS = 0x0190_0000_0000_7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final UUID USER = Organization.systemUserId(ORGANIZATION);
    /** What the platform writes when somebody changes this attribute: by whom and when, and the record's next version. */
    private static final String UPDATE = "UPDATE org_contoso.account SET numberofemployees = ?, modifiedon = ?,"
            + " modifiedby = ?, versionnumber = nextval('org_contoso.record$version') WHERE accountid = ?";

    private TenSteps() {}

    /** The record of an instance. */
    static UUID account(long instance) {
        return new UUID(IDS, VARIANT | instance);
    }

    /** The instance of a record. */
    static long instance(UUID account) {
        return account.getLeastSignificantBits() ^ VARIANT;
    }

    /** A node of the platform that does not run yet. */
    static AsyncService service(HikariDataSource database, ServiceListener listener) throws SQLException {
        return AsyncService.on(database, ServiceSettings.DEFAULT.slots(THREADS), ORGANIZATION, listener);
    }

    /** An organization with as many accounts as the options say. */
    static Platform prepare(AgentOptions options, HikariDataSource database) throws SQLException {
        Platform platform =
                new Platform(database, service(database, ServiceListener.NONE).queue());
        int accounts = options.number("count", 1);
        for (long first = 0; first < accounts; first += BATCH) {
            platform.service(ORGANIZATION, USER)
                    .execute(new CreateMultipleRequest(new EntityCollection(
                            "account",
                            LongStream.range(first, Math.min(accounts, first + BATCH))
                                    .mapToObj(TenSteps::record)
                                    .toList())));
        }
        return platform;
    }

    private static Entity record(long instance) {
        return new Entity("account", account(instance))
                .set("name", "Account " + instance)
                .set("accountnumber", Long.toString(instance))
                .set("telephone1", "555 " + instance)
                .set("address1_city", "City " + instance % 100)
                .set("description", "Made to be measured.");
    }

    /** What a step does, in the transaction of whoever runs it. */
    static void change(Connection connection, long instance, int step) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setInt(1, step);
            update.setObject(2, CLOCK.now().atOffset(ZoneOffset.UTC));
            update.setObject(3, USER);
            update.setObject(4, account(instance));
            if (update.executeUpdate() != 1) {
                throw new IllegalStateException("There is no account of the instance " + instance + ".");
            }
        }
    }
}
