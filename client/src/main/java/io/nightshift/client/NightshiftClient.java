package io.nightshift.client;

import io.nightshift.client.ClientCredentials.Application;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationService;
import io.nightshift.sdk.fetch.FetchXmlWriter;
import io.nightshift.sdk.messages.ExecuteBackgroundOperationRequest;
import io.nightshift.sdk.messages.ExecuteMultipleRequest;
import io.nightshift.sdk.messages.UpsertRequest;
import io.nightshift.sdk.query.QueryBase;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The organization service of a server elsewhere, over its Web API.
 *
 * <pre>{@code
 * try (NightshiftClient service = NightshiftClient.at(URI.create("https://crm.example")).token(token).open()) {
 *     UUID id = service.create(new Entity("account").set("name", "A. Datum"));
 * }
 * }</pre>
 *
 * <p>What the server refuses is thrown as an {@link WebApiFault}, which is an
 * {@link io.nightshift.sdk.OrganizationServiceFault} with the code that the server gave; so is the failure to reach it,
 * with 0x80044306. Each call is a transaction of its own. Functions and actions are called as messages, by their names: what
 * the server offers, its {@code $metadata} says, which is read when such a message is sent for the first time.
 *
 * <p>Times have whole seconds on the wire. Beside the texts of options and references, numbers and times have formatted
 * values, too. A query is sent as FetchXML. Requests are repeated as the {@link RetryPolicy} says.
 *
 * <p>Thread-safe. Close it when it is no longer needed: it keeps connections open.
 */
public final class NightshiftClient implements OrganizationService, AutoCloseable {

    private final HttpClient http;
    private final WebApi api;
    private final Exchanges exchanges;

    private NightshiftClient(HttpClient http, WebApi api) {
        this.http = http;
        this.api = api;
        this.exchanges = new Exchanges(api);
    }

    /**
     * Begins a client of the server at this address, for example {@code https://crm.example}.
     *
     * @throws IllegalArgumentException when it is no address of HTTP
     */
    public static Builder at(URI server) {
        return new Builder(server);
    }

    /** Says how a client signs in and behaves. Not thread-safe. */
    public static final class Builder {
        private final URI server;
        private @Nullable TokenSource tokens;
        private @Nullable Application application;
        private RetryPolicy retry = RetryPolicy.DEFAULT;
        private Pace pace = Pace.REAL;
        private Duration timeout = Duration.ofMinutes(2);
        private @Nullable UUID callerId;
        private @Nullable UUID callerObjectId;
        private @Nullable String organization;

        private Builder(URI server) {
            String scheme = server.getScheme();
            if (server.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException(
                        "The address of a server is as https://crm.example, not as " + server + ".");
            }
            this.server = server;
        }

        /** Signs in with this token. */
        public Builder token(String token) {
            return tokens(TokenSource.of(token));
        }

        /** Signs in with tokens that come from elsewhere. */
        public Builder tokens(TokenSource source) {
            this.tokens = source;
            this.application = null;
            return this;
        }

        /** Signs in as an application, which exchanges its id and secret for tokens at the server's own endpoint. */
        public Builder clientCredentials(String clientId, String clientSecret) {
            this.application = new Application(clientId, clientSecret);
            this.tokens = null;
            return this;
        }

        /** Asks on behalf of this user; what both may do is allowed. */
        public Builder callerId(UUID userId) {
            this.callerId = userId;
            this.callerObjectId = null;
            return this;
        }

        /** The same, by the {@code azureactivedirectoryobjectid} of the user. */
        public Builder callerObjectId(UUID directoryId) {
            this.callerObjectId = directoryId;
            this.callerId = null;
            return this;
        }

        /**
         * Works in another organization than that of the token, as its Administrator; for those who command the service
         * itself.
         */
        public Builder organization(String name) {
            this.organization = Objects.requireNonNull(name);
            return this;
        }

        /** Repeats refused requests in another way than {@link RetryPolicy#DEFAULT}. */
        public Builder retry(RetryPolicy policy) {
            this.retry = Objects.requireNonNull(policy);
            return this;
        }

