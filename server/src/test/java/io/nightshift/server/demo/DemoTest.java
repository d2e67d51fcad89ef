package io.nightshift.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a process: it computes the expected result whatever happens to it, and notices any other. */
@Timeout(1200)
class DemoTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @Test
    void killed_and_terminated_in_mid_work_it_goes_on_and_loses_nothing(@TempDir Path data) throws Exception {
        try (DemoProcess first = DemoProcess.start(data)) {
            assertThat(first.reads("Paused at a checkpoint")).as(first::text).isTrue();
            assertThat(first.databases()).as("the embedded database").hasSize(1);
            first.kill();
        }
        try (DemoProcess second = DemoProcess.start(data)) {
            assertThat(second.reads("Going on with the run")).as(second::text).isTrue();
            assertThat(second.reads("The operator asks: resume"))
                    .as(second::text)
                    .isTrue();
            List<ProcessHandle> databases = second.databases();
            second.terminate();
            assertThat(second.status()).as(second::text).isEqualTo(143);
            assertThat(databases).hasSize(1).noneMatch(ProcessHandle::isAlive);
        }
        try (DemoProcess third = DemoProcess.start(data)) {
            assertThat(third.status()).as(third::text).isZero();
            assertThat(third.text())
                    .contains("Going on with the run")
                    .contains("(outside the demo 36 s)", "(outside the demo 43 s)", "expectation.json.");
        }
        assertThat(data.resolve("result.json")).hasSameTextualContentAs(EXAMPLES.resolve("demo/expectation.json"));
    }

    @Test
    void one_altered_coordinate_makes_it_fail(@TempDir Path data) throws Exception {
        String airports = Files.readString(EXAMPLES.resolve("data/airports.csv"));
        String altered = airports.replace(",146.725977,", ",146.725978,"); // Nadzab, by a hand's breadth
        assertThat(altered).isNotEqualTo(airports);
        Path file = Files.writeString(data.resolve("altered.csv"), altered);

        try (DemoProcess demo = DemoProcess.start(data.resolve("demo"), "--airports", file.toString())) {
            assertThat(demo.status()).as(demo::text).isEqualTo(1);
            assertThat(demo.text()).contains("is NOT what", "AYNZ");
        }
    }

    @Test
    void a_wrong_option_or_file_gets_one_sentence(@TempDir Path data) throws Exception {
        try (DemoProcess demo = DemoProcess.start(data, "--airports", "/nowhere.csv")) {
            assertThat(demo.status()).isEqualTo(2);
            assertThat(demo.text())
                    .startsWith("The airports file /nowhere.csv cannot be read")
                    .doesNotContain("\tat ");
        }
        Path wrong = Files.writeString(data.resolve("wrong.csv"), "a,b\n1,2\n");
        try (DemoProcess demo = DemoProcess.start(data, "--airports", wrong.toString())) {
            assertThat(demo.status()).isEqualTo(1);
            assertThat(demo.text()).contains("must be the header").doesNotContain("\tat ");
        }
    }
}
