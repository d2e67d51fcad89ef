package io.nightshift.platform.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An SMTP server that answers as a test tells it: by the start of a command, or of a recipient's address. */
final class ScriptedSmtp implements AutoCloseable {

    private final ServerSocket socket;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> silences = new ConcurrentHashMap<>();
    private final List<List<String>> delivered = new CopyOnWriteArrayList<>();

    ScriptedSmtp() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What it says to a command, such as {@code RCPT TO:<b@example.org>}; an empty answer closes the connection. */
    ScriptedSmtp answering(String command, String answer) {
        answers.put(command.toUpperCase(Locale.ROOT), answer);
        return this;
    }

    /** It says nothing to a command until the signal is given. */
    ScriptedSmtp silentAt(String command, CountDownLatch until) {
        silences.put(command.toUpperCase(Locale.ROOT), until);
        return this;
    }

    void forget() {
        answers.clear();
        silences.clear();
    }

    /** The recipients of each message it has taken. */
    List<List<String>> delivered() {
        return delivered;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            PrintStream out = new PrintStream(client.getOutputStream(), true, StandardCharsets.UTF_8);
            out.print("220 scripted\r\n");
            List<String> recipients = new CopyOnWriteArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String answer = answer(line);
                if (answer.isEmpty()) {
                    return;
                }
                if (line.startsWith("RCPT") && answer.startsWith("250")) {
                    recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                }
                out.print(answer + "\r\n");
                if (line.equals("DATA") && answer.startsWith("354")) {
                    for (String text = in.readLine(); !".".equals(text); text = in.readLine()) {
                        if (text == null) {
                            return;
                        }
                    }
                    String end = answer(".");
                    if (end.isEmpty()) {
                        return;
                    }
                    if (end.startsWith("250")) {
                        delivered.add(List.copyOf(recipients));
                    }
                    out.print(end + "\r\n");
                }
                if (line.equals("RSET")) {
                    recipients.clear();
                }
            }
        } catch (IOException e) {
            // The client has gone; that is how some of these tests end.
        }
    }

    private static void await(CountDownLatch signal) {
        try {
            signal.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String answer(String line) {
        String command = line.toUpperCase(Locale.ROOT);
        for (Map.Entry<String, CountDownLatch> silence : silences.entrySet()) {
            if (command.startsWith(silence.getKey())) {
                await(silence.getValue());
            }
        }
        for (Map.Entry<String, String> scripted : answers.entrySet()) {
            if (command.startsWith(scripted.getKey())) {
                return scripted.getValue();
            }
        }
        return command.startsWith("EHLO") || command.startsWith("HELO")
                ? "250 scripted"
                : command.startsWith("DATA") ? "354 go on" : command.startsWith("QUIT") ? "221 bye" : "250 ok";
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
