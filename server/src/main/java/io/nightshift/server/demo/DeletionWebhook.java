package io.nightshift.server.demo;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import java.util.List;

/** A webhook that tells of each account that is deleted. */
record DeletionWebhook(Outside outside) {

    private static final String NAME = "The demo's receiver";
    private static final int WEBHOOK = 8;
    private static final int HTTP_HEADER = 5;

    /** Registers the address and the step; an earlier demo had another port and key, which are replaced. */
    void register(OrganizationService service) {
        StepRecords records = new StepRecords(service);
        Entity endpoint = new Entity("serviceendpoint")
                .set("name", NAME)
                .set("contract", new OptionSetValue(WEBHOOK))
                .set("url", outside.deleted().toString())
                .set("authtype", new OptionSetValue(HTTP_HEADER))
                .set(
                        "authvalue",
                        "<settings><setting name=\"" + Receiver.HEADER + "\" value=\""
                                + outside.receiver().key() + "\"/></settings>");
        List<Entity> known = records.find("serviceendpoint", "name", NAME);
        if (known.isEmpty()) {
            EntityReference made = new EntityReference("serviceendpoint", service.create(endpoint));
            records.register("Tell of each deleted account", "Delete", made);
        } else {
            Entity changed = new Entity(
                    "serviceendpoint", known.getFirst().toEntityReference().id());
            endpoint.attributes().forEach(changed::set);
            service.update(changed);
        }
    }

    /** About how many deleted accounts the receiver was told in this process. */
    int told() {
        return outside.receiver().told();
    }
}
