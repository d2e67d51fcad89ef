package io.nightshift.server.systemjobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every word of the pages comes from the one file of words. */
class TextsTest {

    private static final Pattern KEY = Pattern.compile("p\\.t\\(\"([\\w.-]+)\"[,)]");
    private static final Pattern COUNTED = Pattern.compile("p\\.n\\(\"([\\w.-]+)\",");

    @Test
    void everyKeyOfATemplateHasAText() throws IOException {
        List<String> missing = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("src/main/jte"))) {
            for (Path file : files.toList()) {
                String template = Files.readString(file);
                KEY.matcher(template).results().forEach(found -> check(found.group(1), file, missing));
                COUNTED.matcher(template).results().forEach(found -> {
                    check(found.group(1) + ".one", file, missing);
                    check(found.group(1) + ".many", file, missing);
                });
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyNameThatIsMadeOfAWordHasAText() {
        List<String> missing = new ArrayList<>();
        for (View view : View.values()) {
            check(view.key(), Path.of("View"), missing);
        }
        for (Column column : Column.values()) {
            check(column.key(), Path.of("Column"), missing);
        }
        for (Action action : Action.values()) {
            check(action.key(), Path.of("Action"), missing);
            for (String form :
                    List.of("confirm.%s.one", "confirm.%s.many", "confirm.%s.lead", "done.%s.one", "done.%s.many")) {
                check(form.formatted(action.word()), Path.of("Action"), missing);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void aFormulaInATableIsText() {
        assertThat(JobsGrid.safe("=cmd()")).isEqualTo("'=cmd()");
        assertThat(JobsGrid.safe("plain")).isEqualTo("plain");
    }

    private static void check(String key, Path where, List<String> missing) {
        if (!Texts.ENGLISH.keys().contains(key)) {
            missing.add(where.getFileName() + ": " + key);
        }
    }
}
