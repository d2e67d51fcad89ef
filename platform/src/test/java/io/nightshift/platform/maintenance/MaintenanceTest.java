package io.nightshift.platform.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.database.ServiceClock;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.ServiceListener;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Capabilities;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.Platform;
import io.nightshift.platform.PlatformSettings;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.queue.QueueStore;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The maintenance jobs of an organization: that they are there, what people may not do to them, and what each does. */
class MaintenanceTest {

    private static final String CONTOSO = "contoso";
    private static final Author ADA = Author.of("ada");
    // Far from noon, when these tests begin: what is to run is asked for, and nothing comes by itself.
    private static final int HOUR = 18;
    private static final ServiceClock CLOCK = new Noon();
    private static TestDatabase database;
    private static HikariDataSource pool;
    private static AsyncService service;
    private static Platform platform;
    private static PlainSql sql;

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.create(TestDatabase.versions().getLast());
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(12);
        pool = new HikariDataSource(config);
        sql = new PlainSql(pool);
        service = AsyncService.on(
                QueueStore.open(pool, CLOCK, CONTOSO),
                ServiceSettings.DEFAULT.slots(4).lease(Duration.ofMinutes(1)).poll(Duration.ofMillis(20)),
                ServiceListener.NONE);
        var decided = new MaintenanceSettings(HOUR, 1_000_000, "ops@example.org");
        platform = new Platform(pool, service.queue(), PlatformSettings.DEFAULT.maintenance(decided), List.of());
        platform.handle(service);
        service.handle("mail", context -> Outcome.succeeded(String.valueOf(context.data())));
        service.start();
        List<Entity> accounts = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            accounts.add(new Entity("account").set("name", "Account " + i));
        }
        records().execute(new CreateMultipleRequest(new EntityCollection("account", accounts)));
    }

    @AfterAll
    static void stop() throws SQLException {
        service.close();
        pool.close();
        database.close();
    }

    private static OrganizationService records() throws SQLException {
        return platform.service(CONTOSO, platform.organization(CONTOSO).systemUserId());
    }

    static List<OperationType> types() {
        return MaintenanceHandler.TYPES;
    }

    @Test
    void allProtectedTypesAndTheDeletionServiceAreJobs() {
        for (OperationType type : OperationType.values()) {
            assertThat(types().contains(type))
                    .as(type.label())
                    .isEqualTo(type.capabilities() == Capabilities.PROTECTED || type == OperationType.DELETION_SERVICE);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void eachRecursDailyWithinItsHour(OperationType type) throws Exception {
        AsyncOperation series = series(type);
        assertThat(series.standing()).isEqualTo(Standing.suspended(Cause.SERIES));
        assertThat(service.systemJobs().preview(CONTOSO, series.id(), 2))
                .allSatisfy(date ->
                        assertThat(date.atOffset(ZoneOffset.UTC).getHour()).isBetween(HOUR, HOUR + 1))
                .satisfies(dates -> assertThat(Duration.between(dates.getFirst(), dates.getLast()))
                        .isEqualTo(Duration.ofDays(1)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void nobodyCancelsPausesOrResumesAProtectedOne(OperationType type) throws Exception {
        if (type != OperationType.DELETION_SERVICE) {
            UUID id = series(type).id();
            refused(Move.CANCEL, id, 0x80044F00);
            refused(Move.PAUSE, id, 0x80044F01);
            refused(Move.RESUME, id, 0x80044166);
        }
    }

    private static void refused(Move move, UUID id, int code) {
        assertThatThrownBy(() -> service.queue().move(move, CONTOSO, id, ADA))
                .isInstanceOfSatisfying(
                        ServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(code));
    }

    @Test
    void organizationsDoNotFireAtTheSameTime() throws Exception {
        service.queue().organizations().create("fabrikam");
        platform.organization("fabrikam");
        UUID other = MaintenanceSchedule.id("fabrikam", OperationType.DELETION_SERVICE);
        assertThat(service.systemJobs().get("fabrikam", other).orElseThrow().postponeUntil())
                .isNotEqualTo(series(OperationType.DELETION_SERVICE).postponeUntil());
    }

    @Test
    void statisticsAreTakenFromWhatPostgresKnows() throws Exception {
        sql.execute("analyze org_contoso.account");
        run(OperationType.COLLECT_ORGANIZATION_STATISTICS);
        assertThat(statistic(1, "account")).isEqualTo(sql.number("select count(*) from org_contoso.account"));
        run(OperationType.COLLECT_ORGANIZATION_DATABASE_STATISTICS);
        assertThat(statistic(4, "account")).isNotNegative();
        run(OperationType.COLLECTION_ORGANIZATION_SIZE_STATISTICS);
        assertThat(statistic(5, "account"))
                .isEqualTo(sql.number("select pg_total_relation_size('org_contoso.account')"));
    }

    @Test
    void sizesAreAddedUpAndALimitThatIsExceededIsTold() throws Exception {
        run(OperationType.CALCULATE_ORGANIZATION_STORAGE_SIZE);
        assertThat(statistic(6, CONTOSO)).isGreaterThan(1_000_000);
        assertThat(run(OperationType.CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE))
                .startsWith("1,000,000 bytes");
        assertThat(statistic(7, CONTOSO)).isEqualTo(1_000_000);
        assertThat(run(OperationType.STORAGE_LIMIT_NOTIFICATION)).contains("the limit is 1,000,000 bytes");
        assertThat(statistic(8, CONTOSO)).isGreaterThan(1_000_000);
        AsyncOperation mail = service.systemJobs()
                .find(Search.all().in(CONTOSO).message("mail"))
                .operations()
                .getFirst();
        assertThat(service.systemJobs().data(CONTOSO, mail.id()).orElseThrow())
                .contains("ops@example.org", "the limit is 1,000,000 bytes");
    }

    @Test
    void whatHasChangedIsAnalyzed() throws Exception {
        sql.execute("create table org_contoso.changed (n int) with (autovacuum_enabled = false)");
        // A backend tells the server's statistics what it wrote when it likes to, unless it is told to do so at once.
        sql.execute("insert into org_contoso.changed select generate_series(1, 5000);"
                + " select pg_stat_force_next_flush()");
        assertThat(sql.number("select n_mod_since_analyze from pg_stat_user_tables where relname = 'changed'"))
                .isEqualTo(5000);
        run(OperationType.UPDATE_STATISTIC_INTERVALS);
        assertThat(sql.number("select reltuples::bigint from pg_class where relname = 'changed'"))
                .isEqualTo(5000);
    }

    @Test
    void contractsBecomeActiveAndExpireByTheCalendar() throws Exception {
        LocalDate today = LocalDate.ofInstant(CLOCK.now(), ZoneOffset.UTC);
        UUID customer = records().create(new Entity("account").set("name", "Customer"));
        Map<UUID, Integer> expected = Map.of(
                contract(customer, 1, today, today.plusDays(9)), 2,
                contract(customer, 1, today.plusDays(1), today.plusDays(9)), 1,
                contract(customer, 1, today.minusDays(9), today.minusDays(1)), 5,
                contract(customer, 2, today.minusDays(9), today), 2,
                contract(customer, 2, today.minusDays(9), today.minusDays(1)), 5,
                contract(customer, 0, today.minusDays(9), today.minusDays(1)), 0,
                contract(customer, 4, today.minusDays(9), today.minusDays(1)), 4);
        assertThat(run(OperationType.UPDATE_CONTRACT_STATES)).isEqualTo("2 contracts expired, 1 became active.");
        for (Map.Entry<UUID, Integer> contract : expected.entrySet()) {
            Entity read = records().retrieve("contract", contract.getKey(), ColumnSet.of("statecode", "statuscode"));
            assertThat(read.get("statecode")).isEqualTo(new OptionSetValue(contract.getValue()));
            assertThat(read.get("statuscode")).isEqualTo(new OptionSetValue(contract.getValue() + 1));
        }
    }

    private static UUID contract(UUID customer, int state, LocalDate first, LocalDate last) throws SQLException {
        UUID id = records()
                .create(new Entity("contract")
                        .set("customerid", new EntityReference("account", customer))
                        .set("activeon", first)
                        .set("expireson", last));
        if (state != 0) {
            records().update(new Entity("contract", id).set("statecode", new OptionSetValue(state)));
        }
        return id;
    }

    @Test
    void theUsageSummaryStaysHere() throws Exception {
        sql.execute("analyze org_contoso.account");
        assertThat(run(OperationType.SQM_DATA_COLLECTION)).contains("\"account\":", "\"operations\":{");
    }

    @Test
    void theDeletionServiceRemovesWhatIsLeftBehindAndNothingElse() throws Exception {
        OrganizationService records = records();
        UUID account = records.create(new Entity("account").set("name", "Kept"));
        UUID kept = records.create(new Entity("annotation")
                .set("subject", "kept")
                .set("objectid", new EntityReference("account", account)));
        UUID alone = records.create(new Entity("annotation").set("subject", "about nothing"));
        UUID orphan = OrphanedNote.make(records, sql, "orphan");
        String somebody = "'" + platform.organization(CONTOSO).systemUserId() + "'";
        sql.execute("insert into org_contoso.teammembership (teammembershipid, teamid, systemuserid) values"
                + " (gen_random_uuid(), gen_random_uuid(), " + somebody + ")");
        run(OperationType.CALCULATE_ORGANIZATION_MAXIMUM_STORAGE_SIZE);
        sql.execute("update org_contoso.organizationstatistic set createdon = createdon - interval '31 days'"
                + " where statistictype = 7");
        long others = sql.number("select count(*) from org_contoso.organizationstatistic where statistictype <> 7");
        assertThat(run(OperationType.DELETION_SERVICE)).endsWith("rows removed.");
        assertThat(records.retrieveMultiple(new QueryExpression("annotation")
                                .where("annotationid", ConditionOperator.IN, kept, alone, orphan))
                        .entities())
                .extracting(Entity::id)
                .containsExactlyInAnyOrder(kept, alone);
        assertThat(sql.number("select count(*) from org_contoso.teammembership where systemuserid = " + somebody
                        + " and not exists (select from org_contoso.team t where t.teamid = teammembership.teamid)"))
                .isZero();
        assertThat(sql.number("select count(*) from org_contoso.organizationstatistic where statistictype = 7"))
                .isZero();
        assertThat(sql.number("select count(*) from org_contoso.organizationstatistic"))
                .isGreaterThanOrEqualTo(others);
        assertThat(run(OperationType.DELETION_SERVICE)).isEqualTo("0 rows removed.");
    }

    @Test
    void whatCustomCodeDoesNotLetGoStaysAndKeepsNothingElse() throws Exception {
        UUID wanted = OrphanedNote.make(records(), sql, "wanted");
        UUID orphan = OrphanedNote.make(records(), sql, "orphan");
        UUID step = OrphanedNote.keep(platform, records(), wanted);
        assertThat(run(OperationType.DELETION_SERVICE)).isNotEqualTo("0 rows removed.");
        assertThat(OrphanedNote.isThere(sql, orphan)).isFalse();
        assertThat(OrphanedNote.isThere(sql, wanted)).isTrue();
        records().delete("sdkmessageprocessingstep", step);
        assertThat(run(OperationType.DELETION_SERVICE)).isNotEqualTo("0 rows removed.");
    }

    private static AsyncOperation series(OperationType type) throws SQLException {
        return service.systemJobs()
                .get(CONTOSO, MaintenanceSchedule.id(CONTOSO, type))
                .orElseThrow();
    }

    /** Has one occurrence more, now, and answers its result. */
    private static String run(OperationType type) throws SQLException {
        UUID id = service.queue().runNow(CONTOSO, MaintenanceSchedule.id(CONTOSO, type), ADA);
        AsyncOperation ended = Awaitility.await()
                .until(() -> service.systemJobs().get(CONTOSO, id).orElseThrow(), AsyncOperation::isCompleted);
        assertThat(ended.message()).isNull();
        assertThat(ended.status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(ended.type()).isEqualTo(type);
        return service.systemJobs().result(CONTOSO, id).orElseThrow();
    }

    private static long statistic(int type, String name) throws SQLException {
        return sql.number("select statisticvalue from org_contoso.organizationstatistic where statistictype = " + type
                + " and name = '" + name + "' order by createdon desc limit 1");
    }
}
