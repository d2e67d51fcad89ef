package io.nightshift.platform.mail;

import io.nightshift.execution.OperationContext;
import io.nightshift.execution.OperationHandler;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Outcome;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sends one e-mail. The data is
 *
 * <pre>{@code
 * {"to": ["ada@example.org"], "cc": [], "bcc": [], "replyto": "...", "subject": "Hello {{name}}",
 *  "text": "...", "html": "...", "values": {"name": "Ada"},
 *  "attachments": [{"name": "a.pdf", "contenttype": "application/pdf", "content": "Base64"}]}
 * }</pre>
 *
 * <p>Needed are one recipient and text or html. With {@code values} the subject and the texts are Mustache templates. The
 * result is {@code {"accepted": [...], "refused": {"address": "what the server said"}}}.
 *
 * <p>A server that cannot be reached or that defers the message is a network error: retried, by the outcome table. A
 * recipient that is refused for good is no error of the others: the operation succeeds when anyone was accepted, and fails
 * when everyone was refused. A sign-in that is refused and a mail server that is not configured wait for a person. A
 * missing or malformed address is a fault of the request: it fails a plain operation and suspends a workflow.
 */
public final class SendMail implements OperationHandler {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Postmen postmen;

    /** @param postmen asked at each try */
    public SendMail(Postmen postmen) {
        this.postmen = postmen;
    }

    @Override
    public Outcome handle(OperationContext context) throws SQLException {
        return send(MailRequest.read(context.data()), context).outcome();
    }

    /** How a try ended, and what has become of each recipient so far. */
    record Tried(Outcome outcome, Delivery delivery) {}

    /** Sends a message to those who have not got it yet; where that stands is the checkpoint. */
    Tried send(Mail mail, OperationContext context) throws SQLException {
        Delivery before = read(context.checkpoint());
        Optional<Postman> found = postmen.of(context.organization());
        if (found.isEmpty()) {
            return new Tried(
                    Outcome.suspended(
                            ErrorCode.INVALID_ARGUMENT,
                            "No mail server is configured: set mail.host and mail.from and start again, or give the"
                                    + " organization an e-mail server profile; then resume."),
                    before);
        }
        List<String> recipients = before.waiting(mail.recipients());
        if (recipients.isEmpty()) {
            return new Tried(end(before), before);
        }
        Delivery after;
        try {
            after = before.and(found.get().send(mail, recipients, context.id(), context.createdOn()));
        } catch (MailRefusedException e) {
            return new Tried(Outcome.suspended(ErrorCode.NETWORK_ERROR, text(e)), before);
        } catch (MessagingException e) {
            return new Tried(unsent(e, found.get()), before);
        }
        // Who has got it must not get it again, whatever becomes of this try, or of what is written at its end.
        context.saveCheckpoint(write(after));
        if (after.deferred().isEmpty()) {
            return new Tried(end(after), after);
        }
        return new Tried(
                Outcome.retry(ErrorCode.NETWORK_ERROR, "The mail server put off " + named(after.deferred()) + "."),
                after);
    }

    private static Outcome end(Delivery delivery) {
        return delivery.accepted().isEmpty()
                ? Outcome.failed(
                        ErrorCode.INVALID_ARGUMENT,
                        "The mail server refused every recipient: " + named(delivery.refused()) + ".")
                : Outcome.succeeded(write(delivery));
    }

    /** Nobody has got it: a connection that fails passes, a certificate that is not valid does not. */
    private static Outcome unsent(MessagingException e, Postman postman) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SSLException) {
                return Outcome.suspended(
                        ErrorCode.NETWORK_ERROR,
                        "The mail server cannot be trusted or does not speak TLS: " + text(at));
            }
        }
        boolean isRefusedInTheClear =
                e.getCause() == null && String.valueOf(e.getMessage()).contains("STARTTLS");
        if (isRefusedInTheClear) {
            return Outcome.suspended(
                    ErrorCode.NETWORK_ERROR, text(e) + ". Mend " + postman.securitySetting() + ", then resume.");
        }
        Throwable cause = e.getCause() instanceof IOException io ? io : e;
        return Outcome.retry(ErrorCode.NETWORK_ERROR, "The mail server could not take the message: " + text(cause));
    }

    /** The first of them with what was said, for a person. */
    static String named(Map<String, String> answers) {
        String some = String.join(
                "; ",
                answers.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .limit(5)
                        .map(answer -> answer.getKey() + " (" + answer.getValue() + ")")
                        .toList());
        return answers.size() > 5 ? some + " and " + (answers.size() - 5) + " more" : some;
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message.strip();
    }

    private static String write(Delivery delivery) {
        ObjectNode object = MAPPER.createObjectNode();
        var accepted = object.putArray("accepted");
        delivery.accepted().forEach(accepted::add);
        ObjectNode refused = object.putObject("refused");
        delivery.refused().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(answer -> refused.put(answer.getKey(), answer.getValue()));
        return MAPPER.writeValueAsString(object);
    }

    private static Delivery read(@Nullable String checkpoint) {
        if (checkpoint == null) {
            return Delivery.NONE;
        }
        JsonNode object = MAPPER.readTree(checkpoint);
        Map<String, String> refused = new LinkedHashMap<>();
        object.path("refused")
                .properties()
                .forEach(
                        answer -> refused.put(answer.getKey(), answer.getValue().asString()));
        return new Delivery(
                object.path("accepted").valueStream().map(JsonNode::asString).toList(), refused, Map.of());
    }
}
