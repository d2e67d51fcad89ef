package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.sdk.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The programs in examples/client, started as a person starts them. */
class ExamplesTest {

    private static final Path SOURCES = Path.of("../examples/client/src/main/java/agency");

    @Test
    void eachSuspendedOperationIsPrintedWithTheTimeAtWhichItGoesOn() throws Exception {
        UUID id;
        try (NightshiftClient service = ClientFixture.client()) {
            id = service.create(new Entity("asyncoperation")
                    .set("name", "later")
                    .set("messagename", "nobody")
                    .set("postponeuntil", Instant.parse("2999-01-01T00:00:00Z")));
        }
        assertThat(run("SuspendedOperations.java"))
                .contains("Operation id=" + id + " PostponeUntil=2999-01-01T00:00:00Z RetryCount=0");
    }

    @Test
    void aMergeIsCarriedOutInTheBackgroundAndWaitedFor() throws Exception {
        assertThat(run("MergeInBackground.java"))
                .contains(" has been enqueued.", "It ended with the status reason 30.", "is inactive.");
    }

    private static String run(String program) throws IOException, InterruptedException {
        Path output = Files.createTempFile("example", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "--class-path",
                        System.getProperty("java.class.path"),
                        SOURCES.resolve(program).toString(),
                        ClientFixture.uri().toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("NIGHTSHIFT_TOKEN", ClientFixture.token());
        Process process = builder.start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        Files.delete(output);
        assertThat(ended && process.exitValue() == 0).as(text).isTrue();
        return text;
    }
}
