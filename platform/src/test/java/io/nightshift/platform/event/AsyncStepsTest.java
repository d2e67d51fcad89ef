package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.Cause;
import io.nightshift.operation.Move;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.Author;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.InvalidPluginExecutionException;
import io.nightshift.sdk.Money;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps that are operations of their request. */
@ParameterizedClass
@MethodSource("versions")
class AsyncStepsTest {

    private final EventFixture fixture;
    private final Events events;
    private final OrganizationService service;

    static List<TestDatabase.Version> versions() {
        return TestDatabase.versions();
    }

    AsyncStepsTest(TestDatabase.Version version) throws Exception {
        fixture = EventFixture.shared(version);
        events = fixture.organization();
        service = events.service();
    }

    @Test
    void anAsynchronousStepIsAnOperationOfTheRequestWithTheEventAsItWas() {
        AtomicReference<PluginExecutionContext> seen = new AtomicReference<>();
        UUID step = events.asynchronous("Create", "account", services -> {
            seen.set(services.context());
            services.organizationService(services.context().userId())
                    .create(new Entity("task").set("subject", "Welcome them"));
        });
        events.image(step, "after", 1, "name,revenue");
        UUID id = service.create(new Entity("account")
                .set("name", "Alpine")
                .set("revenue", Money.of("12.50"))
                .set("numberofemployees", 3)
                .set("industrycode", new OptionSetValue(1)));
        AsyncOperation done = events.await(operation -> operation.isCompleted());
        assertThat(done.status()).isEqualTo(StatusCode.SUCCEEDED);
        assertThat(done.type()).isEqualTo(OperationType.SYSTEM_EVENT);
        assertThat(done.messageName()).isEqualTo("Create");
        assertThat(done.regardingType()).isEqualTo("account");
        assertThat(done.regardingId()).isEqualTo(id);
        assertThat(done.depth()).isEqualTo(1);
        PluginExecutionContext context = seen.get();
        assertThat(done.ownerId()).isEqualTo(context.userId());
        assertThat(done.correlationId()).isEqualTo(context.correlationId());
        assertThat(context.operationId()).isEqualTo(done.id());
        assertThat(context.operationCreatedOn()).isEqualTo(done.createdOn());
        assertThat(context.isInTransaction()).isFalse();
        assertThat(context.mode()).isEqualTo(Mode.ASYNCHRONOUS);
        assertThat(((Entity) context.inputParameters().get("Target")).attributes())
                .containsAllEntriesOf(Map.of(
                        "revenue", Money.of("12.50"), "numberofemployees", 3, "industrycode", new OptionSetValue(1)));
        assertThat(context.postEntityImages().get("after").get("revenue")).isEqualTo(Money.of("12.50"));
        assertThat(service.retrieveMultiple(new QueryByAttribute("task", ColumnSet.of("subject")))
                        .entities())
                .hasSize(1);
    }

    @Test
    void aRequestThatIsUndoneLeavesNoOperation() {
        events.asynchronous("Create", "account", services -> {});
        events.synchronous("Create", "account", Stage.POST_OPERATION, services -> {
            throw new InvalidPluginExecutionException("No.");
        });
        assertThatThrownBy(() -> service.create(new Entity("account").set("name", "A")))
                .isInstanceOf(OrganizationServiceFault.class);
        assertThat(events.operations()).isEmpty();
    }

    @Test
    void aLoopOfAsynchronousStepsEndsAsAFailedOperation() {
        events.asynchronous(
                "Update",
                "account",
                services -> services.organizationService(null)
                        .update(new Entity("account", services.context().primaryEntityId()).set("name", "Again")));
        UUID id = service.create(new Entity("account").set("name", "A"));
        service.update(new Entity("account", id).set("name", "B"));
        AsyncOperation failed = events.await(operation -> operation.status() == StatusCode.FAILED);
        assertThat(failed.errorCode()).isEqualTo(0x80044182);
        assertThat(failed.depth()).isEqualTo(8);
        assertThat(events.operations()).hasSize(8);
    }

    @Test
    void aPlugInThatIsNotThereIsWaitedForAndSaysSo() throws Exception {
        EntityReference type = new EntityReference(
                "plugintype",
                service.create(new Entity("plugintype").set("typename", "shop.Greeting" + events.name())));
        service.create(events.step("Create", "account", Stage.POST_OPERATION, Mode.ASYNCHRONOUS, type));
        service.create(new Entity("account").set("name", "A"));
        AsyncOperation waiting =
                events.await(operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
        assertThat(waiting.errorCode()).isEqualTo(FaultCode.UNABLE_TO_LOAD_PLUGIN_TYPE.code());
        assertThat(waiting.message())
                .contains("shop.Greeting" + events.name() + " of the step Create of account")
                .contains("Then resume this operation.");
        fixture.platform().plugin("shop.Greeting" + events.name(), () -> services -> {});
        fixture.async().queue().move(Move.RESUME, events.name(), waiting.id(), new Author("ada", null));
        assertThat(events.await(AsyncOperation::isCompleted).status()).isEqualTo(StatusCode.SUCCEEDED);
    }

    @Test
    void theOperationOfAStepThatIsGoneWaitsForAPerson() throws Exception {
        EntityReference type = new EntityReference(
                "plugintype", service.create(new Entity("plugintype").set("typename", "shop.Gone" + events.name())));
        UUID step = service.create(events.step("Create", "account", Stage.POST_OPERATION, Mode.ASYNCHRONOUS, type));
        service.create(new Entity("account").set("name", "A"));
        events.await(operation -> operation.standing().equals(Standing.suspended(Cause.PERSON)));
        service.delete("sdkmessageprocessingstep", step);
        AsyncOperation waiting = events.operations().getFirst();
        fixture.async().queue().move(Move.RESUME, events.name(), waiting.id(), new Author("ada", null));
        assertThat(events.await(operation -> operation.attempt() == 2
                                && operation.standing().equals(Standing.suspended(Cause.PERSON)))
                        .message())
                .contains("(" + step + ")")
                .contains("not registered any more");
    }
}
