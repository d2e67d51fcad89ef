package io.nightshift.platform.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.Kept;
import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.platform.PlatformFixture;
import io.nightshift.platform.event.EventFixture;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.AliasedValue;
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
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations are read as any record is (dynamics-facts 2). */
class OperationRecordsTest {

    private static final Instant LATER = Instant.parse("2026-05-01T00:00:00Z");

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    private static UUID enqueue(PlatformFixture fixture, Operation operation) throws Exception {
        return fixture.queue().enqueue(operation.organization(PlatformFixture.CONTOSO));
    }

    private static UUID user(PlatformFixture fixture) throws Exception {
        return fixture.platform().organization(PlatformFixture.CONTOSO).systemUserId();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyAttributeThatTheServiceKeepsIsRead(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID account = service.create(new Entity("account").set("name", "Regarded"));
        UUID parent = enqueue(fixture, Operation.named("parent").postponeUntil(LATER));
        UUID correlation = UUID.randomUUID();
        String large = "x".repeat(5000);
        UUID id = enqueue(
                fixture,
                Operation.of(OperationType.SYSTEM_EVENT)
                        .name("Every attribute")
                        .message("Update")
                        .owner(user(fixture))
                        .regarding("account", account)
                        .parent(parent)
                        .data(large)
                        .token("every-" + version)
                        .correlation(correlation, 3)
                        .postponeUntil(LATER)
                        .kept(Kept.FOR_EVER));
        AsyncOperation read = AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.all()));
        assertThat(read.name()).isEqualTo("Every attribute");
        assertThat(read.messageName()).isEqualTo("Update");
        assertThat(read.state()).isEqualTo(AsyncOperationState.SUSPENDED);
        assertThat(read.status()).isEqualTo(AsyncOperationStatus.WAITING);
        assertThat(read.postponeUntil()).isEqualTo(LATER);
        assertThat(read.retryCount()).isZero();
        assertThat(read.get("operationtype")).isEqualTo(new OptionSetValue(1));
        assertThat(read.formattedValues())
                .containsEntry("operationtype", "System Event")
                .containsEntry("statecode", "Suspended")
                .containsEntry("statuscode", "Waiting")
                .containsEntry("regardingobjectid", "Regarded");
        assertThat(read.regardingObject()).isEqualTo(new EntityReference("account", account));
        assertThat(read.get("primaryentitytype")).isEqualTo("account");
        assertThat(read.get("ownerid")).isEqualTo(new EntityReference("systemuser", user(fixture)));
        assertThat(read.get("owninguser")).isEqualTo(new EntityReference("systemuser", user(fixture)));
        assertThat(read.get("owningbusinessunit"))
                .isEqualTo(new EntityReference(
                        "businessunit",
                        fixture.platform().organization(PlatformFixture.CONTOSO).rootBusinessUnitId()));
        assertThat(read.get("parentasyncoperationid")).isEqualTo(new EntityReference("asyncoperation", parent));
        assertThat(read.get("data")).isEqualTo(large);
        assertThat(read.get("dependencytoken")).isEqualTo("every-" + version);
        assertThat(read.get("correlationid")).isEqualTo(correlation);
        assertThat(read.get("depth")).isEqualTo(3);
        assertThat(read.get("retainjobhistory")).isEqualTo(true);
        assertThat(read.get("iswaitingforevent")).isEqualTo(false);
        assertThat((Long) read.get("sequence")).isPositive();
        assertThat(read.get("createdon"))
                .isEqualTo(PlatformFixture.START.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
        assertThat(read.get("completedon")).isNull();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aSeriesTellsItsRecurrence(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID series = enqueue(
                fixture,
                Operation.named("series")
                        .recurrence(Recurrence.of("FREQ=DAILY;").starting(LATER)));
        Entity recurring =
                service.retrieve("asyncoperation", series, ColumnSet.of("recurrencepattern", "recurrencestarttime"));
        assertThat(recurring.get("recurrencepattern")).isEqualTo("FREQ=DAILY;");
        assertThat(recurring.get("recurrencestarttime")).isEqualTo(LATER);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void itIsFoundThroughTheRecordItIsAboutAndThatRecordThroughIt(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID account = service.create(new Entity("account").set("name", "Linked " + version));
        UUID id = enqueue(
                fixture,
                Operation.named("Ünïcode Name").regarding("account", account).owner(user(fixture)));
        enqueue(fixture, Operation.named("about nothing"));
        EntityCollection down = service.retrieveMultiple(new FetchExpression("<fetch><entity name='account'>"
                + "<attribute name='name'/><filter><condition attribute='accountid' operator='eq' value='" + account
                + "'/></filter><link-entity name='asyncoperation' from='regardingobjectid' to='accountid' alias='job'>"
                + "<attribute name='name'/><attribute name='statuscode'/></link-entity></entity></fetch>"));
        assertThat(down.entities()).hasSize(1);
        assertThat(((AliasedValue) down.entities().getFirst().get("job.name")).value())
                .isEqualTo("Ünïcode Name");
        EntityCollection up = service.retrieveMultiple(new FetchExpression("<fetch><entity name='asyncoperation'>"
                + "<attribute name='regardingobjectid'/><filter><condition attribute='name' operator='eq'"
                + " value='ÜNÏCODE NAME'/></filter>"
                + "<link-entity name='account' from='accountid' to='regardingobjectid' alias='a'>"
                + "<filter><condition attribute='accountid' operator='eq' value='" + account + "'/></filter>"
                + "</link-entity>"
                + "<link-entity name='systemuser' from='systemuserid' to='ownerid' alias='u'>"
                + "<attribute name='systemuserid'/></link-entity></entity></fetch>"));
        assertThat(up.entities()).extracting(Entity::id).containsExactly(id);
        assertThat(((AliasedValue) up.entities().getFirst().get("u.systemuserid")).value())
                .isEqualTo(user(fixture));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void itTellsTheStepOrTheWorkflowThatItRuns(TestDatabase.Version version) throws Exception {
        EventFixture.Events events = EventFixture.shared(version).organization();
        UUID step = events.asynchronous("Create", "account", _ -> {});
        events.service()
                .create(new Entity("account").set("name", "\"OwningExtension\":{\"Id\":\"" + UUID.randomUUID()));
        EntityCollection ofStep = events.service()
                .retrieveMultiple(new QueryExpression("asyncoperation", "owningextensionid")
                        .where("owningextensionid", ConditionOperator.EQUAL, step));
        assertThat(ofStep.entities()).hasSize(1);
        assertThat(ofStep.entities().getFirst().get("owningextensionid"))
                .isEqualTo(new EntityReference("sdkmessageprocessingstep", step));
        PlatformFixture fixture = PlatformFixture.shared(version);
        UUID workflow = UUID.randomUUID();
        UUID id = enqueue(fixture, Operation.of(OperationType.WORKFLOW).data("{\"workflow\":\"" + workflow + "\"}"));
        UUID odd = enqueue(fixture, Operation.of(OperationType.WORKFLOW).data("no document"));
        assertThat(fixture.service()
                        .retrieve("asyncoperation", id, ColumnSet.all())
                        .get("workflowactivationid"))
                .isEqualTo(new EntityReference("workflow", workflow));
        assertThat(fixture.service()
                        .retrieve("asyncoperation", odd, ColumnSet.all())
                        .get("workflowactivationid"))
                .isNull();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void itIsFilteredOrderedPagedAndCounted(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID correlation = UUID.randomUUID();
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Operation operation =
                    Operation.named("page " + i).correlation(correlation, i).postponeUntil(i < 3 ? LATER : null);
            ids.add(enqueue(fixture, operation));
        }
        QueryExpression query = new QueryExpression("asyncoperation", "name", "statecode")
                .where("correlationid", ConditionOperator.EQUAL, correlation)
                .orderBy("name", OrderType.DESCENDING);
        List<UUID> found = new ArrayList<>();
        String cookie = null;
        for (int page = 1; ; page++) {
            EntityCollection part = service.retrieveMultiple(query.page(new PagingInfo(page, 3, false, cookie)));
            part.entities().forEach(entity -> found.add(entity.id()));
            if (!part.moreRecords()) {
                break;
            }
            cookie = part.pagingCookie();
        }
        assertThat(found).containsExactlyElementsOf(ids.reversed());
        EntityCollection groups = service.retrieveMultiple(new FetchExpression(
                "<fetch aggregate='true'><entity name='asyncoperation'><attribute name='statecode' alias='state'"
                        + " groupby='true'/><attribute name='asyncoperationid' alias='n' aggregate='count'/>"
                        + "<filter><condition attribute='correlationid' operator='eq' value='" + correlation
                        + "'/></filter><order alias='state'/></entity></fetch>"));
        assertThat(groups.entities().stream()
                        .map(group -> ((AliasedValue) group.get("n")).value())
                        .toList())
                .containsExactly(4, 3);
        EntityCollection suspended = service.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                .where("correlationid", ConditionOperator.EQUAL, correlation)
                .where("statecode", ConditionOperator.EQUAL, 1)
                .where("createdon", ConditionOperator.ON_OR_AFTER, "2026-03-01"));
        assertThat(suspended.entities()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void anotherOrganizationsOperationsAreNotThere(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        fixture.organizations("adatum");
        UUID ours = enqueue(fixture, Operation.named("ours"));
        OrganizationService theirs = fixture.platform()
                .service("adatum", fixture.platform().organization("adatum").systemUserId());
        assertThatThrownBy(() -> theirs.retrieve("asyncoperation", ours, ColumnSet.all()))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST))
                                .isTrue());
        assertThat(theirs.retrieveMultiple(new QueryExpression("asyncoperation", "name")
                                .where("name", ConditionOperator.EQUAL, "ours"))
                        .entities())
                .isEmpty();
        assertThatThrownBy(() -> theirs.update(new AsyncOperation(ours).status(AsyncOperationStatus.CANCELED)))
                .isInstanceOfSatisfying(
                        OrganizationServiceFault.class,
                        fault -> assertThat(fault.is(FaultCode.OBJECT_DOES_NOT_EXIST))
                                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void oneThatHasEndedIsReadToo(TestDatabase.Version version) throws Exception {
        PlatformFixture fixture = PlatformFixture.shared(version);
        OrganizationService service = fixture.service();
        UUID id = enqueue(fixture, Operation.named("ends").owner(user(fixture)));
        service.update(new AsyncOperation(id).status(AsyncOperationStatus.CANCELED));
        AsyncOperation read = AsyncOperation.of(service.retrieve("asyncoperation", id, ColumnSet.all()));
        assertThat(read.status()).isEqualTo(AsyncOperationStatus.CANCELED);
        assertThat(read.get("completedon")).isNotNull();
        assertThat(read.message()).startsWith("Canceled by ");
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OrganizationService inside = fixture.platform().service(connection, PlatformFixture.CONTOSO, user(fixture));
            UUID made = inside.create(new Entity("asyncoperation").set("messagename", "made inside"));
            assertThat(inside.retrieve("asyncoperation", made, ColumnSet.of("name"))
                            .get("name"))
                    .isEqualTo("made inside");
            inside.update(new AsyncOperation(made).status(AsyncOperationStatus.CANCELED));
            inside.delete("asyncoperation", made);
            assertThatThrownBy(() -> inside.retrieve("asyncoperation", made, ColumnSet.of("name")))
                    .isInstanceOf(OrganizationServiceFault.class);
            connection.rollback();
        }
    }
}
