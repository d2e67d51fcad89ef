package io.nightshift.server.signin;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who sends a request from its {@code Authorization} header. Immutable, thread-safe. */
public final class SignIn {

    private static final String SCHEME = "Bearer ";

    /** A caller, and the hash of the token that proves to be that caller. */
    public record Known(Caller caller, String tokenHash) {}

    private final List<Known> known;

    public SignIn(List<Known> known) {
        this.known = List.copyOf(known);
    }

    /**
     * The caller whose token the header carries. Every hash is compared, each in constant time, so that the time of a
     * refusal tells nothing.
     */
    public Optional<Caller> caller(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        byte[] digest = Token.digest(authorization.substring(SCHEME.length()).strip());
        Caller found = null;
        for (Known candidate : known) {
            if (MessageDigest.isEqual(digest, HexFormat.of().parseHex(candidate.tokenHash()))) {
                found = candidate.caller();
            }
        }
        return Optional.ofNullable(found);
    }
}
