package io.nightshift.platform.mail;

import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveMultipleRequest;
import io.nightshift.sdk.messages.RetrieveMultipleResponse;
import io.nightshift.sdk.messages.RetrieveRequest;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.QueryExpression;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** E-mails as records: the e-mail itself, its parties, its attachments. Read as the request's user. Not thread-safe. */
final class EmailRecords {

    static final String EMAIL = "email";
    /** The attribute with the operation that sends an e-mail, or sent it last. */
    static final String OPERATION = "asyncoperationid";

    static final int TO = 2;
    static final int CC = 3;
    static final int BCC = 4;

    private static final int MISSING_ADDRESS = 0x8004032E;
    private static final int MOST_ATTACHMENT_BYTES = 10 * 1024 * 1024;
    /** The attribute with the address of each kind of party. */
    private static final Map<String, String> ADDRESS = Map.of(
            "account", "emailaddress1",
            "contact", "emailaddress1",
            "lead", "emailaddress1",
            "systemuser", "internalemailaddress");

    private final RequestContext context;

    EmailRecords(RequestContext context) {
        this.context = context;
    }

    /** A party and the address it is reached at. */
    record Addressed(Entity party, int participation, String address) {}

    Entity email(UUID id) {
        return context.execute(new RetrieveRequest(
                        new EntityReference(EMAIL, id),
                        ColumnSet.of("subject", "description", "mimetype", "statecode", "statuscode", OPERATION)))
                .required("Entity", Entity.class);
    }

    /** An e-mail that nobody else hands over at the same time: whoever reads a draft so is the only one until the end. */
    Entity locked(UUID id) {
        email(id);
        new RecordImages(context).before(EMAIL, List.of(id), ColumnSet.of());
        return email(id);
    }

    /**
     * The recipients with their addresses.
     *
     * @throws OrganizationServiceFault with the sentence of Dynamics when an address is missing or malformed
     */
    List<Addressed> recipients(UUID email) {
        List<Addressed> recipients = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Entity party :
                of("activityparty", "activityid", email, "partyid", "participationtypemask", "addressused")) {
            OptionSetValue role = party.get("participationtypemask", OptionSetValue.class);
            int participation = role == null ? TO : role.value();
            if (participation < TO || participation > BCC) {
                continue;
            }
            String address = address(party);
            if (address == null || !Mail.isAddress(address)) {
                EntityReference who = party.get("partyid", EntityReference.class);
                without.add(who == null ? "a recipient" : who.logicalName() + " " + name(who));
            } else {
                recipients.add(new Addressed(party, participation, address));
            }
        }
        if (!without.isEmpty()) {
            throw new OrganizationServiceFault(
                    MISSING_ADDRESS,
                    "This message cannot be sent to all selected recipients. The e-mail address for one or more recipients"
                            + " is either blank or not a valid e-mail address: " + shown(without) + ".");
        }
        if (recipients.isEmpty()) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The e-mail has no recipient; add an activity party with an address.");
        }
        return recipients;
    }

    private @Nullable String address(Entity party) {
        String used = party.get("addressused", String.class);
        EntityReference who = party.get("partyid", EntityReference.class);
        if (used != null || who == null) {
            return used;
        }
        String attribute = Objects.requireNonNull(ADDRESS.get(who.logicalName()));
        return context.execute(new RetrieveRequest(who, ColumnSet.of(attribute)))
                .required("Entity", Entity.class)
                .get(attribute, String.class);
    }

    private static String name(EntityReference who) {
        return Objects.requireNonNullElse(who.name(), who.id().toString());
    }

    private static String shown(List<String> names) {
        String some = String.join(", ", names.subList(0, Math.min(3, names.size())));
        return names.size() > 3 ? some + " and others" : some;
    }

    /** The changes by which the parties whom a server refused say so, in the order of their ids. */
    List<Entity> refused(UUID email, Map<String, String> answers) {
        List<Entity> changes = new ArrayList<>();
        for (Addressed each : recipients(email)) {
            String answer = answers.get(Mail.bare(each.address()));
            if (answer != null) {
                changes.add(new Entity(
                                "activityparty",
                                Objects.requireNonNull(each.party().id()))
                        .set("deliveryerror", answer));
            }
        }
        changes.sort(Comparator.comparing(party -> String.valueOf(party.id())));
        return changes;
    }

    /** The message as it is handed over. */
    Mail mail(UUID id) {
        Entity email = email(id);
        List<Addressed> recipients = recipients(id);
        String body = Objects.requireNonNullElse(email.get("description", String.class), "");
        boolean html = "text/html".equals(email.get("mimetype", String.class));
        return new Mail(
                addresses(recipients, TO),
                addresses(recipients, CC),
                addresses(recipients, BCC),
                null,
                Objects.requireNonNullElse(email.get("subject", String.class), "")
                        .replaceAll("\\p{Cntrl}+", " "),
                html ? null : body,
                html ? body : null,
                attachments(id));
    }

    private static List<String> addresses(List<Addressed> recipients, int participation) {
        return recipients.stream()
                .filter(each -> each.participation() == participation)
                .map(Addressed::address)
                .toList();
    }

    private List<Mail.Attachment> attachments(UUID email) {
        List<Mail.Attachment> attachments = new ArrayList<>();
        long bytes = 0;
        for (Entity file : of("activitymimeattachment", "objectid", email, "filename", "mimetype")) {
            byte[] content = content(Objects.requireNonNull(file.id()));
            bytes += content.length;
            if (bytes > MOST_ATTACHMENT_BYTES) {
                throw FaultCode.INVALID_ARGUMENT.fault("The attachments of an e-mail have at most 10 MB together.");
            }
            attachments.add(new Mail.Attachment(
                    Objects.requireNonNullElse(file.get("filename", String.class), "attachment"),
                    Objects.requireNonNullElse(file.get("mimetype", String.class), "application/octet-stream"),
                    content));
        }
        return attachments;
    }

    /** One at a time: a thousand of the longest that a record takes would not fit into the memory of the node. */
    private byte[] content(UUID attachment) {
        String body = context.execute(new RetrieveRequest(
                        new EntityReference("activitymimeattachment", attachment), ColumnSet.of("body")))
                .required("Entity", Entity.class)
                .get("body", String.class);
        try {
            return Base64.getDecoder().decode(Objects.requireNonNullElse(body, ""));
        } catch (IllegalArgumentException e) {
            throw FaultCode.INVALID_ARGUMENT.fault("The body of an attachment is not Base64.");
        }
    }

    private List<Entity> of(String entity, String reference, UUID email, String... columns) {
        return ((RetrieveMultipleResponse)
                        context.execute(new RetrieveMultipleRequest(new QueryExpression(entity, columns)
                                .where(reference, ConditionOperator.EQUAL, email)
                                .top(1000))))
                .entityCollection()
                .entities();
    }
}
