package io.nightshift.chaos;

import io.nightshift.database.ServiceClock;
import io.nightshift.database.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process that keeps the journal: it takes lines from many connections, gives them one order and a time, appends them to a file
 * and answers each line with one byte once it is there. It prints its port, and ends when its input does.
 */
public final class JournalProcess {

    private final PrintStream file;
    private final ServiceClock clock = new SystemClock();
    private final long start = clock.nanos();
    private long number;

    private JournalProcess(PrintStream file) {
        this.file = file;
    }

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                PrintStream file =
                        new PrintStream(Files.newOutputStream(Path.of(arguments[0])), false, StandardCharsets.UTF_8)) {
            JournalProcess journal = new JournalProcess(file);
            Thread.ofPlatform().daemon().start(() -> journal.accept(server));
            System.out.println(server.getLocalPort());
            while (System.in.read() >= 0) {
                // Nothing is said to us but the end.
            }
            journal.flush();
        }
    }

    private void accept(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform().daemon().start(() -> take(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void take(Socket socket) {
        try (socket;
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                append(line);
                socket.getOutputStream().write('k');
            }
        } catch (IOException e) {
            // The other side was killed; what it had written is kept.
        }
    }

    private synchronized void append(String line) {
        long millis = TimeUnit.NANOSECONDS.toMillis(clock.nanos() - start);
        file.append(++number + " " + millis + " " + line + "\n");
        file.flush();
    }

    private synchronized void flush() {
        file.flush();
    }
}
