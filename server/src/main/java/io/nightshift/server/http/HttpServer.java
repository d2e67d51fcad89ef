package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import io.nightshift.server.metrics.MetricsPage;
import io.nightshift.server.metrics.ServiceMetrics;
import io.nightshift.server.signin.SignIn;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jetty on virtual threads. Its port is taken first and answered last, so that a port in use is found at once. */
public final class HttpServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration LAST_ANSWERS = Duration.ofSeconds(3);
    /** Queries are addresses: those of the Web API have up to 32 KiB. */
    private static final int MOST_HEADER_BYTES = 48 * 1024;

    /** A value of an alternate key may hold a slash, which is written {@code %2F}. */
    private static final UriCompliance ADDRESSES = UriCompliance.DEFAULT.with(
            "NIGHTSHIFT",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    /** A year, as browsers want it before they remember that a host is only reached by TLS. */
    private static final long TLS_ONLY_SECONDS = Duration.ofDays(365).toSeconds();

    /**
     * Where callers come in by TLS.
     *
     * @param port 0 for any free one
     */
    private record Secure(String host, int port, Certificate certificate) {}

    private final Server server;
    private final ServerConnector connector;
    private final @Nullable ServerConnector secure;
    private volatile boolean stopping;

    private HttpServer(Server server, ServerConnector connector, @Nullable ServerConnector secure) {
        this.server = server;
        this.connector = connector;
        this.secure = secure;
    }

    /**
     * Takes the ports that the settings name; nothing is answered yet.
     *
     * @throws StartException when a port is in use, forbidden, or a host is not one of this machine, and when the
     *     certificate cannot be used
     */
    public static HttpServer open(Configuration settings) {
        String certificate = settings.textOrNull(Setting.TLS_CERTIFICATE);
        String key = settings.textOrNull(Setting.TLS_KEY);
        Secure secure = certificate == null
                ? null
                : new Secure(
                        settings.text(Setting.HTTPS_HOST),
                        settings.number(Setting.HTTPS_PORT),
                        new Certificate(
                                Path.of(certificate),
                                key == null ? null : Path.of(key),
                                settings.text(Setting.TLS_PASSWORD)));
        return open(settings.text(Setting.HTTP_HOST), settings.number(Setting.HTTP_PORT), secure);
    }

    private static HttpServer open(String host, int port, @Nullable Secure secure) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Server server = new Server(threads);
        server.setErrorHandler(new ErrorAnswers());
        ServerConnector plain = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
        ServerConnector tls = secure == null ? null : tls(server, secure.certificate());
        take(server, plain, host, port, "http");
        if (secure != null && tls != null) {
            try {
                take(server, tls, secure.host(), secure.port(), "https");
            } catch (StartException e) {
                plain.close();
                throw e;
            }
        }
        return new HttpServer(server, plain, tls);
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MOST_HEADER_BYTES);
        configuration.setUriCompliance(ADDRESSES);
        return configuration;
    }

    private static ServerConnector tls(Server server, Certificate certificate) {
        HttpConfiguration configuration = configuration();
        // Whoever calls by an address or a name of a proxy is answered; the certificate is the caller's to judge.
        configuration.addCustomizer(new SecureRequestCustomizer(false, false, TLS_ONLY_SECONDS, false));
        return new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(new ServerTls(certificate), "http/1.1"),
                new HttpConnectionFactory(configuration));
    }

    private static void take(Server server, ServerConnector connector, String host, int port, String setting) {
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException | UnresolvedAddressException e) {
            throw refused(host, port, setting, e);
        }
    }

    private static StartException refused(String host, int port, String setting, Exception e) {
        Throwable cause = e.getCause() instanceof BindException ? e.getCause() : e;
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            return new StartException(
                    "Port " + port + " of " + host + " is in use by another program: stop that program or"
                            + " choose another port with --" + setting + "-port (0 for any free one).",
                    e);
        }
        if (reason.contains("Permission denied")) {
            return new StartException(
                    "This account may not listen on port " + port + ": choose one from 1024 up with --" + setting
                            + "-port.",
                    e);
        }
        return new StartException(
                "Cannot listen on " + host + ", port " + port + ": give an address of this machine with --" + setting
                        + "-host (127.0.0.1 for this machine only).",
                e);
    }

    /**
     * Begins to answer: each request by the first handler that takes it. Health and metrics come last.
     *
     * @param before the handlers that are asked first, each for its own part of the addresses
     * @param runsService whether the service of this process was started, so that being ready includes its health
     */
    public void start(
            List<Handler> before, AsyncService service, ServiceMetrics metrics, SignIn signIn, boolean runsService) {
        MetricsPage page = new MetricsPage(metrics, service.systemJobs(), service.store());
        Readiness readiness = new Readiness(service, runsService, () -> stopping);
        List<Handler> handlers = new ArrayList<>(before);
        handlers.add(new FrontDoor(signIn, readiness, page));
        server.setHandler(new Handler.Sequence(handlers));
        try {
            server.start();
            secureUri().ifPresent(uri -> LOG.info("With TLS at {}.", uri));
            if (!isLocal()) {
                LOG.warn(
                        "Callers from elsewhere send their tokens in the clear to {}: give tls.certificate, or put a proxy"
                                + " with TLS before it, and leave http.host at 127.0.0.1.",
                        uri());
            }
        } catch (Exception e) {
            throw new StartException("The HTTP server could not be started: " + e.getMessage() + ".", e);
        }
    }

    /** Where it is reached from this machine, once the port is taken. */
    public URI uri() {
        return uri("http", connector);
    }

    /** Whether the door without TLS is open to this machine alone. */
    private boolean isLocal() {
        try {
            return InetAddress.getByName(connector.getHost()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Where it is reached by TLS; empty without a certificate. */
    public Optional<URI> secureUri() {
        return secure == null ? Optional.empty() : Optional.of(uri("https", secure));
    }

    private static URI uri(String scheme, ServerConnector connector) {
        String host = connector.getHost();
        String name = host;
        try {
            InetAddress address = InetAddress.getByName(host);
            name = address.isAnyLocalAddress() ? "127.0.0.1" : host;
        } catch (UnknownHostException e) {
            LOG.debug("{} was known a moment ago", host, e);
        }
        boolean ipv6 = name.contains(":") && !name.startsWith("[");
        return URI.create(scheme + "://" + (ipv6 ? "[" + name + "]" : name) + ":" + connector.getLocalPort());
    }

    /** From now on the server says that it is not ready; requests are still answered. */
    public void announceStop() {
        stopping = true;
    }

    /** Takes no further request, lets the present ones end for a moment. */
    @Override
    public void close() {
        try {
            server.setStopTimeout(LAST_ANSWERS.toMillis());
            server.stop();
            connector.close();
            if (secure != null) {
                secure.close();
            }
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop cleanly: {}", e.toString());
        }
    }
}
