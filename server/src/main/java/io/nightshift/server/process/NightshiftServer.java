package io.nightshift.server.process;

import com.zaxxer.hikari.HikariDataSource;
import io.nightshift.execution.AsyncService;
import io.nightshift.execution.HintConnection;
import io.nightshift.execution.ServiceSettings;
import io.nightshift.operation.RetrySchedule;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.Platform;
import io.nightshift.platform.mail.Postman;
import io.nightshift.platform.organization.Organization;
import io.nightshift.platform.workflow.WorkflowExtensions;
import io.nightshift.queue.RetentionTimes;
import io.nightshift.server.configuration.Configuration;
import io.nightshift.server.configuration.Role;
import io.nightshift.server.configuration.Setting;
import io.nightshift.server.configuration.StartException;
import io.nightshift.server.http.HttpServer;
import io.nightshift.server.http.TokenEndpoint;
import io.nightshift.server.message.BuiltInMessages;
import io.nightshift.server.message.OutboundCalls;
import io.nightshift.server.metrics.ServiceMetrics;
import io.nightshift.server.signin.Caller;
import io.nightshift.server.signin.Identity;
import io.nightshift.server.signin.SignIn;
import io.nightshift.server.signin.Token;
import io.nightshift.server.systemjobs.WebApp;
import io.nightshift.server.webapi.WebApi;
import io.nightshift.server.webapi.additions.Additions;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole server in this process: data folder, database, service, HTTP, taken in this order and given back in the
 * reverse. Thread-safe.
 */
