package io.nightshift.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresServerTest {
    private static final String VERSIONS = "io.nightshift.postgres.TestDatabase#versions";

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource(VERSIONS)
    void keepsItsPromisesAboutDurabilityAndAccess(TestDatabase.Version version) throws SQLException, IOException {
        Path home = folder.resolve("home with a space");
        try (PostgresServer server = PostgresServer.start(TestDatabase.settings(version, home));
                Connection connection = connect(server)) {
            for (String on : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertThat(value(connection, "show " + on)).as(on).isEqualTo("on");
            }
            assertThat(value(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(value(connection, "show unix_socket_directories")).isEmpty();
            assertThat(value(connection, "show server_encoding")).isEqualTo("UTF8");
            assertThat(value(connection, COLLATE)).isEqualTo("C");
            assertThat(value(connection, "select current_database()")).isEqualTo("nightshift");
            assertThat(value(connection, "select count(*) > 0 from pg_stat_statements"))
                    .isEqualTo("t");
            assertThat(value(
                            connection,
                            "select substr(rolpassword, 1, 13) from pg_authid where rolname = current_user"))
                    .isEqualTo("SCRAM-SHA-256");
            assertThat(value(connection, "show server_version")).startsWith(server.version());
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("authentication failed");
            assertThat(reachableFromOutside(server.port())).isFalse();
        }
        assertThat(Files.getPosixFilePermissions(home.resolve("password")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(home.resolve("postgresql.log")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.getPosixFilePermissions(home)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    private static final String COLLATE = "select datcollate from pg_database where datname = current_database()";

    @ParameterizedTest
    @MethodSource(VERSIONS)
    void keepsDataPasswordAndLogOverARestart(TestDatabase.Version version) throws SQLException, IOException {
        PostgresServer.Settings settings = TestDatabase.settings(version, folder.resolve("home"));
        String password;
        try (PostgresServer server = PostgresServer.start(settings);
                Connection connection = connect(server)) {
            password = server.password();
            connection.createStatement().execute("create table kept as select 7 as seven");
        }
        try (PostgresServer server = PostgresServer.start(
                        settings.withServerSetting("work_mem", "9MB").withDatabaseName("other"));
                Connection connection = connect(server)) {
            assertThat(server.password()).isEqualTo(password);
            assertThat(value(connection, "show work_mem")).isEqualTo("9MB");
            assertThat(value(connection, "select current_database()")).isEqualTo("other");
        }
        try (PostgresServer server = PostgresServer.start(settings);
                Connection connection = connect(server)) {
            assertThat(value(connection, "select seven from kept")).isEqualTo("7");
        }
        assertThat(Files.readString(settings.home().resolve("postgresql.log")))
                .contains("database system is shut down")
                .doesNotContain("not properly shut down")
                .doesNotContain(password);
    }

    @Test
    void aSecondCloseDoesNothingAndTheFolderIsFreeAfterTheFirst() throws SQLException, IOException {
        PostgresServer.Settings settings = TestDatabase.settings(TestDatabase.Version.PG18, folder.resolve("home"));
        PostgresServer first = PostgresServer.start(settings);
        Connection open = connect(first);
        first.close();
        assertThat(first.isRunning()).isFalse();
        assertThat(first.ended()).isCompletedWithValue(0);
        assertThatThrownBy(() -> value(open, "select 1")).isInstanceOf(SQLException.class);
        try (PostgresServer second = PostgresServer.start(settings)) {
            first.close();
            assertThat(second.isRunning()).isTrue();
            assertThatThrownBy(() -> PostgresServer.start(settings)).hasMessageContaining("in use by this process");
        }
        assertThat(ChildProcess.postgresIn(settings.home())).isEmpty();
    }

    @Test
    void stopsCleanlyOnAnInterruptedThread() throws IOException {
        PostgresServer.Settings settings = TestDatabase.settings(TestDatabase.Version.PG18, folder.resolve("home"));
        PostgresServer server = PostgresServer.start(settings);
        Thread.currentThread().interrupt();
        server.close();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(server.ended()).isCompletedWithValue(0);
    }

    @Test
    void refusesSettingsThatWouldBreakAPromise() {
        PostgresServer.Settings settings = PostgresServer.Settings.in(folder);
        assertThatThrownBy(() -> settings.withServerSetting("fsync", "off"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'fsync'");
        assertThatThrownBy(() -> settings.withServerSetting("Listen_Addresses", "*"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withServerSetting("work_mem=1 -c fsync", "off"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withPort(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> settings.withDatabaseName("x; drop")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Connection connect(PostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static boolean reachableFromOutside(int port) throws IOException {
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            for (var address : card.inetAddresses().toList()) {
                if (!address.isLoopbackAddress() && address instanceof Inet4Address) {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(address, port), 1000);
                        return true;
                    } catch (IOException e) {
                        // as it should be
                    }
                }
            }
        }
        return false;
    }
}
