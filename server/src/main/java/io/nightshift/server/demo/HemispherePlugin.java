package io.nightshift.server.demo;

import io.nightshift.platform.Platform;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Plugin;
import io.nightshift.sdk.PluginServices;
import java.util.Objects;

/** Custom code as a company has it: writes beside each new account on which half of the Earth it is. */
final class HemispherePlugin implements Plugin {

    /** The attribute it writes. */
    static final String ATTRIBUTE = "sic";

    private static final String TYPE = "demo.Hemisphere";

    static void offer(Platform platform) {
        platform.plugin(TYPE, HemispherePlugin::new);
    }

    /** Registers the step, unless it is. */
    static void register(OrganizationService service) {
        StepRecords records = new StepRecords(service);
        if (records.find("plugintype", "typename", TYPE).isEmpty()) {
            EntityReference type =
                    new EntityReference("plugintype", service.create(new Entity("plugintype").set("typename", TYPE)));
            records.register("Hemisphere of each new account", "Create", type);
        }
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
