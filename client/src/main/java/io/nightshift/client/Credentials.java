package io.nightshift.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people and programs sign in to the organization with. For its System Administrators; anybody else gets 0x80040220,
 * but for the own password. Thread-safe.
 */
public final class Credentials {

    private final WebApi api;

    Credentials(WebApi api) {
        this.api = api;
    }

    /**
     * A token or an application, without its secret.
     *
     * @param kind {@code token} or {@code application}
     * @param expiresOn null when it is good until it is revoked
     * @param revokedOn null when it is good
     */
    public record Credential(
            UUID id,
            String kind,
            String name,
            UUID userId,
            Instant createdOn,
            @Nullable Instant expiresOn,
            @Nullable Instant revokedOn) {}

    /**
     * A token that was made. The server shows it this once.
     *
     * @param id by which it is revoked
     */
    public record Token(UUID id, String token) {

        /** Without the token. */
        @Override
        public String toString() {
            return "the token " + id;
        }
    }

    /** An application that was made, with the secret that it exchanges for tokens. The server shows it this once. */
    public record Application(UUID clientId, String clientSecret) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "the application " + clientId;
        }
    }

    /** All tokens and applications of the organization. */
    public List<Credential> list() {
        List<Credential> all = new ArrayList<>();
        for (JsonNode each : api.function("Nightshift.Tokens", Map.of()).path("value")) {
            all.add(new Credential(
                    id(each, "Id"),
                    each.path("Kind").asString(""),
                    each.path("Name").asString(""),
                    id(each, "UserId"),
                    Instant.parse(each.path("CreatedOn").asString("")),
                    time(each.path("ExpiresOn")),
                    time(each.path("RevokedOn"))));
        }
        return all;
    }

    /**
     * Makes a token.
     *
     * @param userName the name that the user signs in by
     * @param name what the token is called in lists and logs
     * @param expiresOn null for until it is revoked
     * @throws WebApiFault 0x80040217 when there is no such user who is not disabled
     */
    public Token makeToken(String userName, String name, @Nullable Instant expiresOn) {
        JsonNode made = api.action("Nightshift.MakeToken", wanted(userName, name, expiresOn));
        return new Token(id(made, "Id"), made.path("Token").asString(""));
    }

    /** The same for a program that exchanges a secret for tokens ({@link NightshiftClient.Builder#clientCredentials}). */
    public Application makeApplication(String userName, String name, @Nullable Instant expiresOn) {
        JsonNode made = api.action("Nightshift.MakeApplication", wanted(userName, name, expiresOn));
        return new Application(id(made, "ClientId"), made.path("ClientSecret").asString(""));
    }

    private static ObjectNode wanted(String userName, String name, @Nullable Instant expiresOn) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("UserName", userName)
                .put("Name", name)
                .put("ExpiresOn", expiresOn == null ? null : expiresOn.toString());
    }

    /**
     * Ends a token or an application, on every node.
     *
     * @throws WebApiFault 0x80040217 when there is none of this id that is still good
     */
    public void revoke(UUID id) {
        api.action(
                "Nightshift.RevokeToken", JsonNodeFactory.instance.objectNode().put("Id", id.toString()));
    }

    /** Sets the password of a user, or one's own. */
    public void setPassword(String userName, String password) {
        api.action(
                "Nightshift.SetPassword",
                JsonNodeFactory.instance.objectNode().put("UserName", userName).put("Password", password));
    }

    private static UUID id(JsonNode node, String name) {
        return UUID.fromString(node.path(name).asString(""));
    }

    private static @Nullable Instant time(JsonNode node) {
        return node.isString() ? Instant.parse(node.asString()) : null;
    }
}
