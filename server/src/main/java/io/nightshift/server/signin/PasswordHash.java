package io.nightshift.server.signin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes of passwords: PBKDF2 with HMAC-SHA256, each with a salt of its own, as {@code iterations$salt$hash}. */
final class PasswordHash {

    /** What OWASP asks of this function. */
    private static final int ITERATIONS = 600_000;

    private static final int BITS = 256;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    static String of(String password) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return ITERATIONS + "$" + Base64.getEncoder().encodeToString(salt) + "$"
                + Base64.getEncoder().encodeToString(hash(password, salt, ITERATIONS));
    }

    /** One that no password has, which takes as long to compare as any. */
    static String nobodys() {
        String none = Base64.getEncoder().encodeToString(new byte[32]);
        return ITERATIONS + "$" + none + "$" + none;
    }

    static boolean matches(String password, String stored) {
        String[] parts = stored.split("\\$", -1);
        byte[] salt = Base64.getDecoder().decode(parts[1]);
        byte[] hash = hash(password, salt, Integer.parseInt(parts[0]));
        return MessageDigest.isEqual(hash, Base64.getDecoder().decode(parts[2]));
    }

    private static byte[] hash(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }
}
