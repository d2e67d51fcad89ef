package io.nightshift.server.http;

import io.nightshift.server.signin.AccessTokens;
import io.nightshift.server.signin.Identity;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token endpoint of OAuth 2.0 for client credentials (RFC 6749, 4.4), where the clients of Dataverse look for it:
 * {@code /oauth2/v2.0/token} and {@code /TENANT/oauth2/v2.0/token}. The client's id and secret come in the form or by Basic
 * authentication.
 */
public final class TokenEndpoint extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(TokenEndpoint.class);
    private static final String PATH = "/oauth2/v2.0/token";
    private static final int MOST_BYTES = 16_384;

    private final Identity identity;

    /** Gives tokens to the applications that this knows. */
    public TokenEndpoint(Identity identity) {
        this.identity = identity;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        boolean ours =
                path.equals(PATH) || (path.endsWith(PATH) && path.indexOf('/', 1) == path.length() - PATH.length());
        if (!ours) {
            return false;
        }
        FrontDoor.send(answer(request), request, response, callback);
        return true;
    }

    private Answer answer(Request request) {
        try {
            return request.getMethod().equals("POST")
                    ? given(request)
                    : error(405, "invalid_request", "Tokens are asked for by POST.")
                            .with("Allow", "POST");
        } catch (SQLException e) {
            LOG.warn("The database did not answer a request for a token: {}", e.toString());
            return error(503, "temporarily_unavailable", "The database does not answer; try again.");
        } catch (IOException | IllegalArgumentException | HttpException.RuntimeException e) {
            return error(400, "invalid_request", "The request is no form that can be read.");
        }
    }

    /** Who asks: by the form or by the header. */
    private record Client(String id, String secret) {}

    private Answer given(Request request) throws SQLException, IOException {
        byte[] body = FrontDoor.body(request);
        String type = String.valueOf(request.getHeaders().get(HttpHeader.CONTENT_TYPE));
        if (body.length > MOST_BYTES
                || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return error(400, "invalid_request", "Send a form: application/x-www-form-urlencoded.");
        }
        Map<String, String> form = form(new String(body, StandardCharsets.UTF_8));
        if (!"client_credentials".equals(form.get("grant_type"))) {
            return error(400, "unsupported_grant_type", "The one grant_type is client_credentials.");
        }
        Client client = client(request.getHeaders().get(HttpHeader.AUTHORIZATION), form);
        String address = Request.getRemoteAddr(request);
        Optional<Duration> wait = identity.failures().wait(client.id(), address);
        if (wait.isPresent()) {
            LOG.warn("Refused a token to {}: too many attempts have failed.", address);
            return error(429, "invalid_client", "Too many attempts have failed; wait and try again.")
                    .with("Retry-After", Long.toString(wait.get().toSeconds()));
        }
        Optional<String> token = identity.accessTokens().make(client.id(), client.secret());
        if (token.isEmpty()) {
            identity.failures().failed(client.id(), address);
            LOG.warn("Refused a token to {}: no application has this id and secret.", address);
            return error(401, "invalid_client", "No application has this id and secret.")
                    .with("WWW-Authenticate", "Basic realm=\"nightshift\"");
        }
        identity.failures().succeeded(client.id());
        return Answer.json(
                        200,
                        Json.object()
                                .put("token_type", "Bearer")
                                .put("expires_in", AccessTokens.LIFE.toSeconds())
                                .put("access_token", token.get()))
                .with("Pragma", "no-cache");
    }

    private static Client client(@Nullable String authorization, Map<String, String> form) {
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            String pair = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            return new Client(decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1)));
        }
        return new Client(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", ""));
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2 && form.put(decoded(parts[0]), decoded(parts[1])) != null) {
                throw new IllegalArgumentException("given twice");
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Answer error(int status, String code, String description) {
        return Answer.json(status, Json.object().put("error", code).put("error_description", description));
    }
}
