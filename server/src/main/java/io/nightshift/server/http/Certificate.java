package io.nightshift.server.http;

import io.nightshift.server.configuration.StartException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collections;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files that prove to callers who this server is: a certificate with those that signed it and its key, both as PEM, or
 * one PKCS#12 file with all of it.
 *
 * @param certificate of PEM or PKCS#12
 * @param key the key as PEM, PKCS#8 without a password; null when {@code certificate} is PKCS#12
 * @param password of the PKCS#12 file; empty for none
 */
public record Certificate(Path certificate, @Nullable Path key, String password) {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** So that nobody reads secrets from a log. */
    @Override
    public String toString() {
        return "Certificate[" + certificate + "]";
    }

    /** When the files were last changed, as far as that can be told. */
    FileTime changed() throws IOException {
        FileTime changed = Files.getLastModifiedTime(certificate);
        FileTime keyChanged = key == null ? changed : Files.getLastModifiedTime(key);
        return changed.compareTo(keyChanged) < 0 ? keyChanged : changed;
    }

    /**
     * What is in the files now.
     *
     * @throws StartException when they cannot be read, or the key is not that of the certificate
     */
    KeyStore read() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            if (key == null) {
                store.load(new ByteArrayInputStream(Files.readAllBytes(certificate)), password.toCharArray());
            } else {
                store.load(null, null);
                java.security.cert.Certificate[] chain = CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(certificate)))
                        .toArray(new java.security.cert.Certificate[0]);
                if (chain.length == 0) {
                    throw bad("it has no certificate", null);
                }
                store.setKeyEntry("server", key(key, chain[0].getPublicKey()), password.toCharArray(), chain);
            }
            requireKey(store);
            return store;
        } catch (IOException | GeneralSecurityException e) {
            throw bad(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(), e);
        }
    }

    private PrivateKey key(Path file, PublicKey of) throws IOException, GeneralSecurityException {
        Matcher pem = PRIVATE_KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw bad(
                    "tls.key has no 'BEGIN PRIVATE KEY'; other forms become one by"
                            + " 'openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW'",
                    null);
        }
        byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
        return KeyFactory.getInstance(of.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    /** A key that is another certificate's would let every handshake fail, and say nothing until then. */
    private void requireKey(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.getKey(alias, password.toCharArray()) instanceof PrivateKey own) {
                PublicKey open = store.getCertificate(alias).getPublicKey();
                if (!belongs(own, open)) {
                    throw bad("the key is not that of the certificate", null);
                }
                return;
            }
        }
        throw bad("it has no private key; give the key's file by tls.key", null);
    }

    private static boolean belongs(PrivateKey own, PublicKey open) throws GeneralSecurityException {
        String algorithm = switch (open.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> open.getAlgorithm();
        };
        byte[] text = "nightshift".getBytes(StandardCharsets.UTF_8);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(own);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(open);
        signature.update(text);
        return signature.verify(signed);
    }

    private StartException bad(String why, @Nullable Exception cause) {
        String message = "The certificate " + certificate + " (tls.certificate) cannot be used: " + why + ".";
        return cause == null ? new StartException(message) : new StartException(message, cause);
    }
}
