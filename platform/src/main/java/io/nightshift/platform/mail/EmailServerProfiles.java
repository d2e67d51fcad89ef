package io.nightshift.platform.mail;

import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.RecordEvent;
import io.nightshift.platform.event.Requester;
import io.nightshift.platform.organization.MailPasswords;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The e-mail server profiles of organizations: checked in the transaction that writes them, and the default one of the
 * organization asked with each e-mail. Thread-safe.
 */
public final class EmailServerProfiles implements Reaction {

    private static final String DEFAULT = "defaultemailserverprofileid";

    private final AddressRule addresses;

    /** @param addresses where mail servers of organizations may lie */
    public EmailServerProfiles(AddressRule addresses) {
        this.addresses = addresses;
    }

    @Override
    public Optional<Interest> interest(RequestContext context, String message, String entity) {
        return entity.equals(EmailServerProfile.ENTITY) ? Optional.of(Interest.IN_THE_EVENT) : Optional.empty();
    }

    @Override
    public void react(RequestContext context, List<RecordEvent> events) {
        List<UUID> gone = events.stream()
                .filter(event -> event.message().equals("Delete"))
                .map(event -> event.record().id())
                .toList();
        if (!gone.isEmpty()) {
            passwords(context).remove(gone);
            return;
        }
        RecordReader reader = new RecordReader(context.unrestricted());
        events.forEach(event -> EmailServerProfile.of(reader.retrieve(event.record(), ColumnSet.all()))
                .check(addresses));
    }

    /**
     * Who sends the mail of organizations: the mail server of the organization's default profile, else that of the server.
     *
     * @param server who sends for the others; asked at each try, empty while no mail server is configured
     */
    public Postmen postmen(Requester requester, Supplier<Optional<Postman>> server) {
        return organization -> of(requester, organization, server.get());
    }

    private Optional<Postman> of(Requester requester, String organization, Optional<Postman> server)
            throws SQLException {
        return requester.inTransaction(organization, context -> {
            RecordReader reader = new RecordReader(context.unrestricted());
            EntityReference wanted = reader.retrieve(
                            new EntityReference(
                                    "organization", context.organization().id()),
                            ColumnSet.of(DEFAULT))
                    .get(DEFAULT, EntityReference.class);
            if (wanted == null) {
                return server;
            }
            Entity record = reader.retrieve(wanted, ColumnSet.all());
            return EmailServerProfile.of(record)
                    .postman(passwords(context).find(wanted.id()).orElse(null), addresses, server);
        });
    }

    private static MailPasswords passwords(RequestContext context) {
        return new MailPasswords(context.connection(), context.organization().schema());
    }
}
