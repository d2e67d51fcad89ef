package io.nightshift.platform.customization;

import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.message.StandaloneMessage;
import io.nightshift.platform.organization.MetadataChanges;
import io.nightshift.platform.security.Privilege;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import java.sql.SQLException;

/** A message that changes metadata. Tables are changed in transactions of their own, which wait for locks only briefly. */
record ChangeMessage(String name, MetadataMessages.Changes changes, Change change) implements StandaloneMessage {

    /** What it does. */
    @FunctionalInterface
    interface Change {
        OrganizationResponse make(MetadataChanges changes, OrganizationRequest request) throws SQLException;
    }

    @Override
    public OrganizationResponse alone(OrganizationRequest request, CallerService.Requests requests)
            throws SQLException {
        String organization = requests.with(context -> {
                    context.access().require(Privilege.CUSTOMIZE);
                    return new OrganizationResponse(name)
                            .set("Organization", context.organization().name());
                })
                .required("Organization", String.class);
        return change.make(changes.of(organization), request);
    }
}
