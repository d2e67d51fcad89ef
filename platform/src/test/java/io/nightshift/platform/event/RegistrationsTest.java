package io.nightshift.platform.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.platform.event.EventFixture.Events;
import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What can be registered, and what is refused with which words. */
class RegistrationsTest {

    private final Events events;
    private final OrganizationService service;
    private final EntityReference plugin;

    RegistrationsTest() throws Exception {
        events = EventFixture.shared(TestDatabase.versions().getLast()).organization();
        service = events.service();
        plugin = events.plugin(services -> {});
    }

    private Entity step() {
        return events.step("Update", "account", Stage.POST_OPERATION, Mode.SYNCHRONOUS, plugin);
    }

    @Test
    void stepsThatCannotBeAreRefusedAndNothingIsRegistered() {
        refused(
                () -> service.create(step().set("stage", new OptionSetValue(20)).set("mode", new OptionSetValue(1))),
                FaultCode.INVALID_ARGUMENT,
                "stage has to be 40");
        refused(
                () -> service.create(step().set("sdkmessagefilterid", events.filter("Create", "account"))),
                FaultCode.INVALID_ARGUMENT,
                "belongs to another message than Update");
        refused(
                () -> service.create(step().set("filteringattributes", "name,nothing")),
                FaultCode.ATTRIBUTE_NOT_FOUND,
                "'nothing'");
        refused(
                () -> service.create(events.step("Create", "account", Stage.POST_OPERATION, Mode.SYNCHRONOUS, plugin)
                        .set("filteringattributes", "name")),
                FaultCode.INVALID_ARGUMENT,
                "Filtering attributes are for steps on the Update");
        refused(
                () -> service.create(
                        step().set("sdkmessageid", events.message("WhoAmI")).set("sdkmessagefilterid", null)),
                FaultCode.NOT_SUPPORTED,
                "WhoAmI takes no steps");
        refused(
                () -> service.create(step().set("stage", new OptionSetValue(30))),
                FaultCode.PICKLIST_VALUE_OUT_OF_RANGE,
                "stage");
        assertThat(service.retrieveMultiple(new QueryByAttribute("sdkmessageprocessingstep", ColumnSet.of("name")))
                        .entities())
                .isEmpty();
    }

    @Test
    void whichPairsTakeStepsIsDataThatAnAdministratorMayClose() {
        assertThat(service.retrieveMultiple(new QueryByAttribute("sdkmessagefilter", ColumnSet.of("name"))
                                .where("primaryobjecttypecode", "account"))
                        .entities())
                .extracting(filter -> filter.get("name"))
                .contains("Create of account", "Assign of account", "SetState of account", "Delete of account");
        for (String own : List.of("sdkmessageprocessingstep", "plugintracelog", "audit")) {
            assertThat(service.retrieveMultiple(new QueryByAttribute("sdkmessagefilter", ColumnSet.of("name"))
                                    .where("primaryobjecttypecode", own))
                            .entities())
                    .isEmpty();
        }
        service.update(new Entity(
                        "sdkmessagefilter", events.filter("Update", "account").id())
                .set("iscustomprocessingstepallowed", false));
        refused(() -> service.create(step()), FaultCode.NOT_SUPPORTED, "takes no custom steps on account");
        refused(
                () -> service.create(new Entity("sdkmessagefilter")
                        .set("sdkmessageid", events.message("Create"))
                        .set("primaryobjecttypecode", "audit")),
                FaultCode.NOT_SUPPORTED,
                "written by the platform itself");
        refused(
                () -> service.create(new Entity("plugintracelog").set("typename", "forged")),
                FaultCode.NOT_SUPPORTED,
                "written by the platform itself");
    }

    @Test
    void aCustomEntityTakesStepsAndTakesThemAlongWhenItGoes() throws Exception {
        MetadataChanges changes = EventFixture.shared(TestDatabase.versions().getLast())
                .platform()
                .metadata(events.name());
        EntityMetadata ship = DefinitionReader.read("test", """
                entity new_ship 10001 user new_ships custom "Ship" "Ships"
                  new_shipid uniqueidentifier id createonly
                  new_name string 100 primary
                """).entities().getFirst();
        changes.createEntity(ship);
        List<Object> named = new ArrayList<>();
        events.synchronous(
                "Create",
                "new_ship",
                Stage.POST_OPERATION,
                services ->
                        named.add(((Entity) services.context().inputParameters().get("Target")).get("new_name")));
        service.create(new Entity("new_ship").set("new_name", "Argo"));
        assertThat(named).containsExactly("Argo");
        changes.deleteEntity("new_ship");
        assertThat(service.retrieveMultiple(new QueryByAttribute("sdkmessageprocessingstep", ColumnSet.of("name")))
                        .entities())
                .isEmpty();
        changes.createEntity(ship);
        service.create(new Entity("new_ship").set("new_name", "Argo II"));
        assertThat(named).containsExactly("Argo");
    }

    @Test
    void imagesThatCannotBeAreRefused() {
        UUID create = service.create(events.step("Create", "account", Stage.POST_OPERATION, Mode.SYNCHRONOUS, plugin));
        UUID delete = service.create(events.step("Delete", "account", Stage.POST_OPERATION, Mode.SYNCHRONOUS, plugin));
        UUID before = service.create(events.step("Update", "account", Stage.PRE_OPERATION, Mode.SYNCHRONOUS, plugin));
        UUID retrieve =
                service.create(events.step("Retrieve", "account", Stage.POST_OPERATION, Mode.SYNCHRONOUS, plugin));
        refused(() -> events.image(create, "was", 0, null), FaultCode.INVALID_ARGUMENT, "no pre-image");
        refused(() -> events.image(delete, "is", 1, null), FaultCode.INVALID_ARGUMENT, "no post-image");
        refused(() -> events.image(before, "is", 2, null), FaultCode.INVALID_ARGUMENT, "stage 40");
        refused(() -> events.image(retrieve, "is", 1, null), FaultCode.INVALID_ARGUMENT, "Retrieve have no images");
        refused(() -> events.image(before, "was", 0, "nothing"), FaultCode.ATTRIBUTE_NOT_FOUND, "'nothing'");
    }

    @Test
    void aStepOfNoEntityIsForEveryEntityThatTakesSteps() {
        List<String> seen = new ArrayList<>();
        service.create(events.step(
                        "Create",
                        "account",
                        Stage.POST_OPERATION,
                        Mode.SYNCHRONOUS,
                        events.plugin(services -> seen.add(services.context().primaryEntityName())))
                .set("sdkmessagefilterid", null));
        service.create(new Entity("account").set("name", "A"));
        service.create(new Entity("contact").set("lastname", "B"));
        service.create(new Entity("plugintype").set("typename", "own." + events.name()));
        assertThat(seen).containsExactly("account", "contact");
    }

    private static void refused(ThrowingCallable call, FaultCode code, String words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(OrganizationServiceFault.class, fault -> {
            assertThat(fault.hexCode()).isEqualTo(code.hex());
            assertThat(fault).hasMessageContaining(words);
        });
    }
}
