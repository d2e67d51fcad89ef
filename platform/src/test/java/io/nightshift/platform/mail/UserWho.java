package io.nightshift.platform.mail;

import io.nightshift.platform.security.Privilege;
import io.nightshift.platform.security.PrivilegeDepth;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.Relationship;
import java.util.List;
import java.util.UUID;

/** Users of tests. */
final class UserWho {

    private UserWho() {}

    /** Makes a user with these privileges, everywhere, and no other. */
    static UUID may(OrganizationService records, UUID businessUnit, String address, String... privileges) {
        EntityReference unit = new EntityReference("businessunit", businessUnit);
        UUID user = records.create(new Entity("systemuser")
                .set("lastname", address)
                .set("internalemailaddress", address)
                .set("businessunitid", unit));
        UUID role =
                records.create(new Entity("role").set("name", "Of " + address).set("businessunitid", unit));
        for (String name : privileges) {
            records.create(new Entity("roleprivileges")
                    .set("roleid", new EntityReference("role", role))
                    .set("privilegeid", new Privilege(name, null, null).id())
                    .set("privilegedepthmask", PrivilegeDepth.GLOBAL.mask()));
        }
        records.associate(
                "systemuser",
                user,
                new Relationship("systemuserroles_association"),
                List.of(new EntityReference("role", role)));
        return user;
    }
}
