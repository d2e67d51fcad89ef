package io.nightshift.platform.workflow.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever a text is, reading it ends with a document or with problems that name lines of it. */
class DocumentFuzzTest {

    private static final List<String> PIECES = List.of(
            "${",
            "}",
            "{",
            "[",
            "]",
            ":",
            "- ",
            "\n",
            "  ",
            "'",
            "\"",
            "&a ",
            "*a",
            "!!java ",
            "<<: ",
            "|",
            ">",
            "#",
            "---\n",
            "do",
            "then",
            "end",
            "\0",
            "\t",
            "..",
            ".record",
            "//",
            "9999999999999999999999",
            "1e999999999",
            "\uD800",
            "null");

    private static List<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "examples", "workflows"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(DocumentFuzzTest::text)
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theExamplesHaveNoProblems() throws IOException {
        for (String example : examples()) {
            Problems problems = new Problems();
            WorkflowDocument.read(example, problems);
            assertThat(problems.all()).as(example).isEmpty();
        }
        assertThat(examples()).hasSize(10);
    }

    @Test
    void mutilatedExamplesGiveProblemsAndNothingElse() throws IOException {
        Random random = new Random(20261122);
        List<String> examples = examples();
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(examples.get(random.nextInt(examples.size())));
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                    case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(30)));
                    default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
            Problems problems = new Problems();
            WorkflowDocument document = WorkflowDocument.read(text.toString(), problems);
            DefinitionCheck.check(document, "account", new Anything(), problems);
            long lines = text.chars().filter(character -> character == '\n').count() + 2;
            assertThat(problems.all())
                    .allSatisfy(problem -> assertThat(problem.line()).isBetween(1, (int) lines));
            refused += problems.all().isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(1_000, 5_000);
    }

    private record Anything() implements DefinitionCheck.Entities {
        @Override
        public boolean has(String entity) {
            return true;
        }

        @Override
        public boolean has(String entity, String attribute) {
            return true;
        }

        @Override
        public String target(String entity, String attribute) {
            return "account";
        }
    }

    @Test
    void bombsAndDepthsAreRefused() {
        assertThat(problem("a: &a [x]\nb: *a")).contains("anchors and aliases");
        assertThat(problem("[".repeat(100_000))).contains("nested too deeply");
        assertThat(problem("do: !!javax.script.ScriptEngineManager []")).contains("tags are not part");
        assertThat(problem("a: 1\n---\nb: 2")).contains("one document");
        assertThat(problem("document: {}\ndo:\n- x: {set: {a: '${ " + "(".repeat(3000) + " }'}}"))
                .contains("nested too deeply");
    }

    private static String problem(String text) {
        Problems problems = new Problems();
        WorkflowDocument.read(text, problems);
        return problems.all().toString();
    }
}
