package io.nightshift.platform.bulkdelete;

import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.messages.CreateRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.util.List;
import java.util.UUID;

/** The e-mail that tells of a bulk delete's end: a record as others, in the transaction of the end. */
final class BulkDeleteNotice {

    private static final String ADDRESS = "internalemailaddress";
    private static final int TO = 2;
    private static final int CC = 3;

    private final RequestContext context;
    private final BulkDeleteJob job;

    BulkDeleteNotice(RequestContext context, BulkDeleteJob job) {
        // Who may delete need not have a right to e-mails to be told of the end.
        this.context = context.unrestricted();
        this.job = job;
    }

    /** Writes it and hands it over to be sent; nothing when nobody is to be told, or nobody has an address. */
    void send(String name, String counts) {
        if (!job.notifies()) {
            return;
        }
        boolean isNobodyNamed = job.to().isEmpty() && job.cc().isEmpty();
        List<EntityReference> to = withAddress(isNobodyNamed ? List.of(context.userId()) : job.to());
        List<EntityReference> cc = withAddress(job.cc());
        if (to.isEmpty() && cc.isEmpty()) {
            return;
        }
        UUID email = create(new Entity("email")
                .set("subject", "Bulk deletion has ended: " + name.replaceAll("\\p{Cntrl}", " "))
                .set(
                        "description",
                        "The bulk deletion '" + name + "' has ended: " + counts + ".\n\n"
                                + "What could not be deleted, and why, stands in its bulk deletion failures.\n")
                .set("mimetype", "text/plain"));
        to.forEach(user -> party(email, user, TO));
        cc.forEach(user -> party(email, user, CC));
        context.execute(new OrganizationRequest("SendEmail")
                .set("EmailId", email)
                .set("IssueSend", true)
                .set("TrackingToken", ""));
    }

    private List<EntityReference> withAddress(List<UUID> users) {
        return new RecordReader(context)
                .byIds("systemuser", users, ColumnSet.of(ADDRESS)).stream()
                        .filter(user -> {
                            String address = user.get(ADDRESS, String.class);
                            return address != null && !address.isBlank();
                        })
                        .map(Entity::toEntityReference)
                        .toList();
    }

    private void party(UUID email, EntityReference user, int participation) {
        create(new Entity("activityparty")
                .set("activityid", new EntityReference("email", email))
                .set("partyid", user)
                .set("participationtypemask", new OptionSetValue(participation)));
    }

    private UUID create(Entity record) {
        return context.execute(new CreateRequest(record)).required("id", UUID.class);
    }
}
