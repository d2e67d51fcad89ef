package io.nightshift.server.webapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A client in a process of its own, with the token in its environment. */
record ClientProcess(int exit, String output) {

    static boolean isThere(String program) throws InterruptedException {
        try {
            return run(Path.of("."), 120, program, "--version").exit() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    static ClientProcess run(Path folder, int seconds, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("client", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("NIGHTSHIFT_TOKEN", WebApiFixture.server().token());
        Process process = builder.start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        String text = Files.readString(output);
        Files.delete(output);
        return new ClientProcess(ended ? process.exitValue() : -1, text);
    }
}
