package io.nightshift.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad input gets its code, and nothing is half written. */
class BadInputTest {

    private static final String UNKNOWN_ID = "019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11";

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(database, data, Map.of(), service -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static void assertNothingWritten() throws IOException, InterruptedException {
        assertThat(server.get("/api/operations").body().path("value")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 400 | 0x80040203",
                "[]                                                        | 400 | 0x80040203",
                "{\"messagename\":                                         | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"messagename\":\"other\"}      | 400 | 0x80040203",
                "{\"mesagename\":\"noop\"}                                 | 400 | 0x80040203",
                "{\"messagename\":7}                                       | 400 | 0x80040203",
                "{\"operationtype\":4711}                                  | 400 | 0x80044303",
                "{\"operationtype\":\"10\"}                                | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"postponeuntil\":\"soon\"}     | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"recurrencepattern\":\"FREQ\"} | 400 | 0x8004E100",
                "{\"messagename\":\"noop\",\"timezone\":\"UTC\"}           | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"kept\":\"sometimes\"}         | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"organization\":\"nobody\"}    | 404 | 0x80040217",
                "{\"messagename\":\"noop\",\"asyncoperationid\":\"7\"}     | 400 | 0x80040203"
            })
    void badInputGetsItsCode(String body, int status, String code) throws Exception {
        Reply reply = server.post("/api/operations", body);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().path("error").path("message").asString()).isNotBlank();
        assertNothingWritten();
    }

    @Test
    void aTokenThatIsTooLongIsRefused() throws Exception {
        Reply reply = server.post(
                "/api/operations", "{\"messagename\":\"noop\",\"dependencytoken\":\"" + "x".repeat(257) + "\"}");
        assertThat(reply.errorCode()).isEqualTo("0x80040203");
    }

    @Test
    void dataAndBodiesHaveTheirLimits() throws Exception {
        String tooMuchData = "{\"messagename\":\"noop\",\"data\":\"" + "x".repeat(16 * 1024 * 1024 + 1) + "\"}";
        Reply refused = server.post("/api/operations", tooMuchData);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("0x80040203");
        Reply tooLarge = server.post("/api/operations", " ".repeat(FrontDoor.MAX_BODY_BYTES + 1));
        assertThat(tooLarge.status()).isEqualTo(413);
        assertNothingWritten();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/operations/7, 400",
        "/api/operations/" + UNKNOWN_ID + ", 404",
        "/api/operations/" + UNKNOWN_ID + "/explain, 404",
        "/api/operations?state=asleep, 400",
        "/api/operations?type=4711, 400",
        "/api/operations?limit=0, 400",
        "/api/operations?limit=many, 400",
        "/api/operations?after=7, 400",
        "/api/operations?created-from=yesterday, 400",
        "/api/operations?organization=nobody, 404",
        "/api/stats?organization=nobody, 404",
        "/api/elsewhere, 404",
        "/elsewhere, 404"
    })
    void badQuestionsAreAnsweredInTheSameShape(String path, int status) throws Exception {
        Reply reply = server.get(path);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.errorCode()).startsWith("0x8004");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"move\":\"explode\",\"ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"move\":\"cancel\"}",
                "{\"move\":\"cancel\",\"ids\":[]}",
                "{\"move\":\"cancel\",\"ids\":[7]}",
                "{\"move\":\"postpone\",\"ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"move\":\"postpone\",\"ids\":[\"" + UNKNOWN_ID + "\"],\"for\":\"2 hours\"}",
                "{\"move\":\"cancel\",\"ids\":[\"" + UNKNOWN_ID + "\"],\"for\":\"PT2H\"}"
            })
    void badMovesAreRefusedWhole(String body) throws Exception {
        Reply reply = server.post("/api/operations/move", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("0x80040203");
    }
}
