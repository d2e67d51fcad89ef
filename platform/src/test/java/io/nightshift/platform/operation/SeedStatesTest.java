package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.event.EventFixture;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginServices;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Seed asynchronous-operation-states, in process through the organization service, while a node runs the operations. */
@ParameterizedClass
@MethodSource("versions")
class SeedStatesTest {

    private static final Instant FAR = Instant.parse("2200-01-01T00:00:00Z");
    private static final List<Integer> PROTECTED = List.of(22, 18, 19, 20, 16, 9, 25, 31, 24, 27);

    private final EventFixture fixture;
    private final Events events;
    private final OrganizationService service;
    private final Map<UUID, CountDownLatch> gates = new ConcurrentHashMap<>();

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    SeedStatesTest(TestDatabase.Version version) throws Exception {
        fixture = EventFixture.shared(version);
        events = fixture.lasting("states");
        service = events.service();
    }

    /** Each row of the table, reached as the diagram says, read with Retrieve. */
    @Test
    void anOperationGoesThroughTheStatesOfTheTableAndTellsThem() {
        events.forgetSteps();
        events.asynchronous("Create", "account", this::run);

        UUID waiting = service.create(new Entity("asyncoperation")
                .set("messagename", "nobody handles this")
                .set("postponeuntil", FAR));
        stands(waiting, AsyncOperationStatus.WAITING, 1, 10);
        service.update(change(waiting, 0));
        stands(waiting, AsyncOperationStatus.WAITING_FOR_RESOURCES, 0, 0);
        service.update(new AsyncOperation(waiting).postponeUntil(FAR));
        stands(waiting, AsyncOperationStatus.WAITING, 1, 10);

        UUID running = started("runs");
        stands(running, AsyncOperationStatus.IN_PROGRESS, 2, 20);
        refused(0x8004416AL, () -> service.delete("asyncoperation", running));
        service.update(change(running, 1));
        stands(running, AsyncOperationStatus.PAUSING, 2, 21);
        service.update(change(running, 0));
        stands(running, AsyncOperationStatus.IN_PROGRESS, 2, 20);
        service.update(canceled(running));
        stands(running, AsyncOperationStatus.CANCELING, 2, 22);

        UUID good = started("succeeds");
        UUID bad = started("fails");
        gates.values().forEach(CountDownLatch::countDown);
        stands(good, AsyncOperationStatus.SUCCEEDED, 3, 30);
        stands(bad, AsyncOperationStatus.FAILED, 3, 31);
        service.update(canceled(waiting));
        stands(waiting, AsyncOperationStatus.CANCELED, 3, 32);
        for (UUID over : List.of(good, bad, waiting)) {
            if (over.equals(waiting)) {
                // The same command twice has happened.
                service.update(canceled(over));
            } else {
                refused(0x80044165L, () -> service.update(canceled(over)));
            }
            refused(0x80044166L, () -> service.update(change(over, 0)));
            refused(0x80044167L, () -> service.update(change(over, 1)));
            service.delete("asyncoperation", over);
            refused(0x80040217L, () -> read(over));
        }
    }

    /** An account's name says how its operation ends; it waits at its gate and heeds no interrupt. */
    private void run(PluginServices services) {
        UUID account = services.context().primaryEntityId();
        CountDownLatch gate = gates.computeIfAbsent(account, id -> new CountDownLatch(1));
        boolean interrupted = false;
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Entity target = (Entity) services.context().inputParameters().get("Target");
        if ("fails".equals(target.get("name"))) {
            throw new ArithmeticException("As it was told.");
        }
    }

    private UUID started(String name) {
        UUID account = service.create(new Entity("account").set("name", name));
        UUID operation = service.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                        .where("regardingobjectid", ConditionOperator.EQUAL, account))
                .entities()
                .getFirst()
                .id();
        Awaitility.await().until(() -> gates.containsKey(account));
        return Objects.requireNonNull(operation);
    }

    private AsyncOperation read(UUID id) {
        return AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.all()));
    }

    private void stands(UUID id, AsyncOperationStatus status, int state, int number) {
        AsyncOperation found = Awaitility.await().until(() -> read(id), operation -> operation.status() == status);
        assertThat(found.get("statecode")).isEqualTo(new OptionSetValue(state));
        assertThat(found.get("statuscode")).isEqualTo(new OptionSetValue(number));
        assertThat(status.state().value()).isEqualTo(state);
    }

    private static Entity change(UUID id, int state) {
        return new Entity("asyncoperation", id).set("statecode", new OptionSetValue(state));
    }

    private static Entity canceled(UUID id) {
        return new AsyncOperation(id).status(AsyncOperationStatus.CANCELED);
    }

    /** The ten jobs of the list, beside one that is not on it. */
    @Test
    void theJobsOfTheListAreNeitherCanceledNorPausedNorResumedByAnUpdate() throws Exception {
        for (int number : PROTECTED) {
            UUID id = enqueued(Operation.of(OperationType.of(number)));
            refused(0x80044F00L, () -> service.update(canceled(id)));
            refused(0x80044F01L, () -> service.update(change(id, 1)));
            refused(0x80044166L, () -> service.update(change(id, 0)));
            assertThat(read(id).status()).isEqualTo(AsyncOperationStatus.WAITING);
            assertThat(read(id).get("operationtype")).isEqualTo(new OptionSetValue(number));
        }
        UUID other = enqueued(Operation.named("nobody handles this"));
        service.update(change(other, 1));
        service.update(change(other, 0));
        service.update(canceled(other));
        stands(other, AsyncOperationStatus.CANCELED, 3, 32);
    }

    private UUID enqueued(Operation operation) throws Exception {
        return fixture.async()
                .queue()
                .enqueue(operation.organization(events.name()).postponeUntil(FAR));
    }

    private static void refused(long code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(FaultCode.hex((int) code)));
    }
}
