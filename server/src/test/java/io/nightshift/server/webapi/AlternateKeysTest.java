package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.delete;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.platform.metadata.DefinitionReader;
import io.nightshift.server.process.RunningServer.Reply;
import org.junit.jupiter.api.Test;

/** Records that are named by an alternate key. */
class AlternateKeysTest {

    @Test
    void aRecordIsNamedByItsKey() throws Exception {
        WebApiFixture.server()
                .server()
                .platform()
                .metadata("contoso")
                .createEntity(
                        DefinitionReader.read("webapi test", """
                        entity new_keyed 10302 user new_keyeds custom "Keyed" "Keyeds"
                          new_keyedid uniqueidentifier id createonly
                          new_name string 100 primary
                          new_code string 50
                          new_number integer 0..100
                          key new_code_key new_code new_number
                        """).entities().getFirst());
        String address = "new_keyeds(new_code='a/''b',new_number=5)";

        Reply made =
                send("PUT", address + "?$select=new_name", "{\"new_name\":\"A\"}", "Prefer", "return=representation");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
        Reply changed = send("PUT", address, "{\"new_name\":\"B\"}", "Prefer", "return=representation");
        assertThat(changed.status()).isEqualTo(200);
        Reply read = get(address);
        assertThat(read.body().path("new_name").asString()).isEqualTo("B");
        assertThat(read.body().path("new_code").asString()).isEqualTo("a/'b");
        assertThat(get(address + "/new_name").body().path("value").asString()).isEqualTo("B");
        assertThat(patch(address, "{\"new_name\":\"C\"}", "If-Match", "*").status())
                .isEqualTo(204);

        Reply missing = get("new_keyeds(new_code='x',new_number=5)");
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.errorCode()).isEqualTo("0x80060891");
        assertThat(patch("new_keyeds(new_code='x',new_number=5)", "{\"new_name\":\"C\"}", "If-Match", "*")
                        .status())
                .isEqualTo(404);
        assertThat(get("new_keyeds(new_code='x')").errorCode()).isEqualTo("0x80060890");
        assertThat(get("new_keyeds(new_code='x',new_number='y')").status()).isEqualTo(400);
        assertThat(delete(address).status()).isEqualTo(204);
        assertThat(get(address).status()).isEqualTo(404);
    }
}
