package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.header;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.nightshift.server.process.RunningServer.Reply;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many requests in one, in the forms that clients send. */
class BatchTest {

    private final String name = "B" + UUID.randomUUID();

    private static Reply batch(String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = "multipart/mixed;boundary=b";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return post("$batch", body.replace("\n", "\r\n"), all);
    }

    private String count() throws Exception {
        return get("accounts/$count?$filter=name eq '" + name + "'").raw().body();
    }

    private String creating(String contentId, String body) {
        return "Content-Type: application/http\nContent-Transfer-Encoding:binary\n"
                + (contentId.isEmpty() ? "" : "Content-ID: " + contentId + "\n")
                + "\nPOST /api/data/v9.2/accounts HTTP/1.1\nContent-Type: application/json;type=entry\n\n" + body;
    }

    @Test
    void requestsAreAnsweredInOrderAndTheFirstLineIsABoundary() throws Exception {
        String root = WebApiFixture.server().uri() + WebApiFixture.ROOT;
        Reply reply = batch("\n--b\n" + creating("", "{\"name\":\"" + name + "\"}")
                + "\n--b\nContent-Type: application/http\nContent-Transfer-Encoding: binary\n\nGET " + root
                + "accounts?$select=name&$filter=name%20eq%20'" + name + "' HTTP/1.1\nAccept: application/json\n\n"
                + "\n--b\nContent-Type: application/http\n\nGET WhoAmI HTTP/1.1\n\n--b--");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(header(reply, "Content-Type")).startsWith("multipart/mixed; boundary=batchresponse_");
        assertThat(reply.raw().body()).startsWith("--batchresponse_");
        assertThat(reply.raw().body())
                .containsSubsequence(
                        "HTTP/1.1 204 No Content",
                        "OData-EntityId: " + root + "accounts(",
                        "HTTP/1.1 200 OK",
                        "\"name\":\"" + name + "\"",
                        "HTTP/1.1 200 OK",
                        "UserId");
    }

    @Test
    void aChangeSetHasReferencesAndIsAtomic() throws Exception {
        String set = "\n--b\nContent-Type: multipart/mixed;boundary=c\n\n--c\n"
                + creating("1", "{\"name\":\"" + name + "\"}")
                + "\n--c\nContent-Type: application/http\nContent-ID: 2\n\nPOST tasks HTTP/1.1\n\n"
                + "{\"subject\":\"" + name + "\",\"regardingobjectid_account@odata.bind\":\"$1\"}"
                + "\n--c\nContent-Type: application/http\nContent-ID: 3\n\nPATCH $1 HTTP/1.1\n\n"
                + "{\"telephone1\":\"7\"}\n--c\nContent-Type: application/http\nContent-ID: 4\n\n";
        Reply done = batch(set + "PUT $1/telephone2 HTTP/1.1\n\n{\"value\":\"8\"}\n--c--\n--b--\n");
        assertThat(done.status()).isEqualTo(200);
        assertThat(done.raw().body())
                .containsSubsequence(
                        "Content-Type: multipart/mixed; boundary=changesetresponse_",
                        "--changesetresponse_",
                        "Content-ID: 1",
                        "Content-ID: 2",
                        "Content-ID: 4",
                        "--changesetresponse_");
        Reply read =
                get("accounts?$select=telephone1,telephone2&$expand=Account_Tasks($select=subject)&$filter=name eq '"
                        + name + "'");
        assertThat(read.body().path("value")).hasSize(1);
        assertThat(read.body().path("value").get(0).path("telephone1").asString())
                .isEqualTo("7");
        assertThat(read.body().path("value").get(0).path("telephone2").asString())
                .isEqualTo("8");
        assertThat(read.body().path("value").get(0).path("Account_Tasks")).hasSize(1);

        Reply refused = batch(set + "PUT $1/nothing HTTP/1.1\n\n{\"value\":\"8\"}\n--c--\n--b--\n");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.raw().body()).contains("HTTP/1.1 404 Not Found").contains("Content-ID: 4");
        assertThat(count()).isEqualTo("1");
    }

    @Test
    void theFirstFailureEndsTheBatchUnlessContinuingIsPreferred() throws Exception {
        String body = "--b\nContent-Type: application/http\n\nGET accounts(" + UUID.randomUUID() + ") HTTP/1.1\n\n--b\n"
                + creating("", "{\"name\":\"" + name + "\"}") + "\n--b--\n";
        Reply stopped = batch(body);
        assertThat(stopped.status()).isEqualTo(404);
        assertThat(count()).isEqualTo("0");

        Reply continued = batch(body, "Prefer", "odata.continue-on-error");
        assertThat(continued.status()).isEqualTo(200);
        assertThat(continued.raw().body()).containsSubsequence("HTTP/1.1 404", "HTTP/1.1 204");
        assertThat(count()).isEqualTo("1");
    }

    @Test
    void whatIsNoBatchIsRefused() throws Exception {
        assertThat(post("$batch", "{}", "Content-Type", "application/json").status())
                .isEqualTo(415);
        assertThat(batch("nothing").status()).isEqualTo(400);
        assertThat(batch("--b\nContent-Type: application/http\n\n1 2\n--b--").status())
                .isEqualTo(400);
        assertThat(batch(
                                "--b\nContent-Type: multipart/mixed;boundary=c\n\n--c\n\nGET accounts HTTP/1.1\n\n--c--\n--b--")
                        .status())
                .isEqualTo(400);
        assertThat(batch("--b\n\nPOST $batch HTTP/1.1\n\n--b--").status()).isEqualTo(400);
        assertThat(batch("--b\n\nGET WhoAmI HTTP/1.1\n\n".repeat(1001) + "--b--")
                        .status())
                .isEqualTo(400);
        assertThat(get("$batch").status()).isEqualTo(405);
    }
}
