package io.nightshift.platform.record;

import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import java.util.List;

/**
 * The records that every organization begins with: itself, its root business unit, the user the platform acts
 * as, and the first administrator.
 */
public final class FirstRecords {

    private FirstRecords() {}

    /** Creates them, the caller being the user that is created. */
    public static void make(RequestContext context) {
        RecordCreation creation = new RecordCreation(context);
        String name = context.organization().name();
        EntityReference unit =
                new EntityReference("businessunit", context.organization().rootBusinessUnitId());
        creation.create(
                "organization",
                List.of(new Entity("organization", context.organization().id()).set("name", name)));
        creation.create("businessunit", List.of(new Entity("businessunit", unit.id()).set("name", name)));
        creation.create(
                "systemuser",
                List.of(
                        new Entity("systemuser", context.userId())
                                .set("lastname", "SYSTEM")
                                .set("businessunitid", unit),
                        new Entity("systemuser", Organization.administratorId(name))
                                .set("lastname", "Administrator")
                                .set("domainname", "administrator")
                                .set("businessunitid", unit)));
    }
}
