package io.nightshift.server.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The npm client {@code dynamics-web-api}, unmodified, drives the server. Without Node.js or npm there is nothing to see. */
class JavaScriptClientTest {

    private static final Path SOURCES = Path.of("src/test/clients/javascript");
    private static final Path WORK = Path.of("target/clients/javascript");

    @Test
    void everyScenarioOfTheClientHolds() throws Exception {
        assumeTrue(ClientProcess.isThere("node") && ClientProcess.isThere("npm"), "Node.js and npm are there");
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "scenarios.mjs")) {
            Files.writeString(WORK.resolve(file), Files.readString(SOURCES.resolve(file)));
        }
        if (!Files.isDirectory(WORK.resolve("node_modules/dynamics-web-api"))) {
            ClientProcess npm = install();
            assumeTrue(npm.exit() == 0, "the package can be had: " + npm.output());
        }
        ClientProcess run = ClientProcess.run(
                WORK, 240, "node", "scenarios.mjs", WebApiFixture.server().uri().toString());
        assertThat(run.exit()).as(run.output()).isZero();
        assertThat(run.output().lines().filter(line -> line.startsWith("ok "))).hasSize(21);
    }

    private static ClientProcess install() throws IOException, InterruptedException {
        return ClientProcess.run(
                WORK, 240, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts");
    }
}
