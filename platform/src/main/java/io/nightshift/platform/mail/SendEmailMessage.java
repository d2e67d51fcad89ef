package io.nightshift.platform.mail;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RecordUpdate;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.exception.DataAccessException;

/**
 * Hands an e-mail over to be sent: its addresses are found and kept, and an operation sends it. The e-mail and the operation
 * commit with the request.
 */
public final class SendEmailMessage implements Message {

    private static final OptionSetValue COMPLETED = new OptionSetValue(3);

    private final OperationQueue queue;

    /** @param queue where the operations go */
    public SendEmailMessage(OperationQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return "SendEmail";
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        UUID id = request.required("EmailId", UUID.class);
        boolean send = request.required("IssueSend", Boolean.class);
        EmailRecords emails = new EmailRecords(context);
        Entity email = emails.locked(id);
        requireToSend(context, email);
        List<EmailRecords.Addressed> recipients = emails.recipients(id);
        String subject = Objects.requireNonNullElse(email.get("subject", String.class), "");
        for (EmailRecords.Addressed each : recipients) {
            context.execute(new UpdateRequest(new Entity(
                            "activityparty", Objects.requireNonNull(each.party().id()))
                    .set("addressused", each.address())
                    .set("deliveryerror", null)));
        }
        String all = recipients.stream().map(EmailRecords.Addressed::address).collect(Collectors.joining(";"));
        EmailState state = send ? EmailState.PENDING_SEND : EmailState.SENT;
        context.execute(new UpdateRequest(state.of(id)
                .set("deliveryerror", null)
                .set("torecipients", all.length() <= 500 ? all : all.substring(0, 500))));
        if (send) {
            UUID operation = enqueue(context, id, subject);
            new RecordUpdate(context)
                    .maintained()
                    .update(
                            EmailRecords.EMAIL,
                            List.of(new Entity(EmailRecords.EMAIL, id).set(EmailRecords.OPERATION, operation)),
                            ConcurrencyBehavior.DEFAULT);
        }
        return new OrganizationResponse(name()).set("Subject", subject);
    }

    /**
     * A draft, one that failed and one whose sending was canceled are sent. One on its way is not, for its recipients would
     * get it twice: it is on its way until its operation has ended, which may have happened without a word on the e-mail,
     * when a person canceled what ran.
     */
    private static void requireToSend(RequestContext context, Entity email) {
        OptionSetValue status = email.get("statuscode", OptionSetValue.class);
        if (status == null
                || Stream.of(EmailState.DRAFT, EmailState.FAILED, EmailState.CANCELED)
                        .anyMatch(state -> state.is(status))) {
            return;
        }
        boolean onItsWay = EmailState.PENDING_SEND.is(status) || EmailState.SENDING.is(status);
        UUID operation = email.get(EmailRecords.OPERATION, UUID.class);
        if (onItsWay && operation != null && hasEnded(context, operation)) {
            return;
        }
        String subject = Objects.requireNonNullElse(email.get("subject", String.class), "");
        throw FaultCode.INVALID_ARGUMENT.fault(
                "The e-mail '" + subject.replaceAll("\\p{Cntrl}+", " ") + "' was handed over already: "
                        + (onItsWay
                                ? "it is on its way. To stop it, cancel its system job."
                                : "it was sent. To send it once more, make a copy of it."));
    }

    /** Whether the operation that sends an e-mail sends it no more; one that is not kept any longer has ended. */
    private static boolean hasEnded(RequestContext context, UUID operation) {
        return new RecordReader(context.unrestricted())
                .byIds("asyncoperation", List.of(operation), ColumnSet.of("statecode")).stream()
                        .allMatch(found -> COMPLETED.equals(found.get("statecode")));
    }

    private UUID enqueue(RequestContext context, UUID email, String subject) {
        String name = "Send e-mail: " + subject.replaceAll("\\p{Cntrl}+", " ");
        try {
            return queue.enqueue(
                    context.connection(),
                    Operation.of(OperationType.OUTGOING_ACTIVITY)
                            .name(name.length() <= 200 ? name : name.substring(0, 200))
                            .organization(context.organization().name())
                            .owner(context.userId())
                            .data(context.access().isUnrestricted() ? SendEmail.ON_BEHALF_OF_THE_PLATFORM : null)
                            .regarding(EmailRecords.EMAIL, email)
                            .parent(context.origin().operationId())
                            .correlation(
                                    context.origin().correlationId(),
                                    context.origin().depth()));
        } catch (SQLException e) {
            throw new DataAccessException("The operation could not be enqueued", e);
        }
    }
}
