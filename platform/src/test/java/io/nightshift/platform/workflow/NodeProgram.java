package io.nightshift.platform.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.Patience;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;

/**
 * The program of {@link DyingNode}, of which many processes are started. Trained, a process keeps from the first what it
 * takes long for: the classes, loaded and linked, as the JVM's AOT cache, which wants a class path of archives alone.
 */
final class NodeProgram {

    private final List<String> command = new ArrayList<>();

    private NodeProgram(String classPath, List<String> further) {
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-cp", classPath));
        command.addAll(further);
        command.add(DyingNode.class.getName());
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static NodeProgram plain() {
        return new NodeProgram(classPath(), List.of());
    }

    /** What a process does in the course of its training, with orders of its own. */
    @FunctionalInterface
    interface Training {
        void with(NodeProgram program) throws Exception;
    }

    static NodeProgram trained(Path folder, Training training) throws Exception {
        List<String> archives = new ArrayList<>();
        for (String each : classPath().split(File.pathSeparator)) {
            if (Files.isDirectory(Path.of(each))) {
                archives.add(archive(Path.of(each), folder.resolve(archives.size() + ".jar"))
                        .toString());
            } else if (Files.exists(Path.of(each))) {
                archives.add(each);
            }
        }
        String classPath = String.join(File.pathSeparator, archives);
        Path cache = folder.resolve("node.aot");
        training.with(new NodeProgram(classPath, List.of("-XX:AOTCacheOutput=" + cache, "-Xlog:aot*=off")));
        assertThat(cache).exists();
        return new NodeProgram(classPath, List.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off", "-Xlog:cds*=off"));
    }

    private static Path archive(Path folder, Path archive) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        }
        return archive;
    }

    /** A further process, which gets ready by itself. */
    Node start(WorkflowFixture fixture) throws IOException {
        return new Node(Stream.concat(
                        command.stream(),
                        Stream.of(
                                fixture.pool.getJdbcUrl(),
                                fixture.pool.getUsername(),
                                fixture.pool.getPassword(),
                                Integer.toString(fixture.mail.getSmtp().getPort())))
                .toList());
    }

    /** A process. */
    static final class Node implements AutoCloseable {

        private final Process process;
        private final BufferedReader output;
        private final PrintStream input;

        private Node(List<String> command) throws IOException {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        }

        /** Tells it to start, and at which statement to die. It may be dead before it answers. */
        void go(int statement) throws IOException {
            for (String line = output.readLine(); line != null && !line.equals("ready"); ) {
                line = output.readLine();
            }
            input.println("go " + statement);
        }

        /** How many statements it has sent. */
        int sent() throws IOException {
            input.println("sent");
            // The first answer is that to the start.
            output.readLine();
            return Integer.parseInt(output.readLine());
        }

        /** Lets it end as a program does. */
        void end() throws InterruptedException {
            input.println("end");
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }

        /** Waits until it has died at its statement, or has come to the end before; whether it died. */
        boolean diesBefore(Callable<Boolean> end) throws InterruptedException {
            Awaitility.await("death or end")
                    .dontCatchUncaughtExceptions()
                    .until(() -> !process.isAlive() || end.call());
            if (process.isAlive()) {
                return false;
            }
            assertThat(process.waitFor()).isEqualTo(DyingNode.DIED);
            return true;
        }

        @Override
        public void close() throws InterruptedException {
            process.destroyForcibly();
            assertThat(process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }
}
