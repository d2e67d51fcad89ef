package io.nightshift.platform.mail;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.messages.UpdateRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.exception.DataAccessException;

/**
 * Hands an e-mail over to be sent: its addresses are found and kept, and an operation sends it. The e-mail and the operation
 * commit with the request.
 */
public final class SendEmailMessage implements Message {

    private static final int DRAFT = 1;
    private static final int FAILED = 8;

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
        OptionSetValue status = email.get("statuscode", OptionSetValue.class);
        if (status != null && status.value() != DRAFT && status.value() != FAILED) {
            throw FaultCode.INVALID_ARGUMENT.fault("The e-mail " + id + " is not a draft; it was handed over already.");
        }
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
            enqueue(context, id, subject);
        }
        return new OrganizationResponse(name()).set("Subject", subject);
    }

    private void enqueue(RequestContext context, UUID email, String subject) {
        String name = "Send e-mail: " + subject.replaceAll("\\p{Cntrl}+", " ");
        try {
            queue.enqueue(
                    context.connection(),
                    Operation.of(OperationType.OUTGOING_ACTIVITY)
                            .name(name.length() <= 200 ? name : name.substring(0, 200))
                            .organization(context.organization().name())
                            .owner(context.userId())
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
