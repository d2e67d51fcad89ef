package io.nightshift.platform.organization;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.SystemClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.platform.maintenance.MaintenanceSettings;
import io.nightshift.platform.metadata.AttributeMetadata;
import io.nightshift.platform.metadata.AttributeType.StringType;
import io.nightshift.platform.metadata.CascadeConfiguration;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.QueueStore;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationService;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many organizations on one database: a node starts and idles as with one, and what one does to its tables stalls no other. */
class ManyOrganizationsTest {

    private static final int BEATS = 3;
    /** On a busy machine a beat that takes long is followed by looks of its own: of some tries the least counts. */
    private static final int TRIES = 10;

    /** What a node sends while it starts and in some beats while nothing happens, and how long its start takes. */
    private record Seen(List<String> starting, List<String> idling, Duration start) {}

    @Test
    void aNodeStartsAndIdlesAsWithOneOrganization() throws Exception {
        startAndIdle(6);
    }

    @Test
    @Tag("long")
    void withThreeHundredAsWell() throws Exception {
        startAndIdle(300);
    }

    private static void startAndIdle(int count) throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                HikariDataSource pool = pool(database)) {
            make(pool, List.of("contoso"));
            Seen one = node(pool, Integer.MAX_VALUE);
            int idle = one.idling().size() + 5;
            int start = one.starting().size() + 10;
            List<String> names =
                    IntStream.range(0, count).mapToObj(i -> "many" + i).toList();
            make(pool, names);
            Seen many = node(pool, idle);
            for (int i = 1; i < TRIES && many.starting().size() > start; i++) {
                many = node(pool, idle);
            }
            System.out.println("With 1 organization " + one.starting().size() + " statements to start, "
                    + one.idling().size() + " idle in " + BEATS + " beats; with " + count + " "
                    + many.starting().size() + " in " + many.start() + ", "
                    + many.idling().size());
            assertThat(many.starting().size())
                    .as("statements to start with %s organizations", count)
                    .isLessThanOrEqualTo(start);
            assertThat(many.idling().size())
                    .as("statements while nothing happens with %s organizations", count)
                    .isLessThanOrEqualTo(idle);
            assertThat(many.starting()).noneMatch(statement -> statement.contains("org_"));
            assertThat(many.idling()).noneMatch(statement -> statement.contains("org_"));
            eachAnswers(pool, names);
        }
    }

    /** The first request of each in a program that has just started. */
    private static void eachAnswers(DataSource source, List<String> names) throws SQLException {
        Instant begun = Instant.now();
        long before = used();
        Platform platform = platform(source, service(source));
        for (String name : names) {
            UUID user = platform.organization(name).systemUserId();
            UUID id = platform.service(name, user).create(new Entity("account").set("name", "First"));
            assertThat(id).isNotNull();
        }
        System.out.println("The first request of each of " + names.size() + " took "
                + Duration.between(begun, Instant.now()) + "; they remember " + (used() - before) / names.size() / 1024
                + " kB each");
        assertThat(platform.organization(names.getFirst()).systemUserId()).isNotNull();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static HikariDataSource pool(TestDatabase database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    private static AsyncService service(DataSource source) throws SQLException {
        return AsyncService.on(
                QueueStore.open(source, new SystemClock(), "contoso"),
                ServiceSettings.DEFAULT.slots(2),
                ServiceListener.NONE);
    }

    /** Its hour of maintenance is far from now. */
    private static Platform platform(DataSource source, AsyncService service) {
        int hour = (Instant.now().atOffset(ZoneOffset.UTC).getHour() + 12) % 24;
        MaintenanceSettings later = new MaintenanceSettings(hour, 0, null);
        return new Platform(source, service.queue(), PlatformSettings.DEFAULT.maintenance(later), List.of());
    }

    private static void make(DataSource source, List<String> names) throws Exception {
        AsyncService service = service(source);
        Platform platform = platform(source, service);
        try (ExecutorService makers = Executors.newFixedThreadPool(2)) {
            List<Future<?>> made = new ArrayList<>();
            for (String name : names) {
                made.add(makers.submit(() -> {
                    service.queue().organizations().create(name);
                    return platform.organization(name);
                }));
            }
            for (Future<?> each : made) {
                each.get(20, TimeUnit.MINUTES);
            }
        }
    }

    /** @param idle so many statements while nothing happens are few enough */
    private static Seen node(DataSource pool, int idle) throws SQLException {
        StatementsSeen seen = new StatementsSeen(pool);
        Instant begun = Instant.now();
        try (AsyncService service = service(seen.source())) {
            platform(seen.source(), service).handle(service);
            service.start();
            Duration start = Duration.between(begun, Instant.now());
            // What it looks at once after its start, for example for what a node before it has left.
            List<String> starting = beats(seen);
            List<String> idling = beats(seen);
            for (int i = 1; i < TRIES && idling.size() > idle; i++) {
                idling = beats(seen);
            }
            return new Seen(starting, idling, start);
        }
    }

    /** What a node sends in some beats. */
    private static List<String> beats(StatementsSeen seen) {
        List<String> statements = new ArrayList<>();
        Awaitility.await().until(() -> {
            statements.addAll(seen.taken());
            return statements.stream()
                            .filter(statement -> statement.contains("SET beat = beat + 1"))
                            .count()
                    >= BEATS;
        });
        return statements;
    }

    /** A long transaction reads a table of one; its change waits, and everybody else goes on, those who are new included. */
    @Test
    void aChangeOfTablesThatWaitsStallsNobodyElse() throws Exception {
        List<String> names = List.of("changing", "second", "third");
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                HikariDataSource pool = pool(database);
                ExecutorService changer = Executors.newVirtualThreadPerTaskExecutor()) {
            make(pool, names);
            AsyncService service = service(pool);
            Platform platform = platform(pool, service);
            AttributeMetadata more = AttributeMetadata.of("new_more", new StringType(5));
            try (Connection reader = pool.getConnection();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement
                        .executeQuery("select accountid from org_changing.account")
                        .close();
                Future<?> change = changer.submit(() -> platform.metadata("changing")
                        .createAttribute("account", more, CascadeConfiguration.REFERENTIAL));
                awaitSomebodyWaiting(pool);
                for (String name : names) {
                    OrganizationService records =
                            platform.service(name, platform.organization(name).systemUserId());
                    UUID id = records.create(new Entity("account").set("name", "a"));
                    records.update(new Entity("account", id).set("fax", "1"));
                    records.delete("account", id);
                }
                platform.metadata("second").createAttribute("account", more, CascadeConfiguration.REFERENTIAL);
                platform.metadata("second").deleteAttribute("account", "new_more");
                service.queue().organizations().create("new");
                assertThat(platform.organization("new").systemUserId()).isNotNull();
                assertThat(change.isDone()).as("the change still waits").isFalse();
                reader.commit();
                change.get(120, TimeUnit.SECONDS);
            }
        }
    }

    private static void awaitSomebodyWaiting(DataSource source) {
        Awaitility.await().until(() -> {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement();
                    var found = statement.executeQuery("select exists (select from pg_stat_activity where"
                            + " wait_event_type = 'Lock' and datname = current_database())")) {
                found.next();
                return found.getBoolean(1);
            }
        });
    }
}
