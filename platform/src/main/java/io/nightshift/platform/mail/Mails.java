package io.nightshift.platform.mail;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.execution.OutcomePolicies;
import io.nightshift.operation.OperationType;
import io.nightshift.platform.event.AddressRule;
import io.nightshift.platform.event.Reaction;
import io.nightshift.platform.event.Requester;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.record.OperationRequests;
import io.nightshift.queue.OperationQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Mail as the platform puts it together: its messages, what it reacts to, who sends, and the handler. Thread-safe. */
public final class Mails {

    /** A mail server that answers without end must not keep a slot for ever. */
    private static final Duration LONGEST_SENDING = Duration.ofMinutes(10);

    private final EmailServerProfiles profiles;

    /** @param addresses where mail servers of organizations may lie */
    public Mails(AddressRule addresses) {
        this.profiles = new EmailServerProfiles(addresses);
    }

    /** The messages of mail, whose operations go to this queue. */
    public static List<Message> messages(OperationQueue queue) {
        return List.of(
                new SendEmailMessage(queue),
                new SetEmailServerPasswordMessage(queue),
                new InstantiateTemplateMessage());
    }

    /** What reacts to requests. */
    public Reaction reaction() {
        return profiles;
    }

    /** Who sends the mail of organizations; the server's own is asked each time, empty while no mail server is configured. */
    public Postmen postmen(Requester requester, Supplier<Optional<Postman>> server) {
        return profiles.postmen(requester, server);
    }

    /** Registers the handler of e-mails; before the service starts. */
    public static void handle(
            AsyncService service, OperationRequests requests, OutcomePolicies policies, Postmen postmen) {
        service.handle(
                OperationType.OUTGOING_ACTIVITY,
                HandlerOptions.DEFAULT.deadline(LONGEST_SENDING),
                new SendEmail(requests, policies, postmen));
    }
}
