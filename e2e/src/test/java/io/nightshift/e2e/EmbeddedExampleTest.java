package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** examples/embedded builds and passes its own tests with the jars that ./check has put into the local repository. */
class EmbeddedExampleTest {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theStandAloneProjectBuildsAndPasses() throws Exception {
        ProcessBuilder maven = new ProcessBuilder(
                        "mvn", "-B", "-Dstyle.color=never", "-f", "examples/embedded/pom.xml", "clean", "verify")
                .directory(Repository.ROOT.toFile())
                .redirectErrorStream(true);
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = maven.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0");
    }
}
