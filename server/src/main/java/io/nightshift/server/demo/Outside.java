package io.nightshift.server.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What lies outside of the server, inside the demo: an address that answers 503 to its first calls and 200 to all others,
 * and the receiver of a webhook. Thread-safe.
 */
final class Outside implements AutoCloseable {

    /** How often the first address refuses. */
    private static final int REFUSALS = 2;

    private final HttpServer server;
    private final AtomicInteger calls = new AtomicInteger();
    private final Receiver receiver = new Receiver();

    private Outside(HttpServer server) {
        this.server = server;
    }

    /** Opens both on any free port of the loopback interface. */
    static Outside open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Outside outside = new Outside(server);
        server.createContext("/weather", outside::weather);
        server.createContext("/deleted", outside.receiver);
        server.start();
        return outside;
    }

    /** Host and port, by which {@code webhook.allow} lets webhooks come here though it is the loopback interface. */
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The address that refuses. */
    URI weather() {
        return URI.create("http://" + host() + "/weather");
    }

    /** Where the webhook goes. */
    URI deleted() {
        return URI.create("http://" + host() + "/deleted");
    }

    /** The receiver of the webhook. */
    Receiver receiver() {
        return receiver;
    }

    private void weather(HttpExchange exchange) throws IOException {
        boolean refused = calls.incrementAndGet() <= REFUSALS;
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
