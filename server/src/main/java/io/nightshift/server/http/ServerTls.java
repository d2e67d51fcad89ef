package io.nightshift.server.http;

import io.nightshift.server.configuration.StartException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 with a certificate from files. When they change, connections from then on get the new certificate: each
 * handshake looks, at most once in ten seconds, so that nothing has to be restarted or watched. Thread-safe.
 */
final class ServerTls extends SslContextFactory.Server {

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

    private final Certificate certificate;
    private final long patience;
    private FileTime seen;
    private long looked = System.nanoTime();

    /** @throws StartException when the files cannot be used */
    ServerTls(Certificate certificate) {
        this(certificate, PATIENCE);
    }

    ServerTls(Certificate certificate, long patience) {
        this.certificate = certificate;
        this.patience = patience;
        setIncludeProtocols("TLSv1.2", "TLSv1.3");
        setSniRequired(false);
        setKeyManagerPassword(certificate.password());
        setKeyStore(certificate.read());
        seen = changed();
    }

    @Override
    public SSLEngine newSSLEngine(InetSocketAddress address) {
        lookAgain();
        return super.newSSLEngine(address);
    }

    @Override
    public SSLEngine newSSLEngine(String host, int port) {
        lookAgain();
        return super.newSSLEngine(host, port);
    }

    @Override
    public SSLEngine newSSLEngine() {
        lookAgain();
        return super.newSSLEngine();
    }

    private synchronized void lookAgain() {
        if (System.nanoTime() - looked < patience) {
            return;
        }
        looked = System.nanoTime();
        FileTime now = changed();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            var read = certificate.read();
            reload(factory -> factory.setKeyStore(read));
            LOG.info("The certificate was read again.");
        } catch (StartException e) {
            LOG.warn("{} The one before stays in use.", e.getMessage());
        } catch (Exception e) {
            LOG.warn("The certificate could not be changed ({}). The one before stays in use.", e.toString());
        }
    }

    /** Files that are being replaced are looked at once more. */
    private FileTime changed() {
        try {
            return certificate.changed();
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
