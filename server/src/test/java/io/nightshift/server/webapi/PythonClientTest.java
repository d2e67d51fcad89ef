package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Python 3 with its standard library alone. Without Python there is nothing to see. */
class PythonClientTest {

    @Test
    void everyScenarioOfTheScriptHolds() throws Exception {
        assumeTrue(ClientProcess.isThere("python3"), "Python 3 is there");
        ClientProcess run = ClientProcess.run(
                Path.of("src/test/clients/python"),
                240,
                "python3",
                "scenarios.py",
                WebApiFixture.server().uri().toString());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output().lines().filter(line -> line.startsWith("ok "))).hasSize(5);
    }
}
