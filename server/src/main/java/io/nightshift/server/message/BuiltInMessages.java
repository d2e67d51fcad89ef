package io.nightshift.server.message;

import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HandlerOptions;
import io.nightshift.operation.Outcome;
import java.time.Duration;
import java.util.List;

/**
 * What a server can do without any code of a user's own, so that it is of use from its first minute:
 *
 * <ul>
 *   <li>{@code noop} does nothing and succeeds; its result is its data.
 *   <li>{@code http} calls an address; see {@link HttpCall}.
 * </ul>
 */
public final class BuiltInMessages {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

    private BuiltInMessages() {}

    /** @param allowed private hosts that {@code http} may call, as {@code HOST} or {@code HOST:PORT} */
    public static void register(AsyncService service, List<String> allowed) {
        service.handle("noop", context -> new Outcome.Succeeded(context.data()));
        service.handle("http", HandlerOptions.DEFAULT.deadline(LONGEST_CALL), new HttpCall(new AddressRule(allowed)));
    }
}
