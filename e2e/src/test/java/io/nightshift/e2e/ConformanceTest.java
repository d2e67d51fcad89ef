package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page docs/guide/conformance.md leaves out no sentence and names only tests that exist. */
class ConformanceTest {
    private static final Path PAGE = Repository.ROOT.resolve("docs/guide/conformance.md");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]\\w*)#(\\w+)`");
    private static final String OPEN = "open";

    /** One sentence: {@code name} is the document, the number in it and its first words. */
    private record Row(String name, String demand, String shownBy) {}

    @Test
    void noSentenceIsMissing() throws Exception {
        List<String> listed;
        try (InputStream list = Objects.requireNonNull(getClass().getResourceAsStream("/seed-sentences.txt"))) {
            listed = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        assertThat(rows()).extracting(Row::name).containsExactlyElementsOf(listed);
    }

    @Test
    void everyRowSaysWhatItAsksAndWhatShowsIt() {
        assertThat(rows()).allSatisfy(row -> {
            assertThat(row.demand()).as(row.name()).isNotBlank();
            assertThat(row.shownBy())
                    .as(row.name())
                    .matches(Pattern.compile(
                            OPEN + "|" + TEST.pattern() + "(, " + TEST.pattern() + ")*(; " + OPEN + ": .+)?"));
        });
    }

    @Test
    void everyNamedTestExists() {
        Map<String, String> testClasses = testClasses();
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            Matcher test = TEST.matcher(row.shownBy());
            while (test.find()) {
                String source = testClasses.getOrDefault(test.group(1), "");
                if (!Pattern.compile("\\bvoid " + test.group(2) + "\\(")
                        .matcher(source)
                        .find()) {
                    missing.add(row.name() + ": " + test.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    /** The text of every test class by its simple name; two classes of one name are both looked at. */
    private static Map<String, String> testClasses() {
        Map<String, String> classes = new TreeMap<>();
        for (Path file : Repository.sources("src/test/java", "Test.java")) {
            classes.merge(file.getFileName().toString().replace(".java", ""), Repository.text(file), String::concat);
        }
        return classes;
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        String document = "";
        for (String line : Repository.text(PAGE).lines().toList()) {
            if (line.startsWith("## ")) {
                document = line.substring(3);
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(document + " " + row.group(1) + " " + row.group(2), row.group(3), row.group(4)));
            }
        }
        return rows;
    }
}
