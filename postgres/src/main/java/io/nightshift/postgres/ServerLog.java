package io.nightshift.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The file PostgreSQL writes its messages to, and its size bound.
 *
 * <p>PostgreSQL writes to it directly, so the last words of a shutdown are kept also when this process is gone. Beyond
 * the limit the content moves to a second file beside it, of which there is one; the database keeps the file open for
 * appending, so it is emptied and not renamed. Lines written in that moment may be lost.
 */
final class ServerLog {
    private static final long LIMIT = 10L << 20;
    private static final int EXCERPT = 16 << 10;

    private final Path file;
    private long mark;

    ServerLog(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    /** Remembers the end of the log, so that {@link #sinceMark} returns what a start added. */
    void mark() throws IOException {
        if (!Files.exists(file)) {
            Folders.createPrivateFile(file); // statements that failed are in it, with their values
        }
        bound();
        mark = Files.size(file);
    }

    /** What was logged since the mark, the last {@value #EXCERPT} bytes of it. */
    String sinceMark() {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(Math.min(mark, channel.size()), channel.size() - EXCERPT);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // until the excerpt is complete
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Keeps the log within its bound; called now and then while the server runs. */
    void bound() throws IOException {
        if (Files.exists(file) && Files.size(file) > LIMIT) {
            Files.copy(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        }
    }
}
