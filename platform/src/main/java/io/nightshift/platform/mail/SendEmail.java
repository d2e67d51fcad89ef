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
        Outcome outcome;
        try {
            outcome = sending.send(mail(operation, id), operation);
        } catch (OrganizationServiceFault e) {
            outcome = new Outcome.Failed(e.errorCode(), Objects.requireNonNullElse(e.getMessage(), ""));
        } catch (ServiceFault e) {
            outcome = new Outcome.Failed(e.errorCode(), Objects.requireNonNullElse(e.getMessage(), ""));
        }
        return switch (outcome) {
            case Outcome.Succeeded succeeded ->
                operation.transaction(connection -> {
                    update(connection, operation, EmailState.SENT.of(id).set("deliveryerror", null));
                    return succeeded;
                });
            case Outcome.Failed failed -> {
                record(operation, EmailState.FAILED.of(id).set("deliveryerror", shortened(failed.message())));
                yield failed;
            }
            case Outcome.Retry retry -> {
                record(operation, tried(operation, id, retry.message()));
                yield retry;
            }
            case Outcome.Suspended suspended -> {
                record(operation, tried(operation, id, suspended.message()));
                yield suspended;
            }
            default -> outcome;
        };
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

    private static Entity tried(OperationContext operation, UUID id, String message) {
        return EmailState.PENDING_SEND
                .of(id)
                .set("deliveryattempts", operation.attempt())
                .set("deliveryerror", shortened(message));
    }

    private void record(OperationContext operation, Entity change) throws SQLException {
        operation.saveCheckpoint(connection -> {
            update(connection, operation, change);
            return at(operation);
        });
    }

    private void update(Connection connection, OperationContext operation, Entity change) throws SQLException {
        contexts.of(connection, operation).execute(new UpdateRequest(change));
    }

    private static OperationContext.Checkpoint at(OperationContext operation) {
        String checkpoint = operation.checkpoint();
        return new OperationContext.Checkpoint(checkpoint == null ? "{}" : checkpoint, null, null);
    }

    private static @Nullable String shortened(@Nullable String text) {
        return text == null || text.length() <= 4000 ? text : text.substring(0, 4000);
    }
}
