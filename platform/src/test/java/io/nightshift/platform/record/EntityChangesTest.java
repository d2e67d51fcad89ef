package io.nightshift.platform.record;

import static io.nightshift.platform.PlatformFixture.CONTOSO;
import static io.nightshift.platform.PlatformFixture.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.organization.ChangeTracking;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.People;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.postgres.Seed;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.PagingInfo;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has changed since a version: nothing is missed, however transactions overlap. */
class EntityChangesTest {

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static Entity letter(@Nullable UUID id, String subject) {
        Entity letter = new Entity("letter").set("subject", subject);
        if (id != null) {
            letter.id(id);
        }
        return letter;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatIsNewOtherOrGoneIsTold(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID kept = service.create(letter(null, "kept"));
        UUID other = service.create(letter(null, "before"));
        UUID gone = service.create(letter(null, "gone"));
        ChangeMirror mirror = new ChangeMirror(service, "letter");
        mirror.follow(2);
        assertThat(mirror.known).containsEntry(kept, "kept").containsKeys(other, gone);
        assertThat(mirror.follow(2)).isZero();
        service.update(letter(other, "after"));
        service.update(letter(other, "and again"));
        service.delete("letter", gone);
        UUID fresh = service.create(letter(null, "fresh"));
        assertThat(mirror.follow(0)).isEqualTo(4 - 1);
        assertThat(mirror.known).containsEntry(other, "and again").containsEntry(fresh, "fresh");
        assertThat(mirror.known).doesNotContainKey(gone).containsEntry(kept, "kept");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aCommitThatBecomesVisibleLateIsNotSkipped(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        ChangeMirror mirror = new ChangeMirror(service, "letter");
        mirror.follow(0);
        try (Connection late = fixture.database().dataSource().getConnection()) {
            late.setAutoCommit(false);
            OrganizationService slow = fixture.platform().service(late, CONTOSO, user(fixture));
            UUID first = slow.create(letter(null, "late"));
            UUID second = service.create(letter(null, "early"));
            assertThat(mirror.follow(0)).isEqualTo(1);
            assertThat(mirror.known).containsKey(second).doesNotContainKey(first);
            assertThat(mirror.follow(0)).isZero();
            late.commit();
            assertThat(mirror.follow(0)).isEqualTo(1);
            assertThat(mirror.known).containsEntry(first, "late");
            assertThat(mirror.follow(0)).isZero();
        }
    }

    /** Who first asks waits for those who already write; what they write is in the first answer. */
    @ParameterizedTest
    @MethodSource("versions")
    void trackingBeginsWithNobodyLeftOut(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        try (Connection late = fixture.database().dataSource().getConnection()) {
            late.setAutoCommit(false);
            OrganizationService slow = fixture.platform().service(late, CONTOSO, user(fixture));
            UUID writing = slow.create(new Entity("phonecall").set("subject", "writing"));
            ChangeMirror mirror = new ChangeMirror(service, "phonecall");
            CompletableFuture<Integer> asked = CompletableFuture.supplyAsync(() -> mirror.follow(0));
            await().until(() -> waiting(fixture));
            assertThat(asked).isNotDone();
            late.commit();
            asked.get(120, TimeUnit.SECONDS);
            assertThat(mirror.known).containsEntry(writing, "writing");
        }
    }

    private static boolean waiting(PlatformFixture fixture) throws Exception {
        try (Connection connection = fixture.database().dataSource().getConnection();
                var rows = connection
                        .createStatement()
                        .executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database()"
                                + " and query like 'create or replace trigger%'")) {
            rows.next();
            return rows.getInt(1) > 0;
        }
    }

    /** Transactions that begin, write, commit and roll back in any order, and a mirror that looks in between. */
    @ParameterizedTest
    @MethodSource("versions")
    void overlappingTransactionsAreFollowedExactly(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        ChangeMirror mirror = new ChangeMirror(service, "letter");
        mirror.follow(0);
        long seed = Seed.repeated();
        Random random = new Random(seed);
        List<Writer> writers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            writers.add(new Writer(fixture, random));
        }
        for (int step = 0; step < 200; step++) {
            writers.get(random.nextInt(writers.size())).step();
            if (random.nextInt(4) == 0) {
                mirror.follow(1 + random.nextInt(3));
                assertSame(seed, mirror, writers);
            }
        }
        for (Writer writer : writers) {
            writer.end();
        }
        mirror.follow(0);
        assertSame(seed, mirror, writers);
        assertThat(mirror.pages).isGreaterThan(40);
    }

    private static void assertSame(long seed, ChangeMirror mirror, List<Writer> writers) {
        for (Writer writer : writers) {
            writer.committed.forEach((id, subject) ->
                    assertThat(mirror.known.get(id)).as("seed " + seed).isEqualTo(subject));
        }
    }

    /** A connection that writes letters of its own; what it has committed is known, null for what is deleted. */
    private static final class Writer {

