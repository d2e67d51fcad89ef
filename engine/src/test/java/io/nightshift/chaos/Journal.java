package io.nightshift.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The test's side of the journal: the process that keeps it, and the file. */
final class Journal implements AutoCloseable {

    private final ChildJvm process;
    private final int port;
    private final JournalConnection connection;
    private final Path file;

    Journal(Path folder) throws IOException {
        file = folder.resolve("journal.txt");
        process = new ChildJvm(JournalProcess.class, folder.resolve("journal.log"), file.toString());
        port = Integer.parseInt(process.hear());
        connection = new JournalConnection(port);
    }

    int port() {
        return port;
    }

    void write(JournalLine line) {
        connection.write(line);
    }

    /** All lines so far. */
    List<JournalLine> lines() throws IOException {
        return JournalLine.read(file);
    }

    long count(JournalLine.What what) throws IOException {
        return lines().stream().filter(line -> line.what() == what).count();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try (process) {
            connection.close();
            process.end();
        }
    }
}
