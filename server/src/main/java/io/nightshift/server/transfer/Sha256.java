package io.nightshift.server.transfer;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The checksum of an export. */
final class Sha256 {

    private Sha256() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
