package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.operation.Operation;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.security.People;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.AsyncOperationState;
import io.nightshift.sdk.AsyncOperationStatus;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The programs that the seeds show or describe, with our client. */
class SeedProgramsTest {

    private static final Instant LATER = Instant.parse("2026-05-01T12:00:00Z");

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    /** Seed when-jobs-fail: the date at which each suspended job will resume, and how often it has been retried. */
    @ParameterizedTest
    @MethodSource("versions")
    void itListsWhatIsSuspendedWithPostponeUntilAndRetryCount(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        fixture.organizations("programs");
        OrganizationService service = fixture.platform()
                .service("programs", fixture.platform().organization("programs").systemUserId());
        UUID waits = fixture.queue()
                .enqueue(Operation.named("waits").organization("programs").postponeUntil(LATER));
        UUID person = fixture.queue()
                .enqueue(Operation.named("waits for a person")
                        .organization("programs")
                        .postponeUntil(io.nightshift.operation.AsyncOperation.NEVER));
        fixture.queue().enqueue(Operation.named("is ready").organization("programs"));

        QueryByAttribute query = new QueryByAttribute("asyncoperation", ColumnSet.of("postponeuntil", "retrycount"))
                .where("statecode", AsyncOperationState.SUSPENDED.value());
        EntityCollection found = service.retrieveMultiple(query);
        List<String> lines = new ArrayList<>();
        for (Entity record : found.entities()) {
            AsyncOperation operation = AsyncOperation.of(record);
            lines.add("Operation id=" + operation.id() + " PostponeUntil=" + operation.postponeUntil() + " RetryCount="
                    + operation.retryCount());
        }
        // Beside the maintenance that the platform itself has planned.
        assertThat(lines)
                .contains(
                        "Operation id=" + waits + " PostponeUntil=2026-05-01T12:00:00Z RetryCount=0",
                        "Operation id=" + person + " PostponeUntil=9999-12-30T23:59:59Z RetryCount=0");
    }

    /** Seed asynchronous-operation-states: read the state, by name or by id, change it, call Update; or the same by Execute. */
    @ParameterizedTest
    @MethodSource("versions")
    void itReadsTheStateByNameOrIdAndChangesItByUpdateOrExecute(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        String name = "found by name " + version;
        UUID id = fixture.queue().enqueue(Operation.named(name).organization(PlatformFixture.CONTOSO));
        QueryByAttribute byName = new QueryByAttribute("asyncoperation", ColumnSet.of("statecode")).where("name", name);
        AsyncOperation read =
                AsyncOperation.of(service.retrieveMultiple(byName).entities().getFirst());
        assertThat(read.id()).isEqualTo(id);
        assertThat(read.state()).isEqualTo(AsyncOperationState.READY);

        service.update(new AsyncOperation(id).postponeUntil(LATER));
        AsyncOperation again = AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.of("statecode")));
        assertThat(again.state()).isEqualTo(AsyncOperationState.SUSPENDED);
        again.set("statecode", new OptionSetValue(AsyncOperationState.READY.value()));
        again.remove("asyncoperationid");
        again.remove("versionnumber");
        service.update(again);
        assertThat(((RetrieveMultipleResponse) service.execute(new RetrieveMultipleRequest(byName)))
                        .entityCollection()
                        .entities())
                .extracting(entity -> AsyncOperation.of(entity).state())
                .containsExactly(AsyncOperationState.READY);
        service.execute(new UpdateRequest(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED)));
        assertThat(AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.of("statuscode")))
                        .status())
                .isEqualTo(AsyncOperationStatus.CANCELED);
    }

    /** "Any asynchronous operation that you have access to": those of others are not there for a user of the lowest role. */
    @ParameterizedTest
    @MethodSource("versions")
    void aUserReadsAndMovesOnlyWhatItMay(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        People people = new People(fixture);
        UUID ann = people.user("Ann", people.root(), people.organization().roleId("Basic User"));
        UUID reader = people.user("Reader", people.root(), people.organization().roleId("Reader"));
        UUID hers = fixture.queue()
                .enqueue(Operation.named("hers")
                        .organization(PlatformFixture.CONTOSO)
                        .owner(ann));
        UUID theirs = fixture.queue()
                .enqueue(Operation.named("theirs")
                        .organization(PlatformFixture.CONTOSO)
                        .owner(people.organization().systemUserId()));
        QueryByAttribute all = new QueryByAttribute("asyncoperation", ColumnSet.of("name")).where("statecode", 0);
        assertThat(people.as(ann).retrieveMultiple(all).entities())
                .extracting(Entity::id)
                .containsExactly(hers);
        refused(FaultCode.PRIVILEGE_DENIED, () -> people.as(ann).retrieve("asyncoperation", theirs, ColumnSet.all()));
        refused(
                FaultCode.OBJECT_DOES_NOT_EXIST,
                () -> people.as(ann).update(new AsyncOperation(theirs).status(AsyncOperationStatus.CANCELED)));
        assertThat(people.as(reader).retrieveMultiple(all).entities())
                .extracting(Entity::id)
                .contains(hers, theirs);
        refused(
                FaultCode.PRIVILEGE_DENIED,
                () -> people.as(reader).update(new AsyncOperation(theirs).status(AsyncOperationStatus.CANCELED)));
        people.as(ann).update(new AsyncOperation(hers).status(AsyncOperationStatus.CANCELED));
        refused(FaultCode.PRIVILEGE_DENIED, () -> people.as(ann).delete("asyncoperation", hers));
        refused(
                FaultCode.PRIVILEGE_DENIED,
                () -> people.as(ann).create(new Entity("asyncoperation").set("messagename", "http")));
        assertThat(people.platform()
                        .retrieve("asyncoperation", theirs, ColumnSet.of("ownerid"))
                        .get("ownerid", EntityReference.class))
                .isNotNull();
    }

    private static void refused(FaultCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Assertions.assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.hexCode()).isEqualTo(code.hex()));
    }
}