public final class NightshiftServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NightshiftServer.class);
    private static final String ADMINISTRATOR = "administrator";
    private static final String COMMAND_LINE = "administrator (command line)";

    private final Configuration configuration;
    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private @Nullable HttpServer http;
    private @Nullable AsyncService service;
    private @Nullable Platform platform;
    private @Nullable DatabaseAccess database;
    private @Nullable String madeToken;
    private boolean closed;

    private NightshiftServer(Configuration configuration) {
        this.configuration = configuration;
    }

    /** A server with the built-in messages. */
    public static NightshiftServer start(Configuration configuration) {
        return start(configuration, (service, platform) -> {});
    }

    /**
     * Starts everything; when it returns the server is ready.
     *
     * @param handlers registers further handlers, before the service starts
     * @throws StartException or PostgresStartException when it cannot; what was taken is given back
     */
    public static NightshiftServer start(Configuration configuration, BiConsumer<AsyncService, Platform> handlers) {
        NightshiftServer server = new NightshiftServer(configuration);
        boolean ready = false;
        try {
            server.open(handlers);
            ready = true;
            return server;
        } finally {
            if (!ready) {
                server.close();
            }
        }
    }

    private void open(BiConsumer<AsyncService, Platform> handlers) {
        Set<Role> roles = configuration.roles();
        ServerFolder folder = hold(ServerFolder.take(configuration.data()));
        HttpServer web = hold(HttpServer.open(configuration));
        DatabaseAccess access = hold(DatabaseAccess.open(configuration, folder.database()));
        HikariDataSource pool = hold(access.pool(configuration.number(Setting.SLOTS)));
        ServiceMetrics metrics = new ServiceMetrics();
        AsyncService async = hold(service(pool, access.hints(configuration), metrics));
        Platform organizations = new Platform(pool, async.queue(), configuration.platform(), List.of());
        if (roles.contains(Role.ASYNC)) {
            OutboundCalls calls = new OutboundCalls(configuration.hosts(Setting.HTTP_ALLOW));
            Optional<Postman> postman = configuration.mailServer().map(Postman::new);
            organizations.handle(async, WorkflowExtensions.NONE.http(calls), () -> postman);
            BuiltInMessages.register(async, calls, organizations.postmen(() -> postman));
            handlers.accept(async, organizations);
        }
        metrics.show(async);
        boolean runsService = roles.contains(Role.ASYNC) || roles.contains(Role.MAINTENANCE);
        if (runsService) {
            startService(async);
        }
        Identity identity = identity(pool, organizations, async);
        SignIn signIn = signIn(folder, identity);
        boolean answersCallers = roles.contains(Role.WEB);
        WebApi webApi = new WebApi(
                signIn,
                organizations,
                pool,
                new Additions(async, identity),
                configuration.number(Setting.HTTP_REQUESTS));
        List<Handler> doors = answersCallers
                ? List.of(
                        webApi,
                        new TokenEndpoint(identity),
                        hold(new WebApp(async, organizations, signIn, identity, configuration)))
                : List.of();
        web.start(doors, async, metrics, signIn, runsService);
        access.local().ifPresent(folder::writeDatabase);
        folder.announce(web.uri());
        http = web;
        service = async;
        platform = organizations;
        database = access;
        LOG.info("Ready at {} with {}.", web.uri(), access);
    }

    private AsyncService service(HikariDataSource pool, HintConnection hints, ServiceMetrics metrics) {
        RetrySchedule retries = new RetrySchedule(
                configuration.duration(Setting.RETRY_BASE),
                configuration.factor(Setting.RETRY_FACTOR),
                configuration.number(Setting.RETRY_MAX));
        ServiceSettings settings = ServiceSettings.DEFAULT
                .slots(configuration.number(Setting.SLOTS))
                .lease(configuration.duration(Setting.LEASE))
                .drain(configuration.duration(Setting.DRAIN))
                .retries(retries)
                .retention(new RetentionTimes(
                        configuration.duration(Setting.RETENTION_SHORT),
                        configuration.duration(Setting.RETENTION_LONG)))
                .hints(hints);
        String name = configuration.textOrNull(Setting.NODE_NAME);
        try {
            return AsyncService.on(
                    pool,
                    name == null ? settings : settings.nodeName(name),
                    configuration.text(Setting.ORGANIZATION),
                    metrics);
        } catch (SQLException e) {
            throw notUsable(e);
        } catch (ServiceFault | IllegalStateException e) {
            throw new StartException(Objects.requireNonNullElse(e.getMessage(), e.toString()), e);
        }
    }

    private static void startService(AsyncService async) {
        try {
            async.start();
        } catch (SQLException e) {
            throw notUsable(e);
        }
    }

    private static StartException notUsable(SQLException e) {
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
        return new StartException(
                "53100".equals(e.getSQLState())
                        ? "The disk of the database is full: free some space there and start again."
                        : "The database refused what the start needs (" + reason
                                + "): the user needs the right to create the schema nightshift.",
                e);
    }

    private Identity identity(HikariDataSource pool, Platform organizations, AsyncService async) {
        try {
            Identity identity = new Identity(pool, organizations, async.queue().clock());
            String issuer = configuration.textOrNull(Setting.OIDC_ISSUER);
            if (issuer != null) {
                identity.trust(
                        issuer,
                        configuration.text(Setting.OIDC_AUDIENCE),
                        URI.create(configuration.text(Setting.OIDC_KEYS)),
                        configuration.text(Setting.OIDC_CLAIM),
                        configuration.text(Setting.ORGANIZATION));
            }
            return identity;
        } catch (SQLException e) {
            throw notUsable(e);
        } catch (IllegalArgumentException e) {
            throw new StartException(
                    "oidc.keys is no address of a key set: give it as https://issuer.example/keys, with oidc.audience.",
                    e);
        }
    }

    private SignIn signIn(ServerFolder folder, Identity identity) {
        List<SignIn.Known> known = new ArrayList<>();
        String organization = configuration.text(Setting.ORGANIZATION);
        UUID userId = Organization.administratorId(organization);
        Caller administrator = new Caller(ADMINISTRATOR, organization, userId);
        String configured = configuration.textOrNull(Setting.ADMIN_TOKEN);
        Optional<String> stored = folder.adminTokenHash();
        if (configured != null) {
            known.add(new SignIn.Known(administrator, Token.hash(configured)));
        } else if (stored.isPresent()) {
            known.add(new SignIn.Known(administrator, stored.get()));
        } else {
            String made = Token.make();
            folder.writeAdminTokenHash(Token.hash(made));
            known.add(new SignIn.Known(administrator, Token.hash(made)));
            madeToken = made;
        }
        known.add(new SignIn.Known(new Caller(COMMAND_LINE, organization, userId), Token.hash(folder.makeCliToken())));
        return new SignIn(known, identity);
    }

    private <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    /** Where it answers. */
    public URI uri() {
        return Objects.requireNonNull(http).uri();
    }

    /** Where it answers with TLS; empty without a certificate. */
    public Optional<URI> secureUri() {
        return Objects.requireNonNull(http).secureUri();
    }

    public AsyncService service() {
        return Objects.requireNonNull(service);
    }

    /** The organizations of this server. */
    public Platform platform() {
        return Objects.requireNonNull(platform);
    }

    /** The administrator's token when this start made it; it is shown once and kept nowhere. */
    public Optional<String> madeToken() {
        return Optional.ofNullable(madeToken);
    }

    /** Calls back when the embedded database ends though nobody stopped it. */
    public void onDatabaseLost(Runnable callback) {
        Objects.requireNonNull(database).onUnexpectedEnd(() -> {
            if (!isClosing()) {
                callback.run();
            }
        });
    }

    private synchronized boolean isClosing() {
        return closed;
    }

    /** Lets running handlers end within the drain limit, then stops everything; a second call does nothing. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (http != null) {
            http.announceStop();
        }
        while (!held.isEmpty()) {
            AutoCloseable next = held.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("Stopping went wrong at one point: {}", e.toString());
            }
        }
    }
}
