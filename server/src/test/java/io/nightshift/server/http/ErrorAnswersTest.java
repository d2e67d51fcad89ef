package io.nightshift.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What never gets as far as a handler. */
class ErrorAnswersTest {

    @Test
    void whatIsNoRequestIsAnsweredAsOtherErrorsAre(@TempDir Path folder) throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                RunningServer server = RunningServer.start(database, folder, Map.of(), service -> {})) {
            for (String request : new String[] {
                "GARBAGE\r\n\r\n",
                "GET /api/data/v9.2/%%% HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /api/data/v9.2/accounts HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"
            }) {
                String answer = sent(server.uri(), request);
                assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
                assertThat(answer)
                        .contains("{\"error\":{\"code\":\"0x")
                        .doesNotContain("xxx")
                        .doesNotContain("%%%");
                assertThat(answer).contains("Content-Length: ");
            }
        }
    }

    private static String sent(URI server, String request) throws Exception {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            try (InputStream in = socket.getInputStream()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
