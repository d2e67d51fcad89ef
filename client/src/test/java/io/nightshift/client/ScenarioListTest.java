package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The Java client runs the scenarios of the npm client: each that one has, the other has, and the guide names them. */
class ScenarioListTest {

    private static final Pattern SCENARIO = Pattern.compile("^  async (\\w+)\\(\\) \\{$", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

    private static Set<String> found(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void bothClientsAndTheGuideHaveTheSameScenarios() throws Exception {
        Set<String> java = new TreeSet<>();
        for (Class<?> tests : List.of(ScenariosTest.class, MessageScenariosTest.class, ServiceScenariosTest.class)) {
            for (Method method : tests.getDeclaredMethods()) {
                if (method.isAnnotationPresent(Test.class)) {
                    java.add(method.getName());
                }
            }
        }
        Set<String> npm =
                found(SCENARIO, Files.readString(Path.of("../server/src/test/clients/javascript/scenarios.mjs")));
        assertThat(npm).as("read at all").contains("createAndRetrieve", "errors");
        assertThat(java).isEqualTo(npm);
        String guide = Files.readString(Path.of("../docs/guide/client.md"));
        assertThat(found(ROW, guide.substring(guide.indexOf("## The scenarios"))))
                .isEqualTo(npm);
    }
}
