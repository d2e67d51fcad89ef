package io.nightshift.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.configuration.StartException;
import io.nightshift.server.process.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door with TLS, with certificates that were made for the test and clients that trust no others. */
class TlsTest {

    private static final String PASSWORD = "test-password";

    @TempDir
    private Path folder;

    /** A PKCS#12 file with a new key and its certificate for this machine. */
    private Path made(String name, String algorithm) throws Exception {
        Path file = folder.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as(said).isZero();
        return file;
    }

    private static KeyStore store(Path file) throws Exception {
        return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    }

    private static void pem(String kind, byte[] content, Path file) throws IOException {
        String text = "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
        // In one step, so that no server reads half of it.
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(part, text);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void pems(Path made, Path certificate, Path key) throws Exception {
        pem("PRIVATE KEY", store(made).getKey("server", PASSWORD.toCharArray()).getEncoded(), key);
        pem("CERTIFICATE", store(made).getCertificate("server").getEncoded(), certificate);
    }

    private static SSLContext trusting(Path made) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store(made).getCertificate("server"));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(SSLContext context, URI uri, String token) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(
                    HttpRequest.newBuilder(uri)
                            .header("Authorization", "Bearer " + token)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    /** The cookie that a browser gets which signs in with the token. */
    private static String signedIn(SSLContext context, URI uri, String token) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request = HttpRequest.newBuilder(uri.resolve("/sign-in"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("token=" + token))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.headers().firstValue("Set-Cookie").orElseThrow();
        }
    }

    @Test
    void aClientThatTrustsTheCertificateIsAnsweredAndTheOtherDoorStays() throws Exception {
        Path made = made("pem.p12", "EC");
        Path certificate = folder.resolve("chain.pem");
        Path key = folder.resolve("key.pem");
        pems(made, certificate, key);
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                RunningServer server = RunningServer.start(
                        database,
                        folder.resolve("data"),
                        Map.of(
                                "--https-port", "0",
                                "--tls-certificate", certificate.toString(),
                                "--tls-key", key.toString()),
                        service -> {})) {
            URI secure = server.server().secureUri().orElseThrow();
            assertThat(secure.getScheme()).isEqualTo("https");
            HttpResponse<String> answer =
                    get(trusting(made), secure.resolve("/api/data/v9.2/businessunits?$top=1"), server.token());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"@odata.context\":\"" + secure + "/api/data/v9.2/");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
            assertThat(signedIn(trusting(made), secure, server.token()))
                    .contains("; Secure")
                    .contains("HttpOnly");
            assertThat(signedIn(trusting(made), server.server().uri(), server.token()))
                    .as("the door without TLS")
                    .doesNotContain("Secure")
                    .contains("HttpOnly");
            HttpResponse<String> health = get(trusting(made), secure.resolve("/health/ready"), "");
            assertThat(health.statusCode()).isEqualTo(200);

            assertThat(server.get("/health/live").status()).isEqualTo(200);
            assertThat(server.get("/health/live").raw().headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
            assertThatThrownBy(() -> get(trusting(made("other.p12", "EC")), secure, ""))
                    .isInstanceOf(SSLHandshakeException.class);
            try (SSLSocket old =
                    (SSLSocket) trusting(made).getSocketFactory().createSocket(secure.getHost(), secure.getPort())) {
                old.setEnabledProtocols(new String[] {"TLSv1.2"});
                old.startHandshake();
                assertThat(((X509Certificate) old.getSession().getPeerCertificates()[0])
                                .getSubjectX500Principal()
                                .getName())
                        .isEqualTo("CN=pem.p12");
            }
        }
    }

    @Test
    void aCertificateThatWasReplacedIsShownToTheNextCaller() throws Exception {
        Path first = made("first.p12", "RSA");
        Path second = made("second.p12", "EC");
        Path certificate = folder.resolve("server.p12");
        Files.copy(first, certificate);
        ServerTls tls = new ServerTls(new Certificate(certificate, null, PASSWORD), 0);
        tls.start();
        try {
            assertThat(shown(tls)).isEqualTo("CN=first.p12");
            Files.writeString(certificate, "half a file");
            Files.setLastModifiedTime(certificate, FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
            assertThat(shown(tls)).isEqualTo("CN=first.p12");
            Files.copy(second, certificate, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(certificate, FileTime.from(Instant.parse("2030-01-02T00:00:00Z")));
            assertThat(shown(tls)).isEqualTo("CN=second.p12");
        } finally {
            tls.stop();
        }
    }

    /** Whose certificate the next handshake gets. */
    private static String shown(ServerTls tls) throws Exception {
        tls.newSSLEngine("127.0.0.1", 1);
        KeyStore store = tls.getKeyStore();
        return ((X509Certificate) store.getCertificate("server"))
                .getSubjectX500Principal()
                .getName();
    }

    @Test
    void whatCannotBeUsedIsRefusedAtTheStart() throws Exception {
        Path one = made("one.p12", "EC");
        Path other = made("another.p12", "EC");
        Path certificate = folder.resolve("c.pem");
        Path key = folder.resolve("k.pem");
        pems(one, certificate, key);
        pems(other, folder.resolve("unused.pem"), key);
        refused(new Certificate(certificate, key, ""), "not that of the certificate");
        refused(new Certificate(certificate, certificate, ""), "openssl pkcs8");
        refused(new Certificate(key, key, ""), "");
        refused(new Certificate(one, null, "wrong"), "password");
        refused(new Certificate(folder.resolve("none"), null, ""), "none");
        assertThat(new Certificate(one, null, PASSWORD).toString()).doesNotContain(PASSWORD);
    }

    private static void refused(Certificate certificate, String why) {
        assertThatThrownBy(() -> new ServerTls(certificate))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("tls.certificate")
                .hasMessageContaining(why);
    }
}
