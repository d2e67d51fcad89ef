package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page docs/guide/webapi-contract.md names only tests that exist, and no row is without one or an "open". */
class WebApiContractTest {

    private static final Path PAGE = Path.of("../docs/guide/webapi-contract.md");
    private static final Path TESTS = Path.of("src/test/java/io/nightshift/server/webapi");
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\|([^|]*)\\| ([^|]+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyRowIsShownOrOpen() throws IOException {
        List<String> missing = new ArrayList<>();
        int rows = 0;
        for (String line : Files.readString(PAGE).lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (line.equals("## Names")) {
                break;
            }
            if (!row.matches() || row.group(1).equals("Topic")) {
                continue;
            }
            rows++;
            Matcher test = TEST.matcher(row.group(3));
            boolean shown = row.group(3).startsWith("open");
            while (test.find()) {
                shown = true;
                String source = test.group(1) + ".java";
                if (!has(TESTS.resolve(source), test.group(2))
                        && !has(TESTS.resolve("odata/" + source), test.group(2))
                        && !has(TESTS.resolve("additions/" + source), test.group(2))
                        && !has(TESTS.resolve("../http/" + source), test.group(2))) {
                    missing.add(test.group());
                }
            }
            if (!shown) {
                missing.add(line);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(rows).isGreaterThan(30);
    }

    private static boolean has(Path source, String test) throws IOException {
        return Files.exists(source) && Files.readString(source).contains("void " + test + "(");
    }
}
