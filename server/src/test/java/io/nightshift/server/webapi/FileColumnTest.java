package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.ROOT;
import static io.nightshift.server.webapi.WebApiFixture.create;
import static io.nightshift.server.webapi.WebApiFixture.get;
import static io.nightshift.server.webapi.WebApiFixture.post;
import static io.nightshift.server.webapi.WebApiFixture.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.server.process.RunningServer.Reply;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The file of a column over HTTP: whole, in parts, and by the messages. */
class FileColumnTest {

    private static final int PART = 4 * 1024 * 1024;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String column;
    private final UUID account;

    FileColumnTest() throws Exception {
        account = create("accounts", "{\"name\":\"F" + UUID.randomUUID() + "\"}");
        column = "accounts(" + account + ")/new_contract";
    }

    @BeforeAll
    static void makeColumn() throws Exception {
        Reply made = post("EntityDefinitions(LogicalName='account')/Attributes", """
                {"@odata.type":"Microsoft.Dynamics.CRM.FileAttributeMetadata","SchemaName":"new_Contract",
                 "MaxSizeInKB":12288,"DisplayName":"Contract"}""");
        assertThat(made.status()).as(made.raw().body()).isEqualTo(204);
        await().until(() -> get("accounts?$select=new_contract&$top=1").status() == 200);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static HttpResponse<byte[]> send(String method, String address, byte[] body, String... headers)
            throws Exception {
        HttpRequest.Builder request = server().request(ROOT + address)
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String code(HttpResponse<byte[]> answer) {
        return ApiAnswer.JSON.readTree(answer.body()).path("error").path("code").asString("");
    }

    private HttpResponse<byte[]> upload(byte[] content, String name) throws Exception {
        return send("PATCH", column, content, "Content-Type", "application/octet-stream", "x-ms-file-name", name);
    }

    @Test
    void aFileGoesInAndOutInOneRequest() throws Exception {
        byte[] content = bytes(2 * PART + 123);
        assertThat(upload(content, "contract <1>.pdf").statusCode()).isEqualTo(204);
        HttpResponse<byte[]> whole = send("GET", column + "/$value", null);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(content);
        assertThat(whole.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        assertThat(whole.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename*=UTF-8''contract%20%3C1%3E.pdf");
        assertThat(whole.headers().firstValue("x-ms-file-size")).hasValue(Integer.toString(content.length));
        assertThat(whole.headers().firstValue("mimetype")).hasValue("application/pdf");
        HttpResponse<byte[]> part = send("GET", column + "/$value", null, "Range", "bytes=4194300-4194309");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 4194300-4194309/" + content.length);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 4194300, 4194310));
        HttpResponse<byte[]> last = send("GET", column + "/$value", null, "Range", "bytes=-5");
        assertThat(last.body()).isEqualTo(Arrays.copyOfRange(content, content.length - 5, content.length));
        assertThat(send("GET", column + "/$value", null, "Range", "bytes=99999999-")
                        .statusCode())
                .isEqualTo(416);
        assertThat(upload(bytes(10), "other.txt").statusCode()).isEqualTo(204);
        assertThat(send("GET", column + "/$value", null).body()).isEqualTo(bytes(10));
        assertThat(send("DELETE", column, null).statusCode()).isEqualTo(204);
        assertThat(send("GET", column + "/$value", null).statusCode()).isEqualTo(404);
        assertThat(get("accounts(" + account + ")?$select=new_contract")
                        .body()
                        .path("new_contract")
                        .isNull())
                .isTrue();
    }

    private HttpResponse<byte[]> part(String address, byte[] content, int from, int to) throws Exception {
        return send(
                "PATCH",
                address,
                Arrays.copyOfRange(content, from, to),
                "Content-Type",
                "application/octet-stream",
                "Content-Range",
                "bytes " + from + "-" + (to - 1) + "/" + content.length);
    }

    @Test
    void aFileGoesInByPartsInAnyOrder() throws Exception {
        byte[] content = bytes(PART + 1000);
        HttpResponse<byte[]> begun =
                send("PATCH", column + "?x-ms-file-name=gr%C3%BC%C3%9Fe.bin", null, "x-ms-transfer-mode", "chunked");
        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("x-ms-chunk-size")).hasValue(Integer.toString(PART));
        String location = begun.headers().firstValue("Location").orElseThrow();
        String address = location.substring(location.indexOf(ROOT) + ROOT.length());
        assertThat(part(address, content, 500, PART).statusCode()).isEqualTo(206);
        assertThat(part(address, content, PART, content.length).statusCode()).isEqualTo(206);
        assertThat(send("GET", column + "/$value", null).statusCode()).isEqualTo(404);
        HttpResponse<byte[]> wrong = part(address, content, 1, 501);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(new String(wrong.body(), StandardCharsets.UTF_8)).contains("none begins at 0");
        assertThat(part(address, content, 0, 500).statusCode()).isEqualTo(204);
        HttpResponse<byte[]> whole = send("GET", column + "/$value", null);
        assertThat(whole.body()).isEqualTo(content);
        assertThat(whole.headers().firstValue("x-ms-file-name")).hasValue("gr%C3%BC%C3%9Fe.bin");
    }

    @Test
    void whatIsNoFileIsRefusedAndTheFileBeforeStays() throws Exception {
        byte[] content = bytes(100);
        assertThat(upload(content, "a.txt").statusCode()).isEqualTo(204);
        HttpResponse<byte[]> tooLarge = upload(bytes(13 * 1024 * 1024), "b.txt");
        assertThat(tooLarge.statusCode()).isEqualTo(400);
        assertThat(upload(new byte[0], "b.txt").statusCode()).isEqualTo(400);
        assertThat(send("PATCH", column, content, "Content-Type", "application/octet-stream")
                        .statusCode())
                .isEqualTo(400);
        assertThat(upload(content, "x".repeat(256)).statusCode()).isEqualTo(400);
        assertThat(send("PUT", column, content, "Content-Type", "text/html", "x-ms-file-name", "a")
                        .statusCode())
                .isEqualTo(415);
        String octets = "application/octet-stream";
        for (String range : new String[] {"", "bytes 0-9", "bytes 0-99/50", "bytes 5-1/100", "bytes 0-98/200"}) {
            HttpResponse<byte[]> refused = send(
                    "PATCH",
                    column + "?sessiontoken=" + UUID.randomUUID(),
                    content,
                    "Content-Type",
                    octets,
                    "Content-Range",
                    range.isEmpty() ? "x" : range);
            assertThat(refused.statusCode()).as(range).isBetween(400, 416);
        }
        HttpResponse<byte[]> foreign = send(
                "PATCH",
                column + "?sessiontoken=" + UUID.randomUUID(),
                content,
                "Content-Type",
                octets,
                "Content-Range",
                "bytes 0-99/100");
        assertThat(foreign.statusCode()).isEqualTo(404);
        assertThat(send("GET", column + "/$value", null).body()).isEqualTo(content);
    }

    @Test
    void whoMayNotChangeTheRecordSendsNoFile() throws Exception {
        assertThat(upload(bytes(10), "a.txt").statusCode()).isEqualTo(204);
        String unit = get("businessunits?$top=1")
                .body()
                .path("value")
                .get(0)
                .path("businessunitid")
                .asString();
        UUID user = create(
                "systemusers",
                "{\"lastname\":\"Nobody\",\"businessunitid@odata.bind\":\"/businessunits(" + unit + ")\"}");
        String as = "MSCRMCallerID";
        assertThat(send(
                                "PATCH",
                                column,
                                bytes(10),
                                "Content-Type",
                                "application/octet-stream",
                                "x-ms-file-name",
                                "b",
                                as,
                                user.toString())
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("GET", column + "/$value", null, as, user.toString()).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", column, null, as, user.toString()).statusCode())
                .isEqualTo(403);
    }

    @Test
    void theMessagesAreActions() throws Exception {
        String target = "\"Target\":{\"@odata.type\":\"Microsoft.Dynamics.CRM.account\",\"accountid\":\"" + account
                + "\"},\"FileAttributeName\":\"new_contract\"";
        String token = post("InitializeFileBlocksUpload", "{" + target + ",\"FileName\":\"a.txt\"}")
                .body()
                .path("FileContinuationToken")
                .asString();
        String block = Base64.getEncoder().encodeToString(bytes(50));
        assertThat(post(
                                "UploadBlock",
                                "{\"BlockId\":\"MQ==\",\"BlockData\":\"" + block + "\",\"FileContinuationToken\":\""
                                        + token + "\"}")
                        .status())
                .isEqualTo(204);
        JsonNode committed = post(
                        "CommitFileBlocksUpload",
                        "{\"FileName\":\"a.txt\",\"MimeType\":\"text/plain\",\"BlockList\":[\"MQ==\"],"
                                + "\"FileContinuationToken\":\"" + token + "\"}")
                .body();
        assertThat(committed.path("FileSizeInBytes").asInt()).isEqualTo(50);
        JsonNode found =
                post("InitializeFileBlocksDownload", "{" + target + "}").body();
        assertThat(found.path("FileName").asString()).isEqualTo("a.txt");
        assertThat(post(
                                "DownloadBlock",
                                "{\"Offset\":0,\"BlockLength\":4194304,\"FileContinuationToken\":\""
                                        + found.path("FileContinuationToken").asString() + "\"}")
                        .body()
                        .path("Data")
                        .asString())
                .isEqualTo(block);
        assertThat(post("DeleteFile", "{\"FileId\":" + committed.path("FileId") + "}")
                        .status())
                .isEqualTo(204);
        assertThat(code(send("GET", column + "/$value", null))).isEqualTo("0x80040217");
    }
}
