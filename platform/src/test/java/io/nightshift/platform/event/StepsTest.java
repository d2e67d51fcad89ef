package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.messages.CreateMultipleRequest;
import io.nightshift.sdk.messages.UpdateMultipleRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps before and after messages, in the request's transaction. */
@ParameterizedClass
@MethodSource("versions")
class StepsTest {

    private final EventFixture fixture;
    private final Events events;
    private final OrganizationService service;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    StepsTest(TestDatabase.Version version) throws Exception {
        fixture = EventFixture.shared(version);
        events = fixture.organization();
        service = events.service();
    }

    @Test
    void synchronousStepsRunInTheirStagesByRankAndMayChangeTheRequestAndItsAnswer() {
        List<String> ran = new ArrayList<>();
        Entity late = events.step(
                        "Create", "account", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, events.plugin(services -> {
                            ran.add("20 late");
                            services.context()
                                    .sharedVariables()
                                    .put("told", services.context().primaryEntityName());
                        }))
                .set("rank", 9);
        service.create(late);
        Entity early = events.step(
                        "Create", "account", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, events.plugin(services -> {
                            ran.add("20 early");
                            ((Entity) services.context().inputParameters().get("Target")).set("name", "Changed");
                        }))
                .set("rank", -3);
        service.create(early);
        events.synchronous("Create", "account", Stage.PRE_VALIDATION, services -> ran.add("10"));
        events.synchronous("Create", "account", Stage.POST_OPERATION, services -> {
            PluginExecutionContext context = services.context();
            ran.add("40 " + context.sharedVariables().get("told") + " " + context.isInTransaction());
            assertThat(context.outputParameters()).containsEntry("id", context.primaryEntityId());
            assertThat(context.depth()).isEqualTo(1);
            assertThat(context.owningExtension().logicalName()).isEqualTo("sdkmessageprocessingstep");
        });
        Entity given = new Entity("account").set("name", "Given");
        UUID id = service.create(given);
        assertThat(ran).containsExactly("10", "20 early", "20 late", "40 account true");
        assertThat(service.retrieve("account", id, ColumnSet.of("name")).get("name"))
                .isEqualTo("Changed");
        assertThat(given.get("name")).as("the caller's own object").isEqualTo("Given");
    }

    @Test
    void aStepOfAnUpdateRunsOnlyForItsAttributesAndSeesTheRecordBeforeAndAfter() {
        List<PluginExecutionContext> seen = new ArrayList<>();
        Entity step = events.step(
                        "Update",
                        "account",
                        Stage.POST_OPERATION,
                        Mode.SYNCHRONOUS,
                        events.plugin(services -> seen.add(services.context())))
                .set("filteringattributes", "revenue, telephone1");
        UUID id = service.create(step);
        events.image(id, "both", 2, "name,revenue");
        events.image(id, "before", 0, null);
        UUID account =
                service.create(new Entity("account").set("name", "Alpine").set("revenue", Money.of("1.50")));
        service.update(new Entity("account", account).set("name", "Alpine Ski House"));
        assertThat(seen).isEmpty();
        service.update(new Entity("account", account).set("revenue", Money.of("2.50")));
        assertThat(seen).singleElement().satisfies(context -> {
            assertThat(context.preEntityImages().get("both").attributes())
                    .containsEntry("name", "Alpine Ski House")
                    .containsEntry("revenue", Money.of("1.50"))
                    .hasSize(2);
            assertThat(context.postEntityImages()).containsOnlyKeys("both");
            assertThat(context.postEntityImages().get("both").get("revenue")).isEqualTo(Money.of("2.50"));
            assertThat(context.preEntityImages().get("before").attributes()).containsKey("createdon");
        });
    }

    @Test
    void whatASynchronousStepThrowsUndoesTheRequestAndReachesTheCaller() {
        UUID step = events.synchronous("Create", "account", Stage.POST_OPERATION, services -> {
            services.organizationService(services.context().userId())
                    .create(new Entity("contact").set("lastname", "Left over"));
            throw new InvalidPluginExecutionException("No accounts today.");
        });
        UUID id = UUID.randomUUID();
        assertFault(() -> service.create(new Entity("account", id).set("name", "A")), 0x80040265, "No accounts today.");
        events.synchronous("Create", "lead", Stage.PRE_OPERATION, services -> {
            throw new IllegalStateException("broken");
        });
        assertFault(
                () -> service.create(new Entity("lead").set("lastname", "L").set("subject", "S")),
                0x80040224,
                "IllegalStateException: broken");
        assertThat(service.retrieveMultiple(new QueryByAttribute("contact", ColumnSet.of("lastname")))
                        .entities())
                .isEmpty();
        service.update(new Entity("sdkmessageprocessingstep", step).set("statecode", new OptionSetValue(1)));
        service.create(new Entity("account", id).set("name", "Disabled steps do not run"));
    }

