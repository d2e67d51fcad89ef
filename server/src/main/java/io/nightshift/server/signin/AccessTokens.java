package io.nightshift.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.nightshift.database.Database;
import io.nightshift.database.ServiceClock;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
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
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(ISSUER)
                .subject(caller.userId().toString())
                .claim("azp", clientId.toString())
                .claim("tid", caller.organization())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
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
            JWTClaimsSet claims = token.getJWTClaimsSet();
            Date expires = claims.getExpirationTime();
            boolean good = ISSUER.equals(claims.getIssuer())
                    && claims.getAudience().contains(ISSUER)
                    && expires != null
                    && clock.now().isBefore(expires.toInstant());
            return good ? credentials.application(UUID.fromString(claims.getStringClaim("azp"))) : Optional.empty();
        } catch (JOSEException | ParseException e) {
            return Optional.empty();
        }
    }
}
