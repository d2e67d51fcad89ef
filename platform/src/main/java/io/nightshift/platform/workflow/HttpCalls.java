package io.nightshift.platform.workflow;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls addresses for workflows. Whoever hands one in decides which addresses may be called: a document is written by a user,
 * and the server reaches what the user does not. Thread-safe.
 */
@FunctionalInterface
public interface HttpCalls {

    /**
     * A call.
     *
     * @param operation the operation that calls; a call may be made more than once for it
     */
    record Call(
            UUID operation,
            String method,
            URI endpoint,
            Map<String, String> headers,
            @Nullable String body) {}

    /**
     * An answer below 400.
     *
     * @param body of at most 64 kB
     */
    record Answer(int status, String body) {}

    /**
     * Calls.
     *
     * @throws Exception a fault with 0x80040203 for an address that may not be called, a failure of HTTP or of the network
     *     as the outcome policy knows them
     */
    Answer call(Call call) throws Exception;
}
