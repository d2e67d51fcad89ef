package io.nightshift.platform.webhook;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An HTTP server on a plain socket that answers as the path says, well or badly. */
final class MisbehavingServer implements AutoCloseable {

    record Received(String line, Map<String, String> headers, String body) {}

    private final ServerSocket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;

    MisbehavingServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!socket.isClosed()) {
                try {
                    Socket call = socket.accept();
                    Thread.ofVirtual().start(() -> serve(call));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    String url(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Received> received() {
        return received;
    }

    /** What the path {@code /status} answers with from now on. */
    void status(int code) {
        status = code;
    }

    private void serve(Socket call) {
        try (call) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(call.getInputStream(), StandardCharsets.UTF_8));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (String header = in.readLine(); header != null && !header.isEmpty(); header = in.readLine()) {
                headers.put(
                        header.substring(0, header.indexOf(':')),
                        header.substring(header.indexOf(':') + 1).strip());
            }
            StringBuilder body = new StringBuilder();
            int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
            while (body.toString().getBytes(StandardCharsets.UTF_8).length < length) {
                body.append((char) in.read());
            }
            received.add(new Received(line, headers, body.toString()));
            answer(line.split(" ", -1)[1].split("\\?", -1)[0], call);
        } catch (IOException | UncheckedIOException e) {
            // The caller went away, as it should from some of these answers.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(String path, Socket call) throws IOException, InterruptedException {
        OutputStream out = call.getOutputStream();
        switch (path) {
            case "/hang" -> closed.await();
            case "/half" -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhal");
                closed.await();
            }
            case "/drip" -> {
                write(out, "HTTP/1.1 200 OK\r\nX-Slow: ");
                while (!closed.await(100, TimeUnit.MILLISECONDS)) {
                    write(out, "a");
                }
            }
            case "/headers" -> {
                write(out, "HTTP/1.1 200 OK\r\n");
                while (true) {
                    write(out, ("X-Many: " + "a".repeat(1000) + "\r\n").repeat(100));
                }
            }
            case "/two-lengths" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: -5\r\nContent-Length: 3\r\n\r\nabc");
            case "/torn" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\ntorn");
            case "/reset" -> call.setSoLinger(true, 0);
            case "/garbage" -> write(out, "what?\r\n\r\n");
            case "/endless" -> {
                write(out, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n");
                while (true) {
                    write(out, "and so on, ".repeat(1000));
                }
            }
            case "/redirect-inside" ->
                write(
                        out,
                        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://169.254.169.254/latest\r\n"
                                + "Content-Length: 0\r\n\r\n");
            case "/redirect" ->
                write(out, "HTTP/1.1 302 Found\r\nLocation: " + url("/ok") + "\r\nContent-Length: 0\r\n\r\n");
            case "/status" -> write(out, "HTTP/1.1 " + status + " Said\r\nContent-Length: 12\r\n\r\nas I\u0007 please");
            default -> write(out, "HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
    }
}
