package io.nightshift.platform.mail;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.execution.OutcomePolicies;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.OutcomePolicy;
import io.nightshift.operation.OutcomePolicy.Column;
import io.nightshift.operation.OutcomePolicy.ErrorClass;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.platform.record.RecordImages;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sends the e-mail that an operation regards, and records on it what became of it: sent, or failed and why. That the e-mail is
 * sent and that the operation has succeeded commit together. It runs as the operation's owner; an e-mail that the platform
 * wrote in the owner's name is read and marked without a right of the owner to e-mails.
 *
 * <p>A fault while the e-mail is read is judged by the organization's outcome policy: what the policy does not end is tried
 * again or waits for a person, and the e-mail stays at Pending Send.
 */
public final class SendEmail implements OperationHandler {

    /** The data of an operation whose e-mail the platform has written itself; nobody else can make one of this type. */
    static final String ON_BEHALF_OF_THE_PLATFORM = "{\"platform\":true}";

    private static final int MOST_ERROR_CHARACTERS = 4000;

    private final OperationRequests requests;
    private final OutcomePolicies policies;
    private final SendMail sending;

    /**
     * Sends e-mails of all organizations.
     *
     * @param postmen asked at each try
     */
    public SendEmail(OperationRequests requests, OutcomePolicies policies, Postmen postmen) {
        this.requests = requests;
        this.policies = policies;
        this.sending = new SendMail(postmen);
    }

    /** A person has canceled the sending of e-mails before it was done: they are canceled with it. */
    public static void ended(RequestContext context, List<UUID> operations) {
        RequestContext platform = context.unrestricted();
        RecordReader reader = new RecordReader(platform);
        List<UUID> emails = reader.byIds("asyncoperation", operations, ColumnSet.of("regardingobjectid")).stream()
                .map(operation -> operation.get("regardingobjectid", EntityReference.class))
                .filter(regarding ->
                        regarding != null && regarding.logicalName().equals(EmailRecords.EMAIL))
                .map(EntityReference::id)
                .toList();
        if (emails.isEmpty()) {
            return;
        }
        // Locked before they are read: whoever hands one over again at the same time must not be overwritten.
        Map<UUID, Entity> locked = new RecordImages(platform)
                .before(
                        EmailRecords.EMAIL,
                        reader.byIds(EmailRecords.EMAIL, emails, ColumnSet.of()).stream()
                                .map(email -> Objects.requireNonNull(email.id()))
                                .toList(),
                        ColumnSet.of("statuscode", EmailRecords.OPERATION));
        List<Entity> canceled = locked.values().stream()
                .filter(email -> EmailState.PENDING_SEND.is(email.get("statuscode", OptionSetValue.class)))
                .filter(email -> operations.contains(email.get(EmailRecords.OPERATION, UUID.class)))
                .map(email -> EmailState.CANCELED
                        .of(Objects.requireNonNull(email.id()))
                        .set("deliveryerror", "Its sending was canceled before everybody had got it."))
                .toList();
        if (!canceled.isEmpty()) {
            new RecordUpdate(platform).update(EmailRecords.EMAIL, canceled, ConcurrencyBehavior.DEFAULT);
        }
    }

    @Override
    public Outcome handle(OperationContext operation) throws SQLException {
        UUID id = operation.regardingId();
        if (id == null) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The operation does not say which e-mail it sends.");
        }
        SendMail.Tried tried;
        try {
            tried = sending.send(mail(operation, id), operation);
        } catch (OrganizationServiceFault e) {
            tried = judged(operation, new ServiceFault(e.errorCode(), String.valueOf(e.getMessage()), null, e));
        } catch (ServiceFault e) {
            tried = judged(operation, e);
        }
        Map<String, String> refused = tried.delivery().refused();
        return switch (tried.outcome()) {
            case Outcome.Succeeded succeeded ->
                operation.transaction(connection -> {
                    String error = refused.isEmpty()
                            ? null
                            : "The mail server refused " + SendMail.named(refused) + "; the others have got it.";
                    write(
                            connection,
                            operation,
                            EmailState.SENT.of(id).set("deliveryerror", shortened(error)),
                            refused);
                    return succeeded;
                });
            case Outcome.Failed failed -> {
                record(operation, EmailState.FAILED.of(id).set("deliveryerror", shortened(failed.message())), refused);
                yield failed;
            }
            case Outcome.Retry retry -> {
                record(operation, pending(operation, id, retry.message()), refused);
                yield retry;
            }
            case Outcome.Suspended suspended -> {
                record(operation, pending(operation, id, suspended.message()), refused);
                yield suspended;
            }
            default -> tried.outcome();
        };
    }

    /** A fault that ends the operation fails the e-mail; any other is left to the service, which tries again or waits. */
    private SendMail.Tried judged(OperationContext operation, ServiceFault fault) throws SQLException {
        OutcomePolicy policy = policies.of(operation.organization());
        if (policy.action(ErrorClass.of(fault.errorCode()), Column.OPERATION) != OutcomePolicy.Action.FAIL) {
            throw fault;
        }
        return new SendMail.Tried(
                new Outcome.Failed(fault.errorCode(), String.valueOf(fault.getMessage())), Delivery.NONE);
    }

    private Mail mail(OperationContext operation, UUID id) throws SQLException {
        Mail[] mail = new Mail[1];
        operation.saveCheckpoint(connection -> {
            RequestContext context = context(connection, operation);
            mail[0] = new EmailRecords(context).mail(id);
            return at(operation);
        });
        return mail[0];
    }

    private RequestContext context(Connection connection, OperationContext operation) throws SQLException {
        RequestContext owner = requests.of(connection, operation);
        return ON_BEHALF_OF_THE_PLATFORM.equals(operation.data()) ? owner.unrestricted() : owner;
    }

    private static Entity pending(OperationContext operation, UUID id, String message) {
        return EmailState.PENDING_SEND
                .of(id)
                .set("deliveryattempts", operation.attempt())
                .set("deliveryerror", shortened(message));
    }

    private void record(OperationContext operation, Entity change, Map<String, String> refused) throws SQLException {
        operation.saveCheckpoint(connection -> {
            write(connection, operation, change, refused);
            return at(operation);
        });
    }

    /** What became of the e-mail, and at each party whom the server refused what it said. */
    private void write(Connection connection, OperationContext operation, Entity change, Map<String, String> refused)
            throws SQLException {
        RequestContext context = context(connection, operation);
        context.execute(new UpdateRequest(change));
        if (!refused.isEmpty()) {
            new EmailRecords(context)
                    .refused(Objects.requireNonNull(change.id()), refused)
                    .forEach(party -> context.execute(new UpdateRequest(party)));
        }
    }

    private static OperationContext.Checkpoint at(OperationContext operation) {
        String checkpoint = operation.checkpoint();
        return new OperationContext.Checkpoint(checkpoint == null ? "{}" : checkpoint, null, null);
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= MOST_ERROR_CHARACTERS ? text : text.substring(0, MOST_ERROR_CHARACTERS);
    }
}
