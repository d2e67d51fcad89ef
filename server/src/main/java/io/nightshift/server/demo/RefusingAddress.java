package io.nightshift.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An HTTP address inside the demo that answers 503 to the first calls and 200 to all others. Thread-safe. */
final class RefusingAddress implements AutoCloseable {

    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final int refusals;

    private RefusingAddress(HttpServer server, int refusals) {
        this.server = server;
        this.refusals = refusals;
    }

    /** Opens the address on any free port of the loopback interface. */
    static RefusingAddress open(int refusals) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        RefusingAddress address = new RefusingAddress(server, refusals);
        server.createContext("/weather", address::answer);
        server.start();
        return address;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/weather");
    }

    int calls() {
        return calls.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean refused = calls.incrementAndGet() <= refusals;
        byte[] body = (refused ? "Too busy, try again later." : "Clear, wind from the west.")
                .getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(refused ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