    @Test
    void codeThatCatchesTheFaultOfARequestGoesOnWithoutAnyOfIt() {
        events.synchronous("Create", "account", Stage.POST_OPERATION, services -> {
            OrganizationService inside = services.organizationService(null);
            UUID taken = services.context().primaryEntityId();
            assertThatThrownBy(() -> inside.create(new Entity("account", taken).set("name", "Twice")))
                    .isInstanceOf(OrganizationServiceFault.class);
            inside.create(new Entity("contact").set("lastname", "After the fault"));
        });
        service.create(new Entity("account").set("name", "Once"));
        assertThat(service.retrieveMultiple(new QueryByAttribute("account", ColumnSet.of("name")))
                        .entities())
                .extracting(account -> account.get("name"))
                .containsExactly("Once");
        assertThat(service.retrieveMultiple(new QueryByAttribute("contact", ColumnSet.of("lastname")))
                        .entities())
                .hasSize(1);
    }

    @Test
    void manyRecordsAreOneEventEach() {
        List<Object> names = new CopyOnWriteArrayList<>();
        events.synchronous("Create", "account", Stage.PRE_OPERATION, services -> {
            Entity target = (Entity) services.context().inputParameters().get("Target");
            target.set("name", target.get("name") + "!");
        });
        events.asynchronous(
                "Create",
                "account",
                services ->
                        names.add(((Entity) services.context().inputParameters().get("Target")).get("name")));
        List<?> ids = service.execute(new CreateMultipleRequest(new EntityCollection(
                        "account",
                        List.of(
                                new Entity("account").set("name", "One"),
                                new Entity("account").set("name", "Two"),
                                new Entity("account").set("name", "Three")))))
                .required("Ids", List.class);
        Awaitility.await().until(() -> names.size() == 3);
        assertThat(names).containsExactlyInAnyOrder("One!", "Two!", "Three!");
        assertThat(events.operations())
                .extracting(operation -> (Object) operation.regardingId())
                .containsExactlyInAnyOrderElementsOf(new ArrayList<Object>(ids));
        List<Object> before = new ArrayList<>();
        UUID step = events.synchronous(
                "Update",
                "account",
                Stage.PRE_OPERATION,
                services -> before.add(
                        services.context().preEntityImages().get("was").get("name")));
        events.image(step, "was", 0, "name");
        service.execute(new UpdateMultipleRequest(new EntityCollection(
                "account",
                ids.stream()
                        .map(id -> new Entity("account", (UUID) id).set("name", "New"))
                        .toList())));
        assertThat(before).containsExactly("One!", "Two!", "Three!");
    }

    @Test
    void traceLogsAreWrittenAsTheOrganizationSaysAlsoOfWhatWasUndone() {
        events.synchronous("Create", "account", Stage.POST_OPERATION, services -> {
            services.tracing().trace("Looking at it");
            throw new InvalidPluginExecutionException("No.");
        });
        events.asynchronous("Create", "contact", services -> services.tracing().trace("Welcome"));
        assertThatThrownBy(() -> service.create(new Entity("account").set("name", "A")))
                .isInstanceOf(OrganizationServiceFault.class);
        assertThat(traces()).isEmpty();
        setting(1);
        assertThatThrownBy(() -> service.create(new Entity("account").set("name", "A")))
                .isInstanceOf(OrganizationServiceFault.class);
        assertThat(traces()).singleElement().satisfies(trace -> {
            assertThat(trace.get("messageblock")).isEqualTo("Looking at it");
            assertThat((String) trace.get("exceptiondetails")).contains("InvalidPluginExecutionException: No.");
            assertThat(trace.get("messagename")).isEqualTo("Create");
        });
        setting(2);
        service.create(new Entity("contact").set("lastname", "B"));
        Awaitility.await().until(() -> traces().size() == 2);
        assertThat(traces()).extracting(trace -> trace.get("messageblock")).contains("Welcome");
    }

    private void setting(int value) {
        UUID organization = service.retrieveMultiple(new QueryByAttribute("organization", ColumnSet.of("name")))
                .entities()
                .getFirst()
                .id();
        service.update(
                new Entity("organization", organization).set("plugintracelogsetting", new OptionSetValue(value)));
    }

    private List<Entity> traces() {
        return service.retrieveMultiple(new QueryByAttribute("plugintracelog", ColumnSet.all()))
                .entities();
    }

    private static void assertFault(ThrowingCallable call, int code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
            assertThat(fault.hexCode()).isEqualTo(FaultCode.hex(code));
            assertThat(fault).hasMessageContaining(message);
        });
    }
}
