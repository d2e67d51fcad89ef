package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.Relationship;
import io.nightshift.sdk.messages.AssignRequest;
import io.nightshift.sdk.messages.DeleteMultipleRequest;
import io.nightshift.sdk.messages.SetStateRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An update of an operation is a command (seed asynchronous-operation-states; the codes are those of dynamics-facts 1.4). */
class OperationMovesTest {

    private static final Instant LATER = Instant.parse("2026-05-01T00:00:00Z");

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static UUID enqueue(PlatformFixture fixture, Operation operation) throws Exception {
        return fixture.queue().enqueue(operation.organization(PlatformFixture.CONTOSO));
    }

    private static AsyncOperation read(OrganizationService service, UUID id) {
        return AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.all()));
    }

    private static void refused(long code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(FaultCode.hex((int) code)));
    }

    private static Entity change(UUID id) {
        return new Entity("asyncoperation", id);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void cancelPauseResumeAndPostponeAreUpdates(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID id = enqueue(fixture, Operation.named("moved"));
        service.update(new AsyncOperation(id).postponeUntil(LATER));
        assertThat(read(service, id).status()).isEqualTo(AsyncOperationStatus.WAITING);
        assertThat(read(service, id).postponeUntil()).isEqualTo(LATER);
        service.update(change(id).set("statecode", new OptionSetValue(0)));
        assertThat(read(service, id).status()).isEqualTo(AsyncOperationStatus.WAITING_FOR_RESOURCES);
        assertThat(read(service, id).postponeUntil()).isNull();
        service.update(change(id)
                .set("statecode", new OptionSetValue(1))
                .set("statuscode", new OptionSetValue(10))
                .set("postponeuntil", AsyncOperation.UNTIL_RESUMED));
        assertThat(read(service, id).postponeUntil()).isEqualTo(AsyncOperation.UNTIL_RESUMED);
        service.update(change(id).set("statecode", new OptionSetValue(1)));
        assertThat(read(service, id).status()).isEqualTo(AsyncOperationStatus.WAITING);
        service.execute(new SetStateRequest(
                new EntityReference("asyncoperation", id), new OptionSetValue(0), new OptionSetValue(-1)));
        assertThat(read(service, id).status()).isEqualTo(AsyncOperationStatus.WAITING_FOR_RESOURCES);
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED));
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED));
        assertThat(read(service, id).status()).isEqualTo(AsyncOperationStatus.CANCELED);
        service.delete("asyncoperation", id);
        refused(0x80040217L, () -> read(service, id));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void refusalsHaveTheCodesOfDynamicsAndChangeNothing(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID ready = enqueue(fixture, Operation.named("ready"));
        refused(0x80044167L, () -> service.update(change(ready).set("statecode", new OptionSetValue(1))));
        refused(0x80044166L, () -> service.update(change(ready).set("statecode", new OptionSetValue(0))));
        refused(0x8004416AL, () -> service.delete("asyncoperation", ready));
        refused(
                0x80048408L,
                () -> service.update(change(ready)
                        .set("statecode", new OptionSetValue(3))
                        .set("statuscode", new OptionSetValue(10))));
        refused(0x80048408L, () -> service.update(change(ready).set("statecode", new OptionSetValue(7))));
        refused(0x80044165L, () -> service.update(change(ready).set("statecode", new OptionSetValue(3))));
        refused(0x80044162L, () -> service.update(change(ready).set("statecode", new OptionSetValue(2))));
        refused(0x80040203L, () -> service.update(change(ready).set("name", "another")));
        refused(0x80040203L, () -> service.update(change(ready).set("dependencytoken", "another")));
        refused(
                0x80040203L,
                () -> service.update(new AsyncOperation(ready)
                        .status(AsyncOperationStatus.CANCELED)
                        .set("name", "another")));
        refused(0x80040203L, () -> service.update(change(ready).set("postponeuntil", PlatformFixture.START)));
        refused(0x80040203L, () -> service.update(change(ready).set("postponeuntil", null)));
        refused(
                0x80040203L,
                () -> service.update(new AsyncOperation(ready)
                        .status(AsyncOperationStatus.CANCELED)
                        .set("postponeuntil", LATER)));
        refused(0x80040203L, () -> service.update(change(ready)));
        refused(0x80040203L, () -> service.update(change(ready).set("statecode", 0)));
        refused(
                0x80040217L,
                () -> service.update(new AsyncOperation(UUID.randomUUID()).status(AsyncOperationStatus.CANCELED)));
        refused(
                0x80044164L,
                () -> service.update(new Entity("asyncoperation").set("statecode", new OptionSetValue(0))));
        refused(
                0x80040315L,
                () -> service.execute(new UpsertRequest(change(ready).set("name", "x"))));
        refused(
                0x80040315L,
                () -> service.execute(new AssignRequest(
                        new EntityReference("asyncoperation", ready),
                        new EntityReference("systemuser", UUID.randomUUID()))));
        refused(
                0x80040315L,
                () -> service.associate("asyncoperation", ready, new Relationship("user_asyncoperation"), List.of()));
        assertThat(read(service, ready).status()).isEqualTo(AsyncOperationStatus.WAITING_FOR_RESOURCES);
        service.update(new AsyncOperation(ready).status(AsyncOperationStatus.CANCELED));
        refused(0x80044166L, () -> service.update(change(ready).set("statecode", new OptionSetValue(0))));
        refused(0x80044167L, () -> service.update(new AsyncOperation(ready).postponeUntil(LATER)));

        UUID system = enqueue(fixture, Operation.of(OperationType.SQM_DATA_COLLECTION));
        refused(0x80044F00L, () -> service.update(new AsyncOperation(system).status(AsyncOperationStatus.CANCELED)));
        refused(0x80044F01L, () -> service.update(change(system).set("statecode", new OptionSetValue(1))));
        refused(0x80044166L, () -> service.update(change(system).set("statecode", new OptionSetValue(0))));
        UUID rollup = enqueue(fixture, Operation.of(OperationType.of(57)));
        refused(0x80044F02L, () -> service.update(new AsyncOperation(rollup).status(AsyncOperationStatus.CANCELED)));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void severalAreMovedTogetherOrNotAtAll(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID one = enqueue(fixture, Operation.named("one"));
        UUID other = enqueue(fixture, Operation.named("other").postponeUntil(LATER));
        refused(
                0x80044166L,
                () -> service.execute(new UpdateMultipleRequest(new EntityCollection(
                        "asyncoperation",
                        List.of(
                                change(other).set("statecode", new OptionSetValue(0)),
                                change(one).set("statecode", new OptionSetValue(0)))))));
        assertThat(read(service, other).status()).isEqualTo(AsyncOperationStatus.WAITING);
        service.execute(new UpdateMultipleRequest(new EntityCollection(
                "asyncoperation",
                List.of(
                        new AsyncOperation(other).status(AsyncOperationStatus.CANCELED),
                        new AsyncOperation(one).status(AsyncOperationStatus.CANCELED)))));
        service.execute(new DeleteMultipleRequest(
                List.of(new EntityReference("asyncoperation", one), new EntityReference("asyncoperation", other))));
        refused(0x80040217L, () -> read(service, one));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aMoveHappensIfTheCallersTransactionCommits(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        UUID id = enqueue(fixture, Operation.named("both or neither"));
        for (boolean commits : new boolean[] {false, true}) {
            try (Connection connection = fixture.database().dataSource().getConnection()) {
                connection.setAutoCommit(false);
                OrganizationService inside = fixture.platform().service(connection, PlatformFixture.CONTOSO, user);
                inside.create(new Entity("task").set("subject", "with it"));
                inside.update(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED));
                assertThat(read(inside, id).status()).isEqualTo(AsyncOperationStatus.CANCELED);
                if (commits) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            assertThat(read(service, id).status())
                    .isEqualTo(commits ? AsyncOperationStatus.CANCELED : AsyncOperationStatus.WAITING_FOR_RESOURCES);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aCreateEnqueuesAsTheCaller(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID user = fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
        UUID account = service.create(new Entity("account").set("name", "About"));
        UUID chosen = UUID.randomUUID();
        Entity wanted = new Entity("asyncoperation", chosen)
                .set("name", "Made by a create")
                .set("messagename", "noop")
                .set("data", "{}")
                .set("dependencytoken", "made-" + version)
                .set("postponeuntil", LATER)
                .set("regardingobjectid", new EntityReference("account", account))
                .set("statecode", new OptionSetValue(3));
        assertThat(service.create(wanted)).isEqualTo(chosen);
        AsyncOperation made = read(service, chosen);
        assertThat(made.status()).isEqualTo(AsyncOperationStatus.WAITING);
        assertThat(made.get("ownerid")).isEqualTo(new EntityReference("systemuser", user));
        assertThat(made.get("correlationid")).isNotNull();
        refused(0x80040237L, () -> service.create(wanted));
        refused(
                0x80044303L,
                () -> service.create(new Entity("asyncoperation").set("operationtype", new OptionSetValue(99999))));
        refused(0x80040200L, () -> service.create(new Entity("asyncoperation").set("name", "of what kind?")));
        refused(
                0x80040203L,
                () -> service.create(new Entity("asyncoperation")
                        .set("messagename", "noop")
                        .set("dependencytoken", "x".repeat(257))));
        refused(
                0x80041103L,
                () -> service.create(
                        new Entity("asyncoperation").set("messagename", "noop").set("nonsense", 1)));
        refused(0x80044354L, () -> service.create(new Entity("asyncoperation").set("messagename", 1)));
        refused(
                0x80040217L,
                () -> service.create(new Entity("asyncoperation")
                        .set("messagename", "noop")
                        .set("regardingobjectid", new EntityReference("account", UUID.randomUUID()))));
        refused(
                0x80040220L,
                () -> service.create(new Entity("asyncoperation")
                        .set("messagename", "noop")
                        .set("ownerid", new EntityReference("systemuser", UUID.randomUUID()))));
        refused(
                0x80040315L,
                () -> service.create(new Entity("asyncoperation").set("operationtype", new OptionSetValue(9))));
    }
}
