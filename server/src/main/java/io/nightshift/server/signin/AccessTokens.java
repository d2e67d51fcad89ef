package io.nightshift.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Access tokens that applications get for their secret: signed, and good for a quarter of an hour. The key lies in the
 * database, so that every node knows the tokens of every other; an application that is revoked loses them at once.
 * Thread-safe.
 */
public final class AccessTokens {

    /** How long one is good. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final String ISSUER = "nightshift";

    private final byte[] key;
    private final Credentials credentials;
    private final ServiceClock clock;

    AccessTokens(Database database, Credentials credentials, ServiceClock clock) throws SQLException {
        this.key = Base64.getUrlDecoder().decode(key(database));
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The one key; whoever starts first makes it. */
    private static String key(Database database) throws SQLException {
        return database.inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into signin.signing_key (one, secret) values (true, ?) on conflict do nothing")) {
                insert.setString(1, Token.make());
                insert.executeUpdate();
            }
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery("select secret from signin.signing_key")) {
                rows.next();
                return rows.getString(1);
            }
        });
    }

    /** A token for the application with this secret; empty when there is none, or when the secret is wrong. */
    public Optional<String> make(String clientId, String secret) throws SQLException {
        UUID id;
        try {
            id = UUID.fromString(clientId);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return credentials.application(id, secret).map(caller -> signed(id, caller));
    }

    private String signed(UUID clientId, Caller caller) {
        Instant now = clock.now();
        JWSObject token = new JWSObject(
                new JWSHeader(JWSAlgorithm.HS256),
                new Payload(Map.of(
                        "iss", ISSUER,
                        "aud", ISSUER,
                        "sub", caller.userId().toString(),
                        "azp", clientId.toString(),
                        "tid", caller.organization(),
                        "iat", now.getEpochSecond(),
                        "exp", now.plus(LIFE).getEpochSecond())));
        try {
            token.sign(new MACSigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("A token could not be signed.", e);
        }
        return token.serialize();
    }

    /** Whose token this is, if it is ours and good. */
    Optional<Caller> caller(SignedJWT token) throws SQLException {
        try {
            // Ours are of this one algorithm; what a token says of itself is not believed.
            if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || !token.verify(new MACVerifier(key))) {
                return Optional.empty();
            }
            Map<String, Object> claims = token.getPayload().toJSONObject();
            boolean good = claims != null
                    && ISSUER.equals(claims.get("iss"))
                    && ISSUER.equals(claims.get("aud"))
                    && claims.get("exp") instanceof Number expires
                    && clock.now().getEpochSecond() < expires.longValue();
            return good
                    ? credentials.application(UUID.fromString(String.valueOf(claims.get("azp"))))
                    : Optional.empty();
        } catch (JOSEException e) {
            return Optional.empty();
        }
    }
}
