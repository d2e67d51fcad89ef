package io.nightshift.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nightshift.sdk.messages.WhoAmIRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How a client proves who it is. */
class SignInTest {

    private static JsonNode application() {
        try (NightshiftClient administrator = ClientFixture.client()) {
            return administrator
                    .webApi()
                    .action(
                            "Nightshift.MakeApplication",
                            JsonMapper.shared()
                                    .createObjectNode()
                                    .put("UserName", "administrator")
                                    .put("Name", "robot " + UUID.randomUUID()));
        }
    }

    @Test
    void anApplicationHasATokenOfItsOwnAndRenewsItInTime() throws Exception {
        JsonNode application = application();
        AtomicLong now = new AtomicLong();
        Pace pace = new Pace() {
            @Override
            public long nanos() {
                return now.get();
            }

            @Override
            public void pause(Duration length) {
                now.addAndGet(length.toNanos());
            }
        };
        String id = application.path("ClientId").asString();
        String secret = application.path("ClientSecret").asString();
        try (HttpClient http = HttpClient.newHttpClient()) {
            ClientCredentials tokens = new ClientCredentials(
                    http,
                    ClientFixture.uri().resolve("/oauth2/v2.0/token"),
                    new ClientCredentials.Application(id, secret),
                    pace);
            String first = tokens.token();
            assertThat(tokens.token()).isSameAs(first);
            now.addAndGet(Duration.ofHours(1).toNanos());
            String second = tokens.token();
            assertThat(second).as("two of one second have the same letters").isNotSameAs(first);
            assertThat(tokens.refused(second)).isTrue();
            assertThat(tokens.token()).isNotSameAs(second);
            assertThat(tokens.toString()).doesNotContain(secret);
        }
        try (NightshiftClient service = NightshiftClient.at(ClientFixture.uri())
                .clientCredentials(id, secret)
                .open()) {
            assertThat(service.execute(new WhoAmIRequest()).get("UserId")).isNotNull();
        }
        try (NightshiftClient wrong = NightshiftClient.at(ClientFixture.uri())
                .clientCredentials(id, "not-" + secret)
                .open()) {
            assertThatThrownBy(() -> wrong.execute(new WhoAmIRequest()))
                    .isInstanceOfSatisfying(
                            WebApiFault.class,
                            fault -> assertThat(fault.isNotSignedIn()).isTrue())
                    .hasMessageNotContaining(secret);
        }
    }

    @Test
    void aTokenThatTheServerNoLongerKnowsIsReplacedOnce() {
        String good = ClientFixture.token();
        TokenSource changing = new TokenSource() {
            private String token = "ended";

            @Override
            public synchronized String token() {
                return token;
            }

            @Override
            public synchronized boolean refused(String refused) {
                token = good;
                return true;
            }
        };
        try (NightshiftClient service =
                NightshiftClient.at(ClientFixture.uri()).tokens(changing).open()) {
            assertThat(service.execute(new WhoAmIRequest()).get("UserId")).isNotNull();
        }
    }

    @Test
    void aClientThatCannotWorkIsNotMade() {
        assertThatThrownBy(() -> NightshiftClient.at(URI.create("nonsense"))).hasMessageContaining("https://");
        assertThatThrownBy(() -> NightshiftClient.at(URI.create("ftp://crm.example")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NightshiftClient.at(ClientFixture.uri()).open())
                .hasMessageContaining("sign in");
    }
}
