package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.patch;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A caller that acts on behalf of another user. */
class ImpersonationTest {

    @Test
    void theOtherUsersRightsCount() throws Exception {
        String unit = get("businessunits?$top=1")
                .body()
                .path("value")
                .get(0)
                .path("businessunitid")
                .asString();
        UUID user = create(
                "systemusers",
                "{\"firstname\":\"No\",\"lastname\":\"Body\",\"domainname\":\"nobody" + UUID.randomUUID()
                        + "\",\"businessunitid@odata.bind\":\"/businessunits(" + unit + ")\"}");
        for (String header : new String[] {"MSCRMCallerID", "CallerObjectId"}) {
            assertThat(get("WhoAmI", header, user.toString())
                            .body()
                            .path("UserId")
                            .asString())
                    .isEqualTo(user.toString());
            Reply refused = post("accounts", "{\"name\":\"A\"}", header, user.toString());
            assertThat(refused.status()).as(refused.raw().body()).isEqualTo(403);
        }
        String batch = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-ID: 1\r\n\r\n"
                + "POST accounts HTTP/1.1\r\n\r\n{\"name\":\"A\"}\r\n--c--\r\n--b--";
        assertThat(post("$batch", batch, "Content-Type", "multipart/mixed;boundary=b", "MSCRMCallerID", user.toString())
                        .status())
                .isEqualTo(403);

        assertThat(get("WhoAmI", "MSCRMCallerID", UUID.randomUUID().toString()).status())
                .isEqualTo(403);
        assertThat(get("WhoAmI", "MSCRMCallerID", "nobody").status()).isEqualTo(403);
        assertThat(patch("systemusers(" + user + ")", "{\"isdisabled\":true}", "If-Match", "*")
                        .status())
                .isEqualTo(204);
        assertThat(get("WhoAmI", "MSCRMCallerID", user.toString()).status()).isEqualTo(403);
    }

    private static UUID user(String more) throws Exception {
        String unit = get("businessunits?$top=1")
                .body()
                .path("value")
                .get(0)
                .path("businessunitid")
                .asString();
        return create(
                "systemusers",
                "{\"lastname\":\"U" + UUID.randomUUID() + "\",\"businessunitid@odata.bind\":\"/businessunits(" + unit
                        + ")\"" + more + "}");
    }

    @Test
    void theDirectorysObjectIdNamesAUser() throws Exception {
        UUID object = UUID.randomUUID();
        UUID user = user(",\"azureactivedirectoryobjectid\":\"" + object + "\"");
        assertThat(get("WhoAmI", "CallerObjectId", object.toString())
                        .body()
                        .path("UserId")
                        .asString())
                .isEqualTo(user.toString());
        // The other header knows users by their own ids alone.
        assertThat(get("WhoAmI", "MSCRMCallerID", object.toString()).status()).isEqualTo(403);
        user(",\"azureactivedirectoryobjectid\":\"" + object + "\"");
        assertThat(get("WhoAmI", "CallerObjectId", object.toString()).status()).isEqualTo(403);
    }

    @Test
    void flagsReachTheMessageAndNeedTheirPrivilege() throws Exception {
        UUID nobody = user("");
        String[] flags = {"MSCRM.BypassCustomPluginExecution", "MSCRM.SuppressCallbackRegistrationExpanderJob"};
        for (String flag : flags) {
            assertThat(post("accounts?tag=import", "{\"name\":\"A\"}", flag, "true")
                            .status())
                    .isEqualTo(204);
            Reply refused = get("WhoAmI", flag, "true", "MSCRMCallerID", nobody.toString());
            assertThat(refused.status()).as(refused.raw().body()).isEqualTo(403);
            assertThat(get("WhoAmI", flag, "false", "MSCRMCallerID", nobody.toString())
                            .status())
                    .isEqualTo(200);
        }
        String logic = "MSCRM.BypassBusinessLogicExecution";
        assertThat(post("accounts", "{\"name\":\"A\"}", logic, "CustomSync,CustomAsync")
                        .status())
                .isEqualTo(204);
        assertThat(post("accounts", "{\"name\":\"A\"}", logic, "x").errorCode()).isEqualTo("0x80040203");
        assertThat(post("accounts", "{\"name\":\"A\"}", "MSCRM.SuppressDuplicateDetection", "true")
                        .status())
                .isEqualTo(204);
        String change = "--b\r\nContent-Type: multipart/mixed;boundary=c\r\n\r\n--c\r\nContent-ID: 1\r\n\r\n"
                + "POST accounts HTTP/1.1\r\n" + logic + ": x\r\n\r\n{\"name\":\"A\"}\r\n--c--\r\n--b--";
        assertThat(post("$batch", change, "Content-Type", "multipart/mixed;boundary=b")
                        .raw()
                        .body())
                .contains("0x80040203");
    }
}
