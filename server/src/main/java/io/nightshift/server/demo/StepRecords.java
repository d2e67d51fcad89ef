package io.nightshift.server.demo;

import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.PluginExecutionContext.Mode;
import io.nightshift.sdk.PluginExecutionContext.Stage;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryByAttribute;
import java.util.List;

/** Registers what runs when accounts change, as an administrator does it. */
record StepRecords(OrganizationService service) {

    /** An asynchronous step after a message on accounts, run by a plug-in or webhook. */
    void register(String name, String message, EntityReference handler) {
        service.create(new Entity("sdkmessageprocessingstep")
                .set("name", name)
                .set("sdkmessageid", one("sdkmessage", message))
                .set("sdkmessagefilterid", one("sdkmessagefilter", message + " of account"))
                .set("eventhandler", handler)
                .set("stage", new OptionSetValue(Stage.POST_OPERATION.value()))
                .set("mode", new OptionSetValue(Mode.ASYNCHRONOUS.value())));
    }

    /** The records with this value. */
    List<Entity> find(String entity, String attribute, String value) {
        return service.retrieveMultiple(new QueryByAttribute(entity, ColumnSet.of(attribute)).where(attribute, value))
                .entities();
    }

    private EntityReference one(String entity, String name) {
        return find(entity, "name", name).getFirst().toEntityReference();
    }
}
