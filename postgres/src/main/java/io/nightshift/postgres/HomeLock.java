package io.nightshift.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One live process per home folder. The kernel drops the lock when its holder dies, however it dies. */
final class HomeLock implements AutoCloseable {
    /**
     * Homes this very process holds. Asked first, because opening and closing the lock file a second time would drop
     * the lock: POSIX ties it to the process, not to the open file.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path home;
    private final FileChannel channel;

    private HomeLock(Path home, FileChannel channel) {
        this.home = home;
        this.channel = channel;
    }

    /**
     * Takes the lock on the existing folder {@code home}.
     *
     * @throws PostgresStartException when another process, or this one, has it
     */
    static HomeLock take(Path home) throws IOException {
        Path real = home.toRealPath();
        if (!HELD_HERE.add(real)) {
            throw inUse(home, "this process");
        }
        FileChannel channel = null;
        boolean taken = false;
        try {
            Path file = real.resolve("lock");
            channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(home, "process " + Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new HomeLock(real, channel);
        } finally {
            if (!taken) {
                HELD_HERE.remove(real);
                if (channel != null) {
                    channel.close();
                }
            }
        }
    }

    private static PostgresStartException inUse(Path home, String holder) {
        return new PostgresStartException("The data folder " + home + " is in use by " + holder
                + ": stop that one first or choose another data folder.");
    }

    @Override
    public void close() throws IOException {
        if (channel.isOpen()) { // a second close must not give away what someone else has taken since
            channel.close();
            HELD_HERE.remove(home);
        }
    }
}
