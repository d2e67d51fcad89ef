package io.nightshift.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.OrganizationService;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A platform on an empty database, with the organization contoso and a clock that stands still until it is moved. */
public final class PlatformFixture implements AutoCloseable {

    /** The organization of most tests. */
    public static final String CONTOSO = "contoso";

    /** When these tests begin. */
    public static final Instant START = Instant.parse("2026-03-01T10:20:30.123456Z");

    private static final Map<TestDatabase.Version, PlatformFixture> SHARED = new EnumMap<>(TestDatabase.Version.class);

    private final TestDatabase database;
    private final HikariDataSource pool;
    private final AtomicReference<Instant> time = new AtomicReference<>(START);
    private final ServiceClock clock = new ServiceClock() {
        @Override
        public Instant now() {
            return time.get();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };
    private final Platform platform;

    private PlatformFixture(TestDatabase database) {
        this.database = database;
        this.pool = pool(database);
        this.platform = newPlatform();
    }

    /** Connections that are kept: to make one takes longer than most requests. */
    private static HikariDataSource pool(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(12);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** A platform on PostgreSQL of this version. */
    public static PlatformFixture on(TestDatabase.Version version) {
        return new PlatformFixture(TestDatabase.create(version));
    }

    /**
     * The one that all tests of this version share which leave no trace that matters: each works with records of its own.
     * Its database goes with the test JVM's server. The clock stands at {@link #START}.
     */
    public static synchronized PlatformFixture shared(TestDatabase.Version version) {
        PlatformFixture fixture = SHARED.computeIfAbsent(version, PlatformFixture::on);
        fixture.at(START);
        return fixture;
    }

    /** Another node on the same database. */
    public Platform newPlatform() {
        return new Platform(pool, queue());
    }

    /** The queue of a node of its own. */
    public OperationQueue queue() {
        return new OperationQueue(store());
    }

    /** The store of a node of its own, at the time of this fixture. */
    public QueueStore store() {
        try {
            return QueueStore.open(pool, clock, CONTOSO);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes further organizations, without tables until they are used. */
    public void organizations(String... names) throws SQLException {
        OperationQueue queue = queue();
        for (String name : names) {
            queue.organizations().create(name);
        }
    }

    public Platform platform() {
        return platform;
    }

    public TestDatabase database() {
        return database;
    }

    /** Moves the clock on. */
    public void at(Instant instant) {
        time.set(instant);
    }

    /** The service of the platform's own user in contoso. */
    public OrganizationService service() throws Exception {
        return platform.service(CONTOSO, platform.organization(CONTOSO).systemUserId());
    }

    @Override
    public void close() {
        pool.close();
        database.close();
    }
}
