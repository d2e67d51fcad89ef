package io.nightshift.server.webapi.additions;

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
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(server.call("Nightshift.Find(Conditions=@c)?@c=%7B%22type%22:0%7D")
                        .body()
                        .path("value"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                        | 400 | 0x80040203",
                "[]                                                        | 400 | 0x80048D19",
                "{\"messagename\":                                         | 400 | 0x80048D19",
                "{\"messagename\":\"noop\",\"messagename\":\"other\"}      | 400 | 0x80048D19",
                "{\"mesagename\":\"noop\"}                                 | 400 | 0x80040203",
                "{\"messagename\":7}                                       | 400 | 0x80040203",
                "{\"operationtype\":4711}                                  | 400 | 0x80044303",
                "{\"operationtype\":\"10\"}                                | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"postponeuntil\":\"soon\"}     | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"recurrencepattern\":\"FREQ\"} | 400 | 0x8004E100",
                "{\"messagename\":\"noop\",\"timezone\":\"UTC\"}           | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"kept\":\"sometimes\"}         | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"organization\":\"nobody\"}    | 400 | 0x80040203",
                "{\"messagename\":\"noop\",\"asyncoperationid\":\"7\"}     | 400 | 0x80040203",
                "{\"messagename\":\"nightshift.BulkMove\"}                 | 400 | 0x80040203"
            })
    void badOperationsGetTheirCode(String operation, int status, String code) throws Exception {
        Reply reply = server.act("Nightshift.Enqueue", "{\"Operation\":" + operation + "}");
        assertThat(reply.errorCode()).as(reply.raw().body()).isEqualTo(code);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.body().path("error").path("message").asString()).isNotBlank();
        assertNothingWritten();
    }

    @Test
    void textsAndDataHaveTheirLimits() throws Exception {
        Reply token = server.act(
                "Nightshift.Enqueue",
                "{\"Operation\":{\"messagename\":\"noop\",\"dependencytoken\":\"" + "x".repeat(257) + "\"}}");
        assertThat(token.errorCode()).isEqualTo("0x80040203");
        Reply data = server.act(
                "Nightshift.Enqueue",
                "{\"Operation\":{\"messagename\":\"noop\",\"data\":\"" + "x".repeat(16 * 1024 * 1024 + 1) + "\"}}");
        assertThat(data.status()).isEqualTo(400);
        assertThat(data.errorCode()).isEqualTo("0x80040203");
        assertNothingWritten();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "asyncoperations(7)/Nightshift.Details() | 400",
                "asyncoperations(" + UNKNOWN_ID + ")/Nightshift.Details() | 404",
                "asyncoperations(" + UNKNOWN_ID + ")/Nightshift.Explain() | 404",
                "asyncoperations/Nightshift.Explain() | 404",
                "accounts(" + UNKNOWN_ID + ")/Nightshift.Explain() | 404",
                "Nightshift.Explain() | 404",
                "Nightshift.Find(Conditions=@c)?@c=%7B%22state%22:%22asleep%22%7D | 400",
                "Nightshift.Find(Conditions=@c)?@c=%7B%22type%22:4711%7D | 400",
                "Nightshift.Find(Conditions=@c)?@c=%7B%22created-from%22:%22yesterday%22%7D | 400",
                "Nightshift.Find(Conditions=@c)?@c=7 | 400",
                "Nightshift.Find(Most=0) | 400",
                "Nightshift.Find(Most='many') | 400",
                "Nightshift.Find(After='7') | 400",
                "Nightshift.Elsewhere() | 404",
                "Nightshift.PlaceHold() | 405"
            })
    void badQuestionsAreAnsweredInTheSameShape(String address, int status) throws Exception {
        Reply reply = server.call(address);
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(status);
        assertThat(reply.errorCode()).startsWith("0x800");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Move\":\"explode\",\"Ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"Ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"Move\":\"cancel\"}",
                "{\"Move\":\"cancel\",\"Ids\":[]}",
                "{\"Move\":\"cancel\",\"Ids\":[7]}",
                "{\"Move\":\"postpone\",\"Ids\":[\"" + UNKNOWN_ID + "\"]}",
                "{\"Move\":\"postpone\",\"Ids\":[\"" + UNKNOWN_ID + "\"],\"For\":\"2 hours\"}",
                "{\"Move\":\"cancel\",\"Ids\":[\"" + UNKNOWN_ID + "\"],\"For\":\"PT2H\"}"
            })
    void badMovesAreRefusedWhole(String body) throws Exception {
        Reply reply = server.act("Nightshift.Move", body);
        assertThat(reply.status()).as(reply.raw().body()).isEqualTo(400);
        assertThat(reply.errorCode()).startsWith("0x8004");
    }
}
