package io.nightshift.server.webapi.additions;

import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, applications and passwords over HTTP, and what they open. */
class SignInAdditionsTest {

    private static final String API = "/api/data/v9.2/";

    @Test
    void aUsersTokenOpensWhatTheUsersRolesAllow(@TempDir Path data) throws Exception {
        try (TestDatabase database = TestDatabase.create(TestDatabase.Version.PG18);
                RunningServer server = RunningServer.start(database, data, Map.of(), service -> {})) {
            server.user("anna", "Basic User");
            Reply made = server.act("Nightshift.MakeToken", "{\"UserName\": \"Anna\", \"Name\": \"Annas script\"}");
            assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
            String token = made.body().path("Token").asString();
            opensWhatRolesAllow(server, token);
            assertThat(server.call("Nightshift.Tokens()").raw().body())
                    .contains("Annas script")
                    .doesNotContain(token);
            String id = "{\"Id\":\"" + made.body().path("Id").asString() + "\"}";
            assertThat(server.act("Nightshift.RevokeToken", id).status()).isEqualTo(200);
            assertThat(server.act("Nightshift.RevokeToken", id).status()).isEqualTo(404);
            assertThat(as(server, token, API + "systemusers").status()).isEqualTo(401);
            application(server);
        }
    }

    private static void opensWhatRolesAllow(RunningServer server, String token) throws Exception {
        assertThat(as(server, token, API + "accounts").status()).isEqualTo(200);
        assertThat(as(server, token, API + "audits").status()).isEqualTo(403);
        assertThat(as(server, token, "/metrics").status()).isEqualTo(403);
        assertThat(as(server, token, API + "Nightshift.Tokens()").status()).isEqualTo(403);
        assertThat(post(server, token, "Nightshift.MakeToken", "{\"UserName\":\"anna\",\"Name\":\"x\"}"))
                .isEqualTo(403);
        assertThat(post(server, token, "systemusers", "{\"domainname\": \"x\", \"lastname\": \"X\"}"))
                .isEqualTo(403);
        String password = "{\"UserName\": \"%s\", \"Password\": \"a password of mine\"}";
        assertThat(post(server, token, "Nightshift.SetPassword", password.formatted("administrator")))
                .isEqualTo(403);
        assertThat(post(server, token, "Nightshift.SetPassword", password.formatted("anna")))
                .isEqualTo(200);
    }

    private static void application(RunningServer server) throws Exception {
        Reply made = server.act("Nightshift.MakeApplication", "{\"UserName\": \"anna\", \"Name\": \"robot\"}");
        String id = made.body().path("ClientId").asString();
        String secret = made.body().path("ClientSecret").asString();
        String form = "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret + "&scope=x";
        Reply given = token(server, "/contoso/oauth2/v2.0/token", form, null);
        assertThat(given.status()).as(given.raw().body()).isEqualTo(200);
        assertThat(given.body().path("token_type").asString()).isEqualTo("Bearer");
        assertThat(given.body().path("expires_in").intValue()).isEqualTo(900);
        String access = given.body().path("access_token").asString();
        assertThat(as(server, access, "/api/data/v9.2/accounts").status()).isEqualTo(200);
        String basic = Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
        assertThat(token(server, "/oauth2/v2.0/token", "grant_type=client_credentials", basic)
                        .status())
                .isEqualTo(200);
        assertThat(token(server, "/oauth2/v2.0/token", "grant_type=password", basic)
                        .body()
                        .path("error")
                        .asString())
                .isEqualTo("unsupported_grant_type");
        assertThat(token(server, "/oauth2/v2.0/token", "grant_type=client_credentials&grant_type=x", basic)
                        .status())
                .isEqualTo(400);
        assertThat(token(server, "/a/b/oauth2/v2.0/token", form, null).status()).isEqualTo(401);
        for (int i = 0; i < 10; i++) {
            Reply refused = token(server, "/oauth2/v2.0/token", form.replace(secret, "guess") + "&n=" + i, null);
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.body().path("error").asString()).isEqualTo("invalid_client");
        }
        Reply tooMany = token(server, "/oauth2/v2.0/token", form, null);
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.raw().headers().firstValue("Retry-After")).isPresent();
    }

    private static Reply token(RunningServer server, String path, String form, String basic) throws Exception {
        var request = server.stranger(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form));
        return server.send(basic == null ? request : request.header("Authorization", "Basic " + basic));
    }

    private static Reply as(RunningServer server, String token, String path) throws Exception {
        return server.send(server.stranger(path).header("Authorization", "Bearer " + token));
    }

    private static int post(RunningServer server, String token, String path, String body) throws Exception {
        return server.send(server.stranger(API + path)
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString(body)))
                .status();
    }
}
