package io.nightshift.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.organization.Organization;
import io.nightshift.sdk.Entity;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.process.NightshiftServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** examples/client builds with its own pom, and its two programs do what its README says, against a server. */
class ClientExampleTest {

    private static final Path PROJECT = Repository.ROOT.resolve("examples/client");

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void bothProgramsRunAsTheReadmeSays(@TempDir Path data) throws Exception {
        run(List.of("mvn", "-B", "-Dstyle.color=never", "-f", "pom.xml", "clean", "package"), Map.of());
        Configuration configuration =
                Configuration.read(Map.of("--data", data.toString(), "--http-port", "0"), Map.of());
        try (NightshiftServer server = NightshiftServer.start(configuration, (service, platform) -> {})) {
            String name = server.service().queue().organizations().defaultName();
            UUID id = server.platform()
                    .service(name, Organization.administratorId(name))
                    .create(new Entity("asyncoperation")
                            .set("name", "later")
                            .set("messagename", "nobody")
                            .set("postponeuntil", Instant.parse("2999-01-01T00:00:00Z")));
            String token = Files.readString(data.resolve("cli.token")).strip();
            assertThat(program("SuspendedOperations", server, token))
                    .contains("Operation id=" + id + " PostponeUntil=2999-01-01T00:00:00Z RetryCount=0");
            assertThat(program("MergeInBackground", server, token))
                    .contains(" has been enqueued.", "It ended with the status reason 30.", "is inactive.");
        }
    }

    private static String program(String name, NightshiftServer server, String token) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return run(
                List.of(
                        java,
                        "-cp",
                        "target/agency.jar:target/lib/*",
                        "agency." + name,
                        server.uri().toString()),
                Map.of("NIGHTSHIFT_TOKEN", token));
    }

    private static String run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(PROJECT.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
