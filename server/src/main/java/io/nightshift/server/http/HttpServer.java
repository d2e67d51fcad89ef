package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
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

    private final Server server;
    private final ServerConnector connector;
    private final String host;
    private volatile boolean stopping;

    private HttpServer(Server server, ServerConnector connector, String host) {
        this.server = server;
        this.connector = connector;
        this.host = host;
    }

    /**
     * Takes the port; nothing is answered yet.
     *
     * @param port 0 for any free one
     * @throws StartException when the port is in use, forbidden, or the host is not one of this machine
     */
    public static HttpServer open(String host, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
        Server server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setRequestHeaderSize(MOST_HEADER_BYTES);
        configuration.setUriCompliance(ADDRESSES);
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.setErrorHandler(new ErrorAnswers());
        server.addConnector(connector);
        try {
            connector.open();
        } catch (IOException | UnresolvedAddressException e) {
            throw refused(host, port, e);
        }
        return new HttpServer(server, connector, host);
    }

    private static StartException refused(String host, int port, Exception e) {
        Throwable cause = e.getCause() instanceof BindException ? e.getCause() : e;
        String reason = String.valueOf(cause.getMessage());
        if (reason.contains("Address already in use")) {
            return new StartException(
                    "Port " + port + " of " + host + " is in use by another program: stop that program or"
                            + " choose another port with --http-port (0 for any free one).",
                    e);
        }
        if (reason.contains("Permission denied")) {
            return new StartException(
                    "This account may not listen on port " + port + ": choose one from 1024 up with --http-port.", e);
        }
        return new StartException(
                "Cannot listen on " + host + ", port " + port
                        + ": give an address of this machine with --http-host (127.0.0.1 for this machine only).",
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
        } catch (Exception e) {
            throw new StartException("The HTTP server could not be started: " + e.getMessage() + ".", e);
        }
    }

    /** Where it is reached from this machine, once the port is taken. */
    public URI uri() {
        String name = host;
        try {
            InetAddress address = InetAddress.getByName(host);
            name = address.isAnyLocalAddress() ? "127.0.0.1" : host;
        } catch (UnknownHostException e) {
            LOG.debug("{} was known a moment ago", host, e);
        }
        boolean ipv6 = name.contains(":") && !name.startsWith("[");
        return URI.create("http://" + (ipv6 ? "[" + name + "]" : name) + ":" + connector.getLocalPort());
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
        } catch (Exception e) {
            LOG.warn("The HTTP server did not stop cleanly: {}", e.toString());
        }
    }
}
