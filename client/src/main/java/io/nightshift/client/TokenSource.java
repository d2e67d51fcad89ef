package io.nightshift.client;

import java.util.Objects;

/** Where the bearer token of a request comes from. Thread-safe. */
public interface TokenSource {

    /**
     * The token to sign in with.
     *
     * @throws WebApiFault when none can be had
     */
    String token();

    /** The server does not know this token: whether {@link #token} has another one now. */
    default boolean refused(String token) {
        return false;
    }

    /** Always this token. */
    static TokenSource of(String token) {
        Objects.requireNonNull(token);
        return new TokenSource() {
            @Override
            public String token() {
                return token;
            }

            @Override
            public String toString() {
                return "a fixed token"; // never the token itself
            }
        };
    }
}
