package io.nightshift.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {

    @TempDir
    private Path folder;

    private Map<String, String> data() {
        return Map.of("--data", folder.toString());
    }

    private void file(String text) throws IOException {
        Files.writeString(folder.resolve("nightshift.properties"), text);
    }

    @Test
    void flagsGoBeforeTheEnvironmentAndTheEnvironmentBeforeTheFile() throws IOException {
        file("nightshift.slots=1\nnightshift.lease=11s\nnightshift.drain=1s\n");
        Configuration configuration = Configuration.read(
                Map.of("--data", folder.toString(), "--slots", "3"),
                Map.of("NIGHTSHIFT_SLOTS", "2", "NIGHTSHIFT_LEASE", "12s", "PATH", "/bin"));

        assertThat(configuration.value(Setting.SLOTS)).isEqualTo(new Configuration.Value("3", "--slots"));
        assertThat(configuration.value(Setting.LEASE)).isEqualTo(new Configuration.Value("12s", "NIGHTSHIFT_LEASE"));
        assertThat(configuration.value(Setting.DRAIN).origin()).endsWith("nightshift.properties");
        assertThat(configuration.value(Setting.HTTP_PORT)).isEqualTo(new Configuration.Value("8080", "default"));
        assertThat(configuration.duration(Setting.DRAIN)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void everySettingHasOneNameInFourSpellings() {
        assertThat(Setting.HTTP_PORT.label()).isEqualTo("http.port");
        assertThat(Setting.HTTP_PORT.property()).isEqualTo("nightshift.http.port");
        assertThat(Setting.HTTP_PORT.variable()).isEqualTo("NIGHTSHIFT_HTTP_PORT");
        assertThat(Setting.HTTP_PORT.flag()).isEqualTo("--http-port");
    }

    @Test
    void anotherFileIsNamedByAFlag() throws IOException {
        Path other = folder.resolve("other.properties");
        Files.writeString(other, "nightshift.slots = 7\nnightshift.data = " + folder.resolve("elsewhere"));
        Configuration configuration = Configuration.read(Map.of("--config", other.toString()), Map.of());

        assertThat(configuration.number(Setting.SLOTS)).isEqualTo(7);
        assertThat(configuration.data()).isEqualTo(folder.resolve("elsewhere"));
        assertThatThrownBy(() -> Configuration.read(Map.of(), Map.of("NIGHTSHIFT_CONFIG", "/nowhere/at/all")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("/nowhere/at/all");
    }

    @Test
    void theMailServerIsNoneOrWholeAndItsPasswordIsNotShown() {
        assertThat(Configuration.read(data(), Map.of()).mailServer()).isEmpty();
        Map<String, String> mail = new HashMap<>(Map.of(
                "NIGHTSHIFT_MAIL_HOST", "smtp.example.org",
                "NIGHTSHIFT_MAIL_USER", "jobs",
                "NIGHTSHIFT_MAIL_PASSWORD", "secret",
                "NIGHTSHIFT_MAIL_FROM", "Jobs <jobs@example.org>"));
        assertThat(Configuration.read(data(), mail).mailServer().orElseThrow())
                .hasToString("smtp.example.org:587 (STARTTLS, user jobs)");
        mail.put("NIGHTSHIFT_MAIL_FROM", "nobody");
        assertThatThrownBy(() -> Configuration.read(data(), mail).mailServer())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("mail.from");
        mail.put("NIGHTSHIFT_MAIL_SECURITY", "ssl");
        assertThatThrownBy(() -> Configuration.read(data(), mail))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("starttls, tls and none");
    }

    @Test
    void theDataFolderCannotNameAnotherOne() throws IOException {
        file("nightshift.data=/somewhere");
        assertThatThrownBy(() -> Configuration.read(data(), Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("--data");
    }

    @Test
    void unknownNamesAreRefusedWithTheNearestKnownOne() throws IOException {
        assertThatThrownBy(() -> Configuration.read(Map.of("--http-prot", "1"), Map.of()))
                .hasMessageContaining("--http-prot")
                .hasMessageContaining("did you mean --http-port (--help");
        assertThatThrownBy(() -> Configuration.read(data(), Map.of("NIGHTSHIFT_SLOT", "1")))
                .hasMessageContaining("did you mean NIGHTSHIFT_SLOTS?");
        file("nightshift.databse.url=jdbc:postgresql:x");
        assertThatThrownBy(() -> Configuration.read(data(), Map.of()))
                .hasMessageContaining("did you mean nightshift.database.url?");
    }

    /** Platforms that run containers name every service in the environment of every other. */
    @Test
    void variablesOfOthersAreLeftAlone() {
        Configuration configuration = Configuration.read(
                data(),
                Map.of(
                        "NIGHTSHIFT_SERVICE_HOST", "10.0.0.1",
                        "NIGHTSHIFT_PORT", "tcp://10.0.0.1:80",
                        "NIGHTSHIFT_URL", "http://localhost:1",
                        "NIGHTSHIFT_TOKEN", "t"));
        assertThat(configuration.number(Setting.HTTP_PORT)).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "--http-port, 70000",
        "--http-port, many",
        "--slots, 0",
        "--lease, 10",
        "--lease, 500ms",
        "--lease, 2h",
        "--drain, -1s",
        "--retry-base, 0s",
        "--retry-factor, 0.5",
        "--retry-factor, NaN",
        "--retry-max, -1",
        "--roles, web;async",
        "--roles, ''",
        "--organization, ' '",
        "--database-url, postgres://host/db"
    })
    void anUnusableValueIsNamedWithItsPlace(String flag, String value) {
        assertThatThrownBy(() -> Configuration.read(Map.of(flag, value), Map.of()))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining("from " + flag)
                .hasMessageContaining("cannot be used: ");
    }

    @Test
    void secretsAreNeverShown() {
        String url = "jdbc:postgresql://someone:open-sesame@host/db?user=u&password=open-sesame&ssl=true";
        Configuration configuration = Configuration.read(
                Map.of("--admin-token", "open-sesame", "--database-password", "open-sesame", "--database-url", url),
                Map.of());

        for (Setting setting : Setting.values()) {
            assertThat(configuration.shown(setting)).doesNotContain("open-sesame");
        }
        assertThat(configuration.shown(Setting.DATABASE_URL)).contains("host/db", "ssl=true");
        assertThatThrownBy(() -> Configuration.read(Map.of("--admin-token", "  "), Map.of()))
                .isInstanceOf(StartException.class);
    }

    @Test
    void defaultsCanBeOthers() {
        Configuration configuration = Configuration.read(
                data(), Map.of("NIGHTSHIFT_SLOTS", "9"), Map.of(Setting.SLOTS, "5", Setting.RETRY_BASE, "1s"));
        assertThat(configuration.number(Setting.SLOTS)).isEqualTo(9);
        assertThat(configuration.duration(Setting.RETRY_BASE)).isEqualTo(Duration.ofSeconds(1));
    }
}
