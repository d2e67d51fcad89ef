package io.nightshift.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A process's way to the journal. Thread-safe. */
final class JournalConnection implements AutoCloseable {

    private final Socket socket;
    private final OutputStream out;
    private final Queue<CompletableFuture<Void>> unanswered = new ConcurrentLinkedQueue<>();

    JournalConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        Thread.ofPlatform().daemon().start(this::takeAnswers);
    }

    /** Returns when the journal has the line, not before, and whether the thread is interrupted or not. */
    void write(JournalLine line) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        synchronized (this) {
            unanswered.add(answer);
            try {
                out.write((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("The journal is gone", e);
            }
        }
        answer.join();
    }

    private void takeAnswers() {
        IOException gone = new IOException("The journal has closed the connection");
        try {
            while (socket.getInputStream().read() >= 0) {
                unanswered.remove().complete(null);
            }
        } catch (IOException e) {
            gone = e;
        }
        for (CompletableFuture<Void> answer = unanswered.poll(); answer != null; answer = unanswered.poll()) {
            answer.completeExceptionally(gone);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
