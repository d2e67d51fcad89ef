package io.nightshift.platform.mail;

import io.nightshift.platform.message.CallerService;
import io.nightshift.platform.message.StandaloneMessage;
import io.nightshift.platform.organization.MailPasswords;
import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Gives an e-mail server profile the password of its user, or takes it away. It is kept apart from the record and never answered.
 * The message stands alone, so that no operation, no batch and no workflow carries a password; the log of the service says who
 * set it.
 */
public final class SetEmailServerPasswordMessage implements StandaloneMessage {

    private static final int MOST_CHARACTERS = 1000;

    private final OperationQueue queue;

    /** @param queue whose log of the service says that a password was set */
    public SetEmailServerPasswordMessage(OperationQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return "SetEmailServerPassword";
    }

    @Override
    public OrganizationResponse alone(OrganizationRequest request, CallerService.Requests requests)
            throws SQLException {
        UUID profile = request.required("EmailServerProfileId", UUID.class);
        String password = Objects.requireNonNullElse(request.get("Password", String.class), "");
        if (password.length() > MOST_CHARACTERS || password.chars().anyMatch(Character::isISOControl)) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "A password is one line of at most " + MOST_CHARACTERS + " characters.");
        }
        OrganizationResponse done = requests.with(context -> {
            String name = write(context, profile, password);
            return new OrganizationResponse(name())
                    .set("Organization", context.organization().name())
                    .set("Author", author(context))
                    .set("Name", name);
        });
        queue.serviceLog()
                .add(
                        done.required("Organization", String.class),
                        new Author(done.required("Author", String.class), null),
                        (password.isEmpty() ? "removed" : "set") + " the password of the e-mail server profile '"
                                + done.required("Name", String.class) + "'");
        return new OrganizationResponse(name());
    }

    /** Keeps it; the name of the profile. */
    private static String write(RequestContext context, UUID profile, String password) {
        context.access().require(AccessRight.WRITE, context.entity(EmailServerProfile.ENTITY));
        Entity known = new RecordImages(context)
                .before(EmailServerProfile.ENTITY, List.of(profile), ColumnSet.of("name"))
                .get(profile);
        if (known == null) {
            throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                    "There is no e-mail server profile with the id " + profile + ".");
        }
        MailPasswords passwords =
                new MailPasswords(context.connection(), context.organization().schema());
        if (password.isEmpty()) {
            passwords.remove(List.of(profile));
        } else {
            passwords.put(profile, password);
        }
        new RecordUpdate(context)
                .maintained()
                .update(
                        EmailServerProfile.ENTITY,
                        List.of(new Entity(EmailServerProfile.ENTITY, profile)
                                .set("outgoingpasswordset", !password.isEmpty())),
                        ConcurrencyBehavior.DEFAULT);
        return Objects.requireNonNullElse(known.get("name", String.class), profile.toString());
    }

    private static String author(RequestContext context) {
        String name = new RecordReader(context.unrestricted())
                .retrieve(new EntityReference("systemuser", context.userId()), ColumnSet.of("fullname"))
                .get("fullname", String.class);
        return Objects.requireNonNullElse(name, context.userId().toString());
    }
}
