package io.nightshift.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server inside the demo, on the loopback interface: it takes every message and remembers for whom. Thread-safe. */
final class MailSink implements AutoCloseable {

    private static final int BACKLOG = 50;

    private final ServerSocket socket;
    private final List<String> delivered = new CopyOnWriteArrayList<>();

    private MailSink(ServerSocket socket) {
        this.socket = socket;
    }

    /** Opens it on any free port. */
    static MailSink open() throws IOException {
        MailSink sink = new MailSink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("demo-mail").start(sink::accept);
        return sink;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The recipients, one entry for each message they got. */
    List<String> delivered() {
        return List.copyOf(delivered);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().name("demo-mail").start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
            out.print("220 demo\r\n");
            List<String> recipients = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String command = line.toUpperCase(Locale.ROOT);
                if (command.startsWith("RCPT TO:")) {
                    recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                } else if (command.startsWith("MAIL") || command.startsWith("RSET")) {
                    recipients.clear();
                } else if (command.equals("DATA")) {
                    out.print("354 go on\r\n");
                    if (!readsMessage(in)) {
                        return;
                    }
                    delivered.addAll(recipients);
                } else if (command.equals("QUIT")) {
                    out.print("221 bye\r\n");
                    return;
                }
                out.print("250 ok\r\n");
            }
        } catch (IOException e) {
            // The client has gone; what it had not finished was not delivered.
        }
    }

    private static boolean readsMessage(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.equals(".")) {
            line = in.readLine();
        }
        return line != null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
