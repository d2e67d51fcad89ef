package io.nightshift.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository these tests stand in: its modules and source files. */
final class Repository {
    /** The folder with {@code run} and the parent pom, found upwards from where the tests were started. */
    static final Path ROOT = root(Path.of("").toAbsolutePath());

    /** The modules as the parent pom lists them. */
    static final List<String> MODULES = Pattern.compile("<module>([^<]+)</module>")
            .matcher(text(ROOT.resolve("pom.xml")))
            .results()
            .map((MatchResult module) -> module.group(1))
            .toList();

    private Repository() {}

    private static Path root(Path start) {
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("run")) && Files.exists(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("These tests run inside the repository; there is none above " + start);
    }

    /** Where the compiled shipped classes of {@code module} lie; it may not exist while a module is empty. */
    static Path classes(String module) {
        return ROOT.resolve(module).resolve("target/classes");
    }

    /** The files of all modules below {@code under} (for example {@code src/main}) whose name ends with {@code suffix}. */
    static List<Path> sources(String under, String suffix) {
        return MODULES.stream()
                .flatMap(module -> files(ROOT.resolve(module).resolve(under), suffix).stream())
                .toList();
    }

    /** The files below {@code folder} whose name ends with {@code suffix}; none when there is no such folder. */
    static List<Path> files(Path folder, String suffix) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(suffix) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's path from the root, as people write it. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }
}
