package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** How addresses are written. */
class AddressesTest {

    @Test
    void optionsAreDecodedOnce() {
        assertThat(ApiRequest.options("%24filter=a%20eq%20'%26+%2B%25'&$top=1&x"))
                .containsEntry("$filter", "a eq '& +%'")
                .containsEntry("$top", "1")
                .containsEntry("x", "");
        assertThat(ApiRequest.path("//accounts(name='a%2Fb')/")).isEqualTo("accounts(name='a/b')");
        Assertions.assertThatThrownBy(() -> ApiRequest.options("a=%zz")).isInstanceOf(OrganizationServiceFault.class);
        Assertions.assertThatThrownBy(() -> ApiRequest.options("a=%ff")).isInstanceOf(OrganizationServiceFault.class);
        Assertions.assertThatThrownBy(() -> ApiRequest.options("a=%4")).isInstanceOf(OrganizationServiceFault.class);
    }

    @Test
    void chunkedBodiesAndEncodedDollarsAreRead() throws Exception {
        UUID account = create("accounts", "{\"name\":\"A\"}");
        byte[] body = "{\"name\":\"chunked\"}".getBytes(StandardCharsets.UTF_8);
        Reply changed = server().send(server().request("/api/data/v9.2/accounts(" + account + ")")
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(changed.status()).isEqualTo(204);
        Reply read = server().get("/api/data/v9.2/accounts?%24select=name&%24filter=accountid%20eq%20" + account);
        assertThat(read.body().path("value").get(0).path("name").asString()).isEqualTo("chunked");
    }
}