        private final Connection connection;
        private final OrganizationService service;
        private final Random random;
        private final Map<UUID, @Nullable String> committed = new HashMap<>();
        private Map<UUID, @Nullable String> written = new HashMap<>();

        Writer(PlatformFixture fixture, Random random) throws Exception {
            this.connection = fixture.database().dataSource().getConnection();
            this.connection.setAutoCommit(false);
            this.service = fixture.platform().service(connection, CONTOSO, user(fixture));
            this.random = random;
        }

        void step() throws Exception {
            List<UUID> there = written.entrySet().stream()
                    .filter(each -> each.getValue() != null)
                    .map(Map.Entry::getKey)
                    .toList();
            int what = random.nextInt(6);
            String subject = "s" + random.nextInt();
            if (what == 0) {
                connection.commit();
                committed.putAll(written);
            } else if (what == 1) {
                connection.rollback();
                written = new HashMap<>(committed);
            } else if (what == 2 && !there.isEmpty()) {
                UUID id = there.get(random.nextInt(there.size()));
                service.delete("letter", id);
                written.put(id, null);
            } else if (what == 3 && !there.isEmpty()) {
                UUID id = there.get(random.nextInt(there.size()));
                service.update(letter(id, subject));
                written.put(id, subject);
            } else {
                written.put(service.create(letter(null, subject)), subject);
            }
        }

        void end() throws Exception {
            connection.commit();
            committed.putAll(written);
            connection.close();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whatIsForgottenIsSaid(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        ChangeMirror old = new ChangeMirror(service, "letter");
        old.follow(0);
        service.create(letter(null, "old"));
        ChangeTracking tracking = new ChangeTracking(organization(fixture));
        Duration month = ChangeTracking.KEPT.plusDays(1);
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            assertThat(tracking.forget(connection, START.minus(month), START, 1000))
                    .isZero();
            ChangeMirror fresh = new ChangeMirror(service, "letter");
            fresh.follow(0);
            service.create(letter(null, "young"));
            assertThat(tracking.forget(connection, START.plusSeconds(1), START.plus(month), 1000))
                    .isPositive();
            assertThat(fresh.follow(0)).isEqualTo(1);
        }
        faults(FaultCode.EXPIRED_VERSION_STAMP, () -> old.follow(0));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void versionsThatAreNoneAreRefused(TestDatabase.Version version) throws Exception {
        OrganizationService service = PlatformFixture.shared(version).service();
        for (String text : List.of(
                "", "x", "0!1:1:", "01234567!5:4:", "01234567!1:9:3,2", "01234567!1:9:10", "01234567!1:9:,", "a b")) {
            faults(FaultCode.INVALID_ARGUMENT, () -> ChangeMirror.changes(service, "letter", text, PagingInfo.FIRST));
        }
        faults(
                FaultCode.EXPIRED_VERSION_STAMP,
                () -> ChangeMirror.changes(service, "letter", "01234567!1:9:3,4", PagingInfo.FIRST));
        for (String cookie :
                List.of("x", "01234567!1:9: ", "01234567!1:9:3 x/y", "01234567!1:9: 1/" + "z".repeat(36))) {
            assertThatThrownBy(() -> ChangeMirror.changes(
                            service, "letter", "01234567!1:9:3,4", new PagingInfo(2, 5, false, cookie)))
                    .isInstanceOf(OrganizationServiceFault.class);
        }
        faults(FaultCode.NOT_SUPPORTED, () -> ChangeMirror.changes(service, "asyncoperation", null, PagingInfo.FIRST));
        faults(
                FaultCode.INVALID_ARGUMENT,
                () -> ChangeMirror.changes(service, "letter", null, new PagingInfo(1, 5001)));
    }

    /** What is deleted belongs to nobody, so that only who may read everything is told. */
    @ParameterizedTest
    @MethodSource("versions")
    void onlyThoseWhoMayReadAllFollow(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        People people = new People(fixture);
        UUID some = people.newRole("reads letters of the unit " + UUID.randomUUID(), false);
        people.allow(people.platform(), some, people.privilege(AccessRight.READ, "letter"), PrivilegeDepth.DEEP);
        UUID all = people.newRole("reads all letters " + UUID.randomUUID(), false);
        people.allow(people.platform(), all, people.privilege(AccessRight.READ, "letter"), PrivilegeDepth.GLOBAL);
        OrganizationService limited = people.as(people.user("limited", people.root(), some));
        faults(FaultCode.PRIVILEGE_DENIED, () -> ChangeMirror.changes(limited, "letter", null, PagingInfo.FIRST));
        OrganizationService reader = people.as(people.user("reader", people.root(), all));
        assertThat(ChangeMirror.changes(reader, "letter", null, PagingInfo.FIRST)
                        .dataToken())
                .isNotNull();
    }

    private static UUID user(PlatformFixture fixture) throws Exception {
        return organization(fixture).systemUserId();
    }

    private static Organization organization(PlatformFixture fixture) throws Exception {
        return fixture.platform().organization(CONTOSO);
    }

    private static void faults(FaultCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.errorCode()).isEqualTo(code.code()));
    }
}
