package io.nightshift.server.signin;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an issuer of the operator's own (OpenID Connect). Its keys are read from its key set, kept, and read again when
 * a token names one that is not among them. The user is found by a claim. Thread-safe.
 */
final class ExternalIssuer {

    /**
     * Who is trusted for what.
     *
     * @param issuer the value of {@code iss}
     * @param audience what {@code aud} has to contain
     * @param keys where the key set lies
     * @param claim the claim that names the user: {@code oid} the object id, any other the user name
     * @param organization the organization whose users they are
     */
    record Trust(String issuer, String audience, URI keys, String claim, String organization) {}

    private static final Logger LOG = LoggerFactory.getLogger(ExternalIssuer.class);
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MOST_BYTES = 200_000;
    /** Those with a public key; with a shared secret anybody who can check a token could make one. */
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

    private final Trust trust;
    private final Users users;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    ExternalIssuer(Trust trust, Users users) {
        this.trust = trust;
        this.users = users;
        URL url;
        try {
            url = trust.keys().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The key set " + trust.keys() + " is no address.", e);
        }
        JWKSource<SecurityContext> keys = JWKSourceBuilder.create(
                        url, new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MOST_BYTES))
                .build();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                trust.audience(),
                new JWTClaimsSet.Builder().issuer(trust.issuer()).build(),
                Set.of("exp", trust.claim())));
    }

    /** Whose token this is, if it is the issuer's and good. */
    Optional<Caller> caller(SignedJWT token) throws SQLException {
        JWTClaimsSet claims;
        try {
            if (!trust.issuer().equals(token.getJWTClaimsSet().getIssuer())) {
                return Optional.empty();
            }
            claims = processor.process(token, null);
            String value = claims.getStringClaim(trust.claim());
            return trust.claim().equals("oid")
                    ? users.by(trust.organization(), "azureactivedirectoryobjectid", UUID.fromString(value))
                    : users.by(trust.organization(), "domainname", value);
        } catch (BadJOSEException | JOSEException | ParseException | IllegalArgumentException e) {
            LOG.warn("Refused a token of {}: {}", trust.issuer(), e.getMessage());
            return Optional.empty();
        }
    }
}
