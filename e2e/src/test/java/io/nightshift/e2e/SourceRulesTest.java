package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What may stand in a source file. */
class SourceRulesTest {
    private static final int LINES_OF_A_FILE = 300;
    private static final int LINES_OF_A_METHOD = 60;
    private static final int CONSTRUCTOR_ARGUMENTS = 5;

    /** Files that are longer, with the length they may not exceed. A number here only ever goes down. */
    private static final Map<String, Integer> LONG_FILES = Map.of();

    private static final JavaSource SOURCES = JavaSource.parse(Repository.sources("src", ".java"));

    @Test
    void filesAreShort() {
        Map<String, Integer> tooLong = new TreeMap<>();
        List<Path> files = new ArrayList<>(Repository.sources("src", ".java"));
        files.addAll(Repository.sources("src", ".sql"));
        for (Path file : files) {
            int lines = (int) Repository.text(file).lines().count();
            if (lines > LONG_FILES.getOrDefault(Repository.name(file), LINES_OF_A_FILE)) {
                tooLong.put(Repository.name(file), lines);
            }
        }
        assertThat(tooLong)
                .as("files of more than %d lines: which noun is missing?", LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void theListOfLongFilesOnlyShrinks() {
        assertThat(LONG_FILES.keySet())
                .allSatisfy(name -> assertThat(Repository.text(Repository.ROOT.resolve(name))
                                .lines()
                                .count())
                        .as("%s is short now, so it leaves the list", name)
                        .isGreaterThan(LINES_OF_A_FILE));
    }

    @Test
    void methodsAreShortAndConstructorsTakeFew() {
        List<String> found = new ArrayList<>();
        for (JavaSource.Method method : SOURCES.methods()) {
            if (method.lines() > LINES_OF_A_METHOD) {
                found.add(method.place() + " has " + method.lines() + " lines");
            }
            if (method.shipped() && method.constructor() && method.arguments() > CONSTRUCTOR_ARGUMENTS) {
                found.add(method.place() + " takes " + method.arguments() + " arguments");
            }
        }
        assertThat(found).isEmpty();
    }

    /** The rule holds for the modules that other people compile against. */
    @Test
    void publicTypesAreDocumented() {
        assertThat(SOURCES.undocumented())
                .filteredOn(type -> type.matches("(sdk|engine|postgres)/src/main/.*"))
                .isEmpty();
    }

    @Test
    void everyPackageExplainsItselfAndIsNullMarked() {
        List<String> without = Repository.sources("src/main/java", ".java").stream()
                .map(file -> file.resolveSibling("package-info.java"))
                .distinct()
                .filter(info -> !Files.exists(info) || !Repository.text(info).matches("(?s).*/\\*\\*.*@NullMarked.*"))
                .map(Repository::name)
                .toList();
        assertThat(without)
                .as("package-info.java with a paragraph and @NullMarked")
                .isEmpty();
    }

    @Test
    void testsWaitForSignalsAndUseTheRealThing() {
        assertAbsent(
                Repository.sources("src/test/java", ".java"),
                "Thread\\s*\\.\\s*sleep|TimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep|LockSupport\\s*\\.\\s*park(Nanos|Until)",
                "import (static )?(org\\.mockito|org\\.easymock|org\\.powermock|io\\.mockk|com\\.github\\.tomakehurst)",
                "@Disabled|@RepeatedIfExceptions|rerunFailing");
    }

    @Test
    void nothingIsLeftForLater() {
        List<Path> files = new ArrayList<>(Repository.sources("src", ".java"));
        files.addAll(Repository.sources("src", ".sql"));
        assertAbsent(files, "\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    }

    /** The database's clock is read when a store is opened and with each beat of a node; every other statement is given the time. */
    @Test
    void statementsAreGivenTheTime() {
        String beforeAnyComment = "(?i)^((?!--).)*";
        String clocks = beforeAnyComment
                + "(\\b(now|statement_timestamp|transaction_timestamp|timeofday)\\s*\\("
                + "|\\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\\b)";
        List<Path> statements = Repository.sources("src", ".sql");
        assertAbsent(statements, clocks);
        assertAbsent(
                statements.stream()
                        .filter(file -> !file.endsWith("pulse.sql") && !file.endsWith("database_time.sql"))
                        .toList(),
                beforeAnyComment + "clock_timestamp");
    }

    /** Names each line of the files on which one of the patterns is found. */
    private static void assertAbsent(List<Path> files, String... patterns) {
        Pattern forbidden = Pattern.compile(String.join("|", patterns));
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            // This file names what it forbids.
            if (file.endsWith("SourceRulesTest.java")) {
                continue;
            }
            List<String> lines = Repository.text(file).lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                if (forbidden.matcher(lines.get(i)).find()) {
                    found.add(Repository.name(file) + ":" + (i + 1) + ": "
                            + lines.get(i).strip());
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
