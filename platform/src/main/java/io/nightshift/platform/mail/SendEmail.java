package io.nightshift.platform.mail;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.UpdateRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the e-mail that an operation regards, and records on it what became of it: sent, or failed and why. That the e-mail is
 * sent and that the operation has succeeded commit together.
 */
public final class SendEmail implements OperationHandler {

    /** Gives an operation its request context. */
    @FunctionalInterface
    public interface Contexts {
        RequestContext of(Connection connection, OperationContext operation) throws SQLException;
    }

    private final Contexts contexts;
    private final SendMail sending;

    /** @param postman asked at each try; empty while no mail server is configured */
    public SendEmail(Contexts contexts, Supplier<Optional<Postman>> postman) {
        this.contexts = contexts;
        this.sending = new SendMail(postman);
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
            tried = failed(e.errorCode(), e);
        } catch (ServiceFault e) {
            tried = failed(e.errorCode(), e);
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

    private static SendMail.Tried failed(int code, RuntimeException e) {
        return new SendMail.Tried(
                new Outcome.Failed(code, Objects.requireNonNullElse(e.getMessage(), "")), Delivery.NONE);
    }

    private Mail mail(OperationContext operation, UUID id) throws SQLException {
        Mail[] mail = new Mail[1];
        operation.saveCheckpoint(connection -> {
            RequestContext context = contexts.of(connection, operation);
            mail[0] = new EmailRecords(context).mail(id);
            return at(operation);
        });
        return mail[0];
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
        RequestContext context = contexts.of(connection, operation);
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
        return text == null || text.length() <= 4000 ? text : text.substring(0, 4000);
    }
}
