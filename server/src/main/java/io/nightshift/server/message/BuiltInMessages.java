package io.nightshift.server.message;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.operation.Outcome;
import io.nightshift.platform.mail.Postmen;
import io.nightshift.platform.mail.SendMail;
import java.time.Duration;

/**
 * What a server can do without any code of a user's own, so that it is of use from its first minute:
 *
 * <ul>
 *   <li>{@code noop} does nothing and succeeds; its result is its data.
 *   <li>{@code http} calls an address; see {@link HttpCall}.
 *   <li>{@code mail} sends an e-mail; see {@link SendMail}.
 * </ul>
 */
public final class BuiltInMessages {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);
    private static final Duration LONGEST_MAIL = Duration.ofMinutes(10);

    private BuiltInMessages() {}

    /**
     * @param calls what {@code http} calls with
     * @param postmen who sends mail; while there is nobody, mail waits
     */
    public static void register(AsyncService service, OutboundCalls calls, Postmen postmen) {
        service.handle("noop", context -> new Outcome.Succeeded(context.data()));
        service.handle("http", HandlerOptions.DEFAULT.deadline(LONGEST_CALL), new HttpCall(calls));
        service.handle("mail", HandlerOptions.DEFAULT.deadline(LONGEST_MAIL), new SendMail(postmen));
    }
}
