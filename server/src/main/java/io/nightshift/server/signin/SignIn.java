package io.nightshift.server.signin;

import com.nimbusds.jwt.SignedJWT;
import io.nightshift.platform.security.Privilege;
import io.nightshift.sdk.OrganizationServiceFault;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who sends a request from its {@code Authorization} header. Thread-safe. */
public final class SignIn {

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);
    private static final String SCHEME = "Bearer ";
    private static final int MOST_LETTERS = 8_000;

    /** A caller, and the hash of the token that proves to be that caller. */
    public record Known(Caller caller, String tokenHash) {}

    private final List<Known> known;
    private final @Nullable Identity identity;

    /** With these tokens and no others. */
    public SignIn(List<Known> known) {
        this(known, null);
    }

    /**
     * With these tokens, and those that the database and other issuers know.
     *
     * @param identity null when there are no others
     */
    public SignIn(List<Known> known, @Nullable Identity identity) {
        this.known = List.copyOf(known);
        this.identity = identity;
    }

    /** The caller whose token the header carries. */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return token(authorization.substring(SCHEME.length()).strip());
    }

    /**
     * The caller whose token this is. The hash of every known one is compared, each in constant time, so that the time of a
     * refusal tells nothing.
     */
    public Optional<Caller> token(String token) {
        byte[] digest = Token.digest(token);
        Caller found = null;
        for (Known candidate : known) {
            if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(candidate.tokenHash()))) {
                found = candidate.caller();
            }
        }
        if (found != null || identity == null || token.isEmpty() || token.length() > MOST_LETTERS) {
            return Optional.ofNullable(found);
        }
        try {
            return token.indexOf('.') < 0 ? identity.credentials().token(token) : signed(identity, token);
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not say whose token this is.", e);
        }
    }

    /**
     * Whether the caller may command the service itself: with the tokens of this process always, otherwise by the privilege
     * for it in the organization of those.
     */
    public boolean mayOperate(Caller caller) {
        if (known.stream().anyMatch(candidate -> candidate.caller().equals(caller))) {
            return true;
        }
        try {
            return identity != null
                    && known.stream()
                            .anyMatch(candidate ->
                                    candidate.caller().organization().equals(caller.organization()))
                    && identity.access(caller).has(Privilege.OPERATE_SERVICE);
        } catch (SQLException e) {
            throw new IllegalStateException("The database did not say what the caller may do.", e);
        } catch (OrganizationServiceFault fault) {
            LOG.warn("Refused {}: {}", caller.name(), fault.getMessage());
            return false;
        }
    }

    private static Optional<Caller> signed(Identity identity, String token) throws SQLException {
        SignedJWT parsed;
        try {
            parsed = SignedJWT.parse(token);
        } catch (ParseException e) {
            return Optional.empty();
        }
        Optional<Caller> ours = identity.accessTokens().caller(parsed);
        return ours.isPresent() ? ours : identity.external(parsed);
    }
}
