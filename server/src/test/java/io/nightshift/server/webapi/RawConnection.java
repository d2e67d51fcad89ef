package io.nightshift.server.webapi;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** HTTP as bytes, for requests that no client library would send. It connects again when the server has hung up. */
final class RawConnection implements AutoCloseable {

    private static final int TOO_LONG_MILLIS = 120_000;

    private final URI server;
    private Socket socket;
    private InputStream in;

    RawConnection(URI server) throws IOException {
        this.server = server;
        connect();
    }

    record RawAnswer(int status, String body) {}

    private void connect() throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(TOO_LONG_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Sends a request and reads its answer; one that takes longer than two minutes is a failure. A server may hang up after
     * an answer, which is found out with the next request; that one is sent again.
     */
    RawAnswer send(String head, byte[] body) throws IOException {
        try {
            return sent(head, body);
        } catch (EOFException | SocketException e) {
            socket.close();
            connect();
            return sent(head, body);
        }
    }

    private RawAnswer sent(String head, byte[] body) throws IOException {
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        socket.getOutputStream().write(all);
        String statusLine = line();
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] answer = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        if ("close".equalsIgnoreCase(headers.get("connection"))) {
            socket.close();
            connect();
        }
        return new RawAnswer(
                Integer.parseInt(statusLine.split(" ", -1)[1]), new String(answer, StandardCharsets.UTF_8));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        while (c != '\n') {
            if (c < 0) {
                throw new EOFException("the server hung up after '" + line + "'");
            }
            if (c != '\r') {
                line.append((char) c);
            }
            c = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
