package io.nightshift.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.nightshift.database.ServiceClock;
import io.nightshift.platform.Platform;
import io.nightshift.platform.organization.Organization;
import io.nightshift.postgres.TestDatabase;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.QueueStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tokens of an issuer of one's own, whose key set a server of the test gives. */
class ExternalIssuerTest {

    private static final String ISSUER = "https://issuer.example";

    private static final ServiceClock NOW = new ServiceClock() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }
    };

    private final AtomicReference<JWKSet> keys = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void tokensOfTheIssuerAreTheUsersTheyName() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("one").generate();
        keys.set(new JWKSet(key.toPublicJWK()));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            asked.incrementAndGet();
            byte[] body = keys.get().toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18)) {
            OperationQueue queue = new OperationQueue(QueueStore.open(database.dataSource(), NOW, "contoso"));
            Identity identity =
                    new Identity(database.dataSource(), new Platform(database.dataSource(), queue), queue.clock());
            URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
            identity.trust(ISSUER, "nightshift", address, "preferred_username", "contoso");
            check(new SignIn(List.of(), identity), key, queue.clock());
        } finally {
            server.stop(0);
        }
    }

    private void check(SignIn signIn, RSAKey key, ServiceClock clock) throws Exception {
        Instant now = clock.now();
        JWTClaimsSet good = claims(now).build();
        assertThat(signIn.token(signed(key, good)))
                .map(Caller::userId)
                .contains(Organization.administratorId("contoso"));
        assertThat(signIn.token(signed(key, good))).isPresent();
        assertThat(asked).as("the key set is kept").hasValue(1);
        assertThat(signIn.token(signed(
                        key, claims(now).claim("preferred_username", "nobody").build())))
                .isEmpty();
        assertThat(signIn.token(signed(key, claims(now).audience("another").build())))
                .isEmpty();
        assertThat(signIn.token(
                        signed(key, claims(now).issuer("https://evil.example").build())))
                .isEmpty();
        assertThat(signIn.token(signed(
                        key,
                        claims(now)
                                .expirationTime(Date.from(now.minusSeconds(3_600)))
                                .build())))
                .isEmpty();
        assertThat(signIn.token(signed(new RSAKeyGenerator(2048).keyID("one").generate(), good)))
                .as("another key of the same name")
                .isEmpty();
        byte[] published = key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(), good);
        confused.sign(new MACSigner(published));
        assertThat(signIn.token(confused.serialize()))
                .as("what is published is no secret")
                .isEmpty();
    }

    private static JWTClaimsSet.Builder claims(Instant now) {
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("nightshift")
                .subject("4711")
                .claim("preferred_username", "Administrator")
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) throws Exception {
        JWSSigner signer = new RSASSASigner(key);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        token.sign(signer);
        return token.serialize();
    }
}
