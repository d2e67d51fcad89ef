package io.nightshift.server.demo;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.PluginServices;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.List;
import java.util.Objects;

/** Custom code as a company has it: writes beside each new account on which half of the Earth it is. */
final class HemispherePlugin implements Plugin {

    /** The attribute it writes. */
    static final String ATTRIBUTE = "sic";

    private static final String TYPE = "demo.Hemisphere";

    static void offer(Platform platform) {
        platform.plugin(TYPE, HemispherePlugin::new);
    }

    /** Registers the step, as an administrator does it, unless it is. */
    static void register(OrganizationService service) {
        if (!find(service, "plugintype", "typename", TYPE).isEmpty()) {
            return;
        }
        EntityReference type =
                new EntityReference("plugintype", service.create(new Entity("plugintype").set("typename", TYPE)));
        service.create(new Entity("sdkmessageprocessingstep")
                .set("name", "Hemisphere of each new account")
                .set("sdkmessageid", one(service, "sdkmessage", "Create"))
                .set("sdkmessagefilterid", one(service, "sdkmessagefilter", "Create of account"))
                .set("eventhandler", type)
                .set("stage", new OptionSetValue(Stage.POST_OPERATION.value()))
                .set("mode", new OptionSetValue(Mode.ASYNCHRONOUS.value())));
    }

    private static EntityReference one(OrganizationService service, String entity, String name) {
        return find(service, entity, "name", name).getFirst().toEntityReference();
    }

    private static List<Entity> find(OrganizationService service, String entity, String attribute, String value) {
        return service.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of(attribute)).where(attribute, value))
                .entities();
    }

    @Override
    public void execute(PluginServices services) {
        if (services.context().inputParameters().get("Target") instanceof Entity account
                && account.get("address1_latitude") instanceof Double latitude) {
            services.organizationService(services.context().userId())
                    .update(new Entity(
                                    "account",
                                    Objects.requireNonNull(services.context().primaryEntityId()))
                            .set(ATTRIBUTE, latitude < 0 ? "southern" : "northern"));
        }
    }
}
