package io.nightshift.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** One temporary folder for the shared servers of this test JVM, removed with it, or by a later one if it was killed. */
final class TestFolder {
    private static final String PREFIX = "nightshift-test-";

    private final Path path;
    private final HomeLock lock;

    private TestFolder(Path path, HomeLock lock) {
        this.path = path;
        this.lock = lock;
    }

    static TestFolder create() {
        try {
            Path path = Files.createTempDirectory(PREFIX);
            TestFolder folder = new TestFolder(path, HomeLock.take(path));
            deleteAbandoned(path);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path() {
        return path;
    }

    void delete() {
        try (lock) {
            Folders.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteAbandoned(Path own) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
            for (Path folder : folders) {
                if (Files.isWritable(folder.resolve("lock"))) {
                    try (HomeLock abandoned = HomeLock.take(folder)) {
                        Folders.delete(folder);
                    } catch (IOException | PostgresStartException e) {
                        // in use, or another account's
                    }
                }
            }
        }
    }
}
