package io.nightshift.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other end of the webhook, as a company has it in any language: takes the context of an event by HTTP, looks whether
 * the caller knows the key, and remembers which record it is about. The same record twice counts once, because a step runs
 * at least once. Thread-safe.
 */
final class Receiver implements HttpHandler {

    /** The header with the key. */
    static final String HEADER = "X-Demo-Key";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String key = UUID.randomUUID().toString();
    private final Set<String> records = ConcurrentHashMap.newKeySet();

    /** What callers have to send in the header. */
    String key() {
        return key;
    }

    /** About how many records it was told. */
    int told() {
        return records.size();
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = JSON.readTree(exchange.getRequestBody());
            boolean known = key.equals(exchange.getRequestHeaders().getFirst(HEADER));
            boolean expected = event.path("MessageName").asString("").equals("Delete");
            if (known && expected) {
                records.add(event.path("PrimaryEntityId").asString());
            }
            exchange.sendResponseHeaders(known ? expected ? 200 : 400 : 401, -1);
        }
    }
}
