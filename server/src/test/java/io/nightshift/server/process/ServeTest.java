package io.nightshift.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program on its embedded database, ended in every way. The tests run in their order on one data folder, because
 * making one takes seconds, and because a data folder that went through all of this is what a user has.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServeTest {

    private static String token;
    private static String kept;

    @TempDir
    private static Path folder;

    private static Path data() {
        return folder.resolve("data");
    }

    private static ServerProgram serve(String... more) throws IOException {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "serve";
        arguments[1] = "--http-port";
        arguments[2] = "0";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return ServerProgram.start(folder, Map.of(), arguments).awaitReady();
    }

    private static void assertNothingLost(ServerProgram server) throws IOException, InterruptedException {
        assertThat(server.operation(kept).path("cause").asString()).isEqualTo("Postponed");
    }

    @Test
    @Order(1)
    void theFirstStartShowsTheTokenAndSigtermEndsWithZero() throws Exception {
        try (ServerProgram server = serve()) {
            kept = server.enqueue(
                    "{\"messagename\":\"noop\",\"data\":\"kept\",\"postponeuntil\":\"2999-01-01T00:00:00Z\"}");
            token = server.out().replaceAll("(?s).*shown this once: (\\S+).*", "$1");
            assertThat(server.statusWith(token)).isEqualTo(200);
            assertThat(server.err()).doesNotContain(token);
            for (String name : new String[] {"server.json", "cli.token", "database.json", "admin.token.sha256"}) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data().resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
                assertThat(Files.readString(data().resolve(name))).doesNotContain(token);
            }
            server.signal("TERM");
            assertThat(server.awaitEnd()).isZero();
            assertThat(ServerProgram.databaseProcesses(data())).isEmpty();
            assertThat(data().resolve("server.json")).doesNotExist();
            assertThat(data().resolve("cli.token")).doesNotExist();
            assertThat(data().resolve("database.json")).doesNotExist();
        }
    }

    @Test
    @Order(2)
    void killLeavesNoProcessAndLosesNothing() throws Exception {
        try (ServerProgram server = serve()) {
            assertNothingLost(server);
            assertThat(server.out()).doesNotContain("shown this once");
            assertThat(server.statusWith(token)).isEqualTo(200);
            server.signal("KILL");
            server.awaitEnd();
            ServerProgram.awaitNoDatabase(data());
            assertThat(data().resolve("server.json")).exists();
        }
        // What the killed server left behind must not look like a server that is ready.
        Files.delete(data().resolve("server.json"));
    }

    @Test
    @Order(3)
    void aSecondServerSaysWhoHasTheFolderAndAnExportNeedNotStopIt() throws Exception {
        try (ServerProgram server = serve()) {
            assertNothingLost(server);
            Path other = Files.createDirectory(folder.resolve("other"));
            try (ServerProgram second =
                    ServerProgram.start(other, Map.of(), "--data", data().toString(), "--http-port", "0")) {
                assertThat(second.awaitEnd()).isEqualTo(1);
                assertThat(second.err().strip())
                        .hasLineCount(1)
                        .contains(data().toString(), Long.toString(server.pid()));
            }
            assertNothingLost(server);
            try (ServerProgram export =
                    ServerProgram.start(other, Map.of("NIGHTSHIFT_DATA", data().toString()), "export", "all.zip")) {
                assertThat(export.awaitEnd()).as(export.err()).isZero();
                assertThat(export.out()).contains("Exported ");
            }
            server.signalGroup("INT");
            assertThat(server.awaitEnd()).isEqualTo(130);
            assertThat(ServerProgram.databaseProcesses(data())).isEmpty();
        }
    }

    @Test
    @Order(4)
    void anExportIsImportedIntoANewFolder() throws Exception {
        Path other = folder.resolve("other");
        try (ServerProgram program = ServerProgram.start(other, Map.of(), "import", "all.zip")) {
            assertThat(program.awaitEnd()).as(program.err()).isZero();
            assertThat(ServerProgram.databaseProcesses(other)).isEmpty();
        }
        try (ServerProgram server =
                ServerProgram.start(other, Map.of(), "--http-port", "0").awaitReady()) {
            assertNothingLost(server);
            assertThat(server.out()).contains("shown this once");
        }
        ServerProgram.awaitNoDatabase(other);
    }

    @Test
    @Order(5)
    void whatRunsIsFinishedBeforeTheEnd() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        HttpServer address = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address.createContext("/", exchange -> {
            called.countDown();
            awaitQuietly(answer);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        address.start();
        String host = "127.0.0.1:" + address.getAddress().getPort();
        String id;
        try (ServerProgram server = serve("--http-allow", host)) {
            id = server.enqueue("{\"messagename\":\"http\",\"data\":{\"url\":\"http://" + host + "/\"}}");
            called.await();
            server.signal("TERM");
            await().until(() -> server.err().contains("Stopping"));
            answer.countDown();
            assertThat(server.awaitEnd()).isZero();
        }
        try (ServerProgram server = serve()) {
            assertThat(server.operation(id).path("status").asString()).isEqualTo("Succeeded");
            assertNothingLost(server);
        }
        ServerProgram.awaitNoDatabase(data());
        Files.deleteIfExists(data().resolve("server.json"));
        address.stop(0);
    }

    @Test
    @Order(6)
    void aSecondSignalEndsItAtOnce() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        HttpServer address = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        address.createContext("/", exchange -> {
            called.countDown();
            awaitQuietly(never);
            exchange.close();
        });
        address.start();
        String host = "127.0.0.1:" + address.getAddress().getPort();
        try (ServerProgram server = serve("--http-allow", host, "--drain", "10m")) {
            server.enqueue("{\"messagename\":\"http\",\"data\":{\"url\":\"http://" + host + "/\"}}");
            called.await();
            server.signal("TERM");
            await().until(() -> server.err().contains("Stopping"));
            server.signal("TERM");
            assertThat(server.awaitEnd()).isEqualTo(143);
            ServerProgram.awaitNoDatabase(data());
        }
        never.countDown();
        address.stop(0);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
