package io.nightshift.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folders that are only ours, and whole folders at once. */
final class Folders {
    private static final Logger log = LoggerFactory.getLogger(Folders.class);

    private Folders() {}

    /** Makes {@code folder} and its missing parents; only the owner may enter those that are new. */
    static void createPrivate(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Makes an empty file that only its owner may read and write. */
    static void createPrivateFile(Path file) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Gives {@code from} the name {@code to} in the same folder, at once and so that a loss of power keeps it. */
    static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(to.resolveSibling("."), StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a new folder in {@code parent} for work that may be cut short; its name begins with {@code prefix}. */
    static Path createUnfinished(Path parent, String prefix) throws IOException {
        return Files.createTempDirectory(parent, prefix);
    }

    /**
     * Deletes every folder in {@code parent} that {@link #createUnfinished} made under {@code prefix} for a process that
     * was killed. What its children still work in cannot be deleted now, and is at a later time.
     */
    static void deleteUnfinished(Path parent, String prefix) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
            for (Path folder : folders) {
                try {
                    delete(folder);
                } catch (IOException e) {
                    log.debug("{} is left for the next start: {}", folder, e.toString());
                }
            }
        }
    }

    /** Deletes {@code folder} with everything in it; links are deleted, not followed. Nothing there is no error. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // somebody else deletes here too
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
