package io.nightshift.server.process;

import io.nightshift.server.configuration.StartException;
import io.nightshift.server.signin.Token;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data folder while one process has it. The kernel drops the lock when its holder dies, however it dies.
 *
 * <p>In it: {@code server.json} and {@code cli.token}, by which the command line of this machine finds a running server;
 * {@code database.json}, by which {@code export} finds its embedded database; {@code admin.token.sha256}; the folder
 * {@code database}. All are readable by their owner alone.
 */
final class ServerFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerFolder.class);
    private static final String SERVER = "server.json";
    private static final String CLI_TOKEN = "cli.token";
    private static final String ADMIN = "admin.token.sha256";
    private static final String LOCK = "server.lock";

    private final Path path;
    private final FileChannel lock;

    private ServerFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder, making it when it is missing.
     *
     * @throws StartException when another process has it, or when it cannot be written
     */
    static ServerFolder take(Path path) {
        FileChannel channel = null;
        boolean taken = false;
        try {
            createPrivate(path);
            channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                throw inUse(path, Files.readString(path.resolve(LOCK)).strip());
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            ServerFolder folder = new ServerFolder(path, channel);
            folder.forgetServer();
            taken = true;
            return folder;
        } catch (IOException e) {
            throw unusable(path, e);
        } finally {
            if (!taken && channel != null) {
                closeQuietly(channel);
            }
        }
    }

    private static void createPrivate(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (path.getParent() != null) {
                Files.createDirectories(path.getParent());
            }
            Files.createDirectory(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            LOG.debug("This very process has the folder", e);
            return null;
        }
    }

    private static StartException inUse(Path path, String pid) {
        return new StartException("The data folder " + path + " is in use by the server with process number " + pid
                + ": stop that one (kill " + pid + ") or choose another folder with --data.");
    }

    static StartException unusable(Path path, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left on device") || text.contains("Disk quota exceeded")) {
            return new StartException(
                    "The disk of the data folder " + path
                            + " is full: free some space or choose another folder with --data.",
                    e);
        }
        if (e instanceof AccessDeniedException || text.contains("Permission denied") || text.contains("Read-only")) {
            return new StartException(
                    "The data folder " + path
                            + " cannot be written by this account: change its owner or choose another folder with --data.",
                    e);
        }
        if (e instanceof FileAlreadyExistsException) {
            return new StartException("The data folder " + path + " is a file: choose another folder with --data.", e);
        }
        return new StartException(
                "The data folder " + path + " cannot be used (" + e
                        + "): mend that or choose another folder with --data.",
                e);
    }

    Path database() {
        return path.resolve("database");
    }

    /** The hash of the administrator's token; empty at the first start. */
    Optional<String> adminTokenHash() {
        try {
            Path file = path.resolve(ADMIN);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    void writeAdminTokenHash(String hash) {
        write(ADMIN, hash + "\n");
    }

    /** A new token for the command line of this machine, good until the server ends. */
    String makeCliToken() {
        String token = Token.make();
        write(CLI_TOKEN, token + "\n");
        return token;
    }

    void writeDatabase(LocalDatabase database) {
        write(LocalDatabase.FILE, database.json());
    }

    /** Says that the server is ready, and where. Written last. */
    void announce(URI uri) {
        write(
                SERVER,
                "{\"url\": \"" + uri + "\", \"pid\": " + ProcessHandle.current().pid() + "}\n");
    }

    /** Written beside its place and moved there, so that nobody ever reads half a file or one that others may read. */
    private void write(String name, String text) {
        try {
            Path unfinished = path.resolve("." + name);
            Files.deleteIfExists(unfinished);
            Files.createFile(
                    unfinished, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(unfinished, text);
            Files.move(unfinished, path.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unusable(path, e);
        }
    }

    private void forgetServer() throws IOException {
        for (String name : new String[] {SERVER, CLI_TOKEN, LocalDatabase.FILE}) {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    @Override
    public void close() {
        try {
            forgetServer();
        } catch (IOException e) {
            LOG.warn("{} could not be tidied up: {}", path, e.toString());
        }
        closeQuietly(lock);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("The lock goes with the process", e);
        }
    }
}
