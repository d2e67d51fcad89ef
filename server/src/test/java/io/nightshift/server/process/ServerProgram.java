package io.nightshift.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real program in a process and a process group of its own, its output in files. */
final class ServerProgram implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path folder;
    private final Path data;

    private ServerProgram(Process process, Path folder, Path data) {
        this.process = process;
        this.folder = folder;
        this.data = data;
    }

    /** @param folder for its output; its data folder is {@code data} in it unless the arguments say otherwise */
    static ServerProgram start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        // A job of the background ignores a terminal's signals and hands that on; what is tested here must not.
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,HUP"));
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.nightshift.server.Main"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().putAll(environment);
        return new ServerProgram(builder.start(), folder, folder.resolve("data"));
    }

    ServerProgram awaitReady() {
        await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("server.json")) || !process.isAlive());
        assertThat(process.isAlive()).as(err()).isTrue();
        return this;
    }

    String out() {
        return text("out");
    }

    String err() {
        return text("err");
    }

    private String text(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** To the process alone. */
    void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    /** To the process and all in its group, as a terminal does with Ctrl-C. */
    void signalGroup(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("sh", "-c", "kill -" + name + " -" + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    int awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as(err())
                .isTrue();
        return process.exitValue();
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Enqueues and returns the id. */
    String enqueue(String operation) throws IOException, InterruptedException {
        return post("/api/data/v9.2/Nightshift.Enqueue", "{\"Operation\":" + operation + "}")
                .path("AsyncOperationId")
                .asString();
    }

    /** The operation as it stands. */
    JsonNode operation(String id) throws IOException, InterruptedException {
        return get("/api/data/v9.2/asyncoperations(" + id + ")/Nightshift.Details()")
                .path("Operation");
    }

    int statusWith(String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url().resolve("/metrics"))
                .header("Authorization", "Bearer " + token)
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    URI url() throws IOException {
        JsonNode server = JsonMapper.shared().readTree(Files.readString(data.resolve("server.json")));
        assertThat(server.path("pid").asLong()).isEqualTo(process.pid());
        return URI.create(server.path("url").asString());
    }

    private HttpRequest.Builder request(String path) throws IOException {
        return HttpRequest.newBuilder(url().resolve(path))
                .header(
                        "Authorization",
                        "Bearer " + Files.readString(data.resolve("cli.token")).strip());
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    /** The processes of an embedded database in this folder that are alive. */
    static List<Path> databaseProcesses(Path data) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path candidate : processes) {
                try {
                    if (Files.readSymbolicLink(candidate.resolve("cwd")).startsWith(data.toRealPath())) {
                        found.add(candidate);
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return found;
    }

    static void awaitNoDatabase(Path data) {
        await().atMost(PATIENCE).until(() -> databaseProcesses(data).isEmpty());
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
