package io.nightshift.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that cannot do what it was started for says why in one sentence, and ends with 1. */
class FailedStartTest {

    @TempDir
    private Path folder;

    private String sentence(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        try (ServerProgram program = ServerProgram.start(folder, environment, arguments)) {
            assertThat(program.awaitEnd()).as(program.err()).isEqualTo(1);
            assertThat(program.err().strip()).hasLineCount(1).matches(".*[.?]").doesNotContain("Exception");
            assertThat(program.out()).isEmpty();
            return program.err().strip();
        }
    }

    private String sentence(TestDatabase database, String... more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        RunningServer.flags(database, folder.resolve("data"))
                .forEach((flag, value) -> arguments.addAll(List.of(flag, value)));
        for (int i = 0; i < more.length; i += 2) {
            int at = arguments.indexOf(more[i]);
            if (at >= 0) {
                arguments.set(at + 1, more[i + 1]);
            } else {
                arguments.addAll(List.of(more[i], more[i + 1]));
            }
        }
        return sentence(Map.of(), arguments.toArray(String[]::new));
    }

    @Test
    void aPortInUse() throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(sentence(database, "--http-port", port)).contains("Port " + port, "--http-port");
            assertThat(folder.resolve("data/server.json")).doesNotExist();
        }
    }

    @Test
    void aHostThatIsNotOurs() throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18)) {
            assertThat(sentence(database, "--http-host", "192.0.2.1")).contains("192.0.2.1", "--http-host");
        }
    }

    @Test
    void aDatabaseThatDoesNotAnswerOrRefuses() throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18)) {
            assertThat(sentence(database, "--database-url", "jdbc:postgresql://127.0.0.1:1/x"))
                    .contains("127.0.0.1:1/x", "does not answer");
            assertThat(sentence(database, "--database-password", "open-sesame"))
                    .contains("does not accept the user or password")
                    .doesNotContain("open-sesame");
            String missing = database.jdbcUrl().replaceAll("/[^/]*$", "/no_such_database");
            assertThat(sentence(database, "--database-url", missing)).contains("no_such_database", "does not exist");
        }
    }

    @Test
    void settingsThatCannotBeUsed() throws Exception {
        assertThat(sentence(Map.of(), "serve", "--slots", "none")).contains("'none'", "slots", "--slots");
        assertThat(sentence(Map.of("NIGHTSHIFT_LEASE", "1"), "config")).contains("lease", "NIGHTSHIFT_LEASE");
        assertThat(sentence(Map.of(), "--http-prot", "1")).contains("did you mean --http-port (");
        assertThat(sentence(Map.of(), "serve", "--slots")).contains("needs a value");
        assertThat(sentence(Map.of(), "serve", "--slots", "1", "--slots", "2")).contains("twice");
        assertThat(sentence(Map.of(), "severe")).contains("'severe'", "serve");
        assertThat(sentence(Map.of(), "serve", "now")).contains("'now'");
        assertThat(sentence(Map.of(), "export")).contains("export FILE");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("out", "err");
        }
    }

    @Test
    void aDataFolderThatCannotBeOne() throws Exception {
        Files.writeString(folder.resolve("data"), "a file");
        assertThat(sentence(Map.of(), "serve", "--http-port", "0"))
                .contains(folder.resolve("data").toString(), "--data");
    }

    @Test
    void aDatabaseOfAnotherRelease() throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                var connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA nightshift");
            statement.execute("CREATE TABLE nightshift.migration (name text PRIMARY KEY, checksum text NOT NULL)");
            statement.execute("INSERT INTO nightshift.migration VALUES ('V001__operation.sql', 'another')");
            assertThat(sentence(database)).contains("V001__operation.sql");
        }
    }

    @Test
    void configPrintsValuesAndOriginsWithoutSecrets() throws Exception {
        try (ServerProgram program = ServerProgram.start(
                folder, Map.of("NIGHTSHIFT_ADMIN_TOKEN", "open-sesame"), "config", "--http-port", "81")) {
            assertThat(program.awaitEnd()).isZero();
            assertThat(program.out())
                    .doesNotContain("open-sesame")
                    .containsPattern("nightshift\\.http\\.port +81 +--http-port")
                    .containsPattern("nightshift\\.admin\\.token +\\*+ +NIGHTSHIFT_ADMIN_TOKEN")
                    .containsPattern("nightshift\\.slots +50 +default");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void helpNamesEverySetting() throws Exception {
        try (ServerProgram program = ServerProgram.start(folder, Map.of(), "serve", "--help")) {
            assertThat(program.awaitEnd()).isZero();
            assertThat(program.out()).contains("--http-port", "--retry-base", "noop", "http.port", "Exit codes");
        }
    }
}