        /** How long an answer may take; two minutes unless it is said otherwise. */
        public Builder timeout(Duration longest) {
            this.timeout = Objects.requireNonNull(longest);
            return this;
        }

        /** Lives in another time than {@link Pace#REAL}. */
        public Builder pace(Pace other) {
            this.pace = Objects.requireNonNull(other);
            return this;
        }

        /**
         * The client. Nothing is sent before the first request.
         *
         * @throws IllegalStateException when it is not said how it signs in
         */
        public NightshiftClient open() {
            if (tokens == null && application == null) {
                throw new IllegalStateException("Say how to sign in: token, tokens or clientCredentials.");
            }
            HttpClient http = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(timeout)
                    .build();
            URI base = URI.create(server.toString().replaceFirst("/*$", "/"));
            TokenSource source = application == null
                    ? Objects.requireNonNull(tokens)
                    : new ClientCredentials(http, base.resolve("oauth2/v2.0/token"), application, pace);
            WebApi.Behavior behavior = new WebApi.Behavior(
                    retry,
                    pace,
                    timeout,
                    callerId == null ? null : callerId.toString(),
                    callerObjectId == null ? null : callerObjectId.toString(),
                    organization);
            return new NightshiftClient(http, new WebApi(http, base.resolve("api/data/v9.2/"), source, behavior));
        }

        @Override
        public String toString() {
            return "a client of " + server;
        }
    }

    /**
     * All records that a query asks for, from the page that it names on. Each page is asked for when its first record is
     * wanted, so that faults are thrown while the stream is read.
     */
    public Stream<Entity> stream(QueryBase query) {
        return QueryPages.stream(this, FetchXmlWriter.write(query));
    }

    /** Changes the record that the entity names by its id or key, or creates it; whether it was created. */
    public boolean upsert(Entity entity) {
        return execute(new UpsertRequest(entity)).required("RecordCreated", Boolean.class);
    }

    /**
     * Sends a message. ExecuteMultiple is one batch, in which every message may stand; ExecuteTransaction is a change set,
     * which takes messages that change one thing each, and no reads.
     */
    @Override
    public OrganizationResponse execute(OrganizationRequest request) {
        return request.requestName().equals(ExecuteMultipleRequest.NAME)
                ? new MultipleRequests(exchanges, request).execute()
                : exchanges.execute(exchanges.of(request));
    }

    /**
     * Has a request carried out in the background, in one transaction. Any message can be that changes something and has no
     * transactions of its own.
     *
     * @throws io.nightshift.sdk.OrganizationServiceFault 0x80040315 when it cannot be carried out so, 0x80040220 without the
     *     privilege {@code prvExecuteAsync}
     */
    public BackgroundOperation background(OrganizationRequest request) {
        return background(new ExecuteBackgroundOperationRequest(request));
    }

    /** The same, with what it says of an address that is called when the operation has ended. */
    public BackgroundOperation background(ExecuteBackgroundOperationRequest request) {
        UUID id = execute(request).required("BackgroundOperationId", UUID.class);
        return backgroundOperation(
                id, request.required("Request", OrganizationRequest.class).requestName());
    }

    /**
     * An operation that was begun before, perhaps by another program.
     *
     * @param message the name of the message that is carried out
     */
    public BackgroundOperation backgroundOperation(UUID id, String message) {
        return new BackgroundOperation(api, id, answer -> exchanges.results(message, answer));
    }

    /** The file of a record's attribute. */
    public FileColumn file(EntityReference record, String attribute) {
        return new FileColumn(this, record, attribute);
    }

    /** The system jobs of the organization. */
    public SystemJobs systemJobs() {
        return new SystemJobs(this, api);
    }

    /** The service itself, for those who command it. */
    public ServiceControl serviceControl() {
        return new ServiceControl(api);
    }

    /** What people and programs sign in to the organization with, for its administrators. */
    public Credentials credentials() {
        return new Credentials(api);
    }

    /** The Web API itself, for what the organization service has no words for. */
    public WebApi webApi() {
        return api;
    }

    /** Closes the connections. */
    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    @Override
    public String toString() {
        return "a client of " + api;
    }
}
