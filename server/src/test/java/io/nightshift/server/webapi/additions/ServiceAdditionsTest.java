package io.nightshift.server.webapi.additions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.postgres.TestDatabase;
import io.nightshift.server.process.RunningServer;
import io.nightshift.server.process.RunningServer.Reply;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The service itself over the Web API: what may start, how much of it, and where. */
class ServiceAdditionsTest {

    @TempDir
    private static Path data;

    private static TestDatabase database;
    private static RunningServer server;

    @BeforeAll
    static void start() throws IOException {
        database = TestDatabase.create(TestDatabase.Version.PG18);
        server = RunningServer.start(database, data, Map.of(), service -> {});
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    private static Reply find(String conditions) throws IOException, InterruptedException {
        return server.call(
                "Nightshift.Find(Conditions=@c)?@c=" + URLEncoder.encode(conditions, StandardCharsets.UTF_8));
    }

    @Test
    void aForecastHasEachKindWithItsGauges() throws Exception {
        server.enqueue("{\"messagename\":\"forecasted\"}");
        JsonNode forecast = server.call("Nightshift.Forecast()").body();
        assertThat(forecast.path("value").toString()).contains("\"MessageName\":\"forecasted\"", "\"Ready\":1");
        assertThat(server.get("/metrics").raw().body())
                .contains("nightshift_bucket_ready{class=", "message=\"forecasted\"");
    }

    @Test
    void liftingAPauseOfAllWorkflowsOffersToResumeWhatItSuspended() throws Exception {
        String pause = server.act("Nightshift.PlaceHold", "{\"OperationType\":10,\"Reason\":\"test\"}")
                .body()
                .path("Hold")
                .toString();
        JsonNode lifted = server.act("Nightshift.LiftHold", "{\"Hold\":" + pause + ",\"Resume\":true}")
                .body();
        assertThat(lifted.path("Suspended").asInt(-1)).isZero();
        assertThat(lifted.path("ResumedBy").isArray()).isTrue();
        String other = server.act("Nightshift.PlaceHold", "{\"MessageName\":\"nothing\"}")
                .body()
                .path("Hold")
                .toString();
        assertThat(server.act("Nightshift.LiftHold", "{\"Hold\":" + other + ",\"Resume\":true}")
                        .status())
                .isEqualTo(400);
        assertThat(server.call("Nightshift.Holds()").raw().body()).contains("the message 'nothing' in contoso");
        assertThat(server.act("Nightshift.LiftHold", "{\"Hold\":" + other + "}").status())
                .isEqualTo(200);
        assertThat(find("{\"error\":\"0x80045017\"}").body().path("value")).isEmpty();
        assertThat(find("{\"error\":\"nonsense\"}").status()).isEqualTo(400);
    }

    @Test
    void theServiceIsPausedOnceAndGoesOn() throws Exception {
        String type = "{\"OperationType\":12}";
        JsonNode paused = server.act("Nightshift.PauseService", type).body();
        assertThat(paused.path("Already").booleanValue()).isFalse();
        JsonNode again = server.act("Nightshift.PauseService", type).body();
        assertThat(again.path("Already").booleanValue()).isTrue();
        assertThat(again.path("Hold")).isEqualTo(paused.path("Hold"));
        assertThat(server.act("Nightshift.ResumeService", type).body().path("Hold"))
                .isEqualTo(paused.path("Hold"));
        assertThat(server.act("Nightshift.ResumeService", type)
                        .body()
                        .path("Hold")
                        .isNull())
                .isTrue();
    }

    @Test
    void limitsAndWeightsAreSetAndListed() throws Exception {
        Reply set = server.act("Nightshift.SetLimit", "{\"OperationType\":13,\"Most\":2,\"Reason\":\"slow disk\"}");
        assertThat(set.body().path("Scope").asString()).contains("Bulk Delete", "contoso");
        assertThat(server.call("Nightshift.Limits()").raw().body()).contains("slow disk");
        assertThat(server.act("Nightshift.SetLimit", "{\"OperationType\":13,\"Most\":0}")
                        .status())
                .isEqualTo(400);
        assertThat(server.act(
                                "Nightshift.RemoveLimit",
                                "{\"Limit\":" + set.body().path("Limit") + "}")
                        .status())
                .isEqualTo(200);
        assertThat(server.call("Nightshift.Limits()").body().path("value")).isEmpty();
        assertThat(server.act("Nightshift.SetWeight", "{\"Name\":\"contoso\",\"Weight\":3}")
                        .raw()
                        .body())
                .contains("\"Weight\":3");
        assertThat(server.act("Nightshift.SetWeight", "{\"Name\":\"nowhere\",\"Weight\":3}")
                        .status())
                .isEqualTo(404);
        server.act("Nightshift.SetWeight", "{\"Name\":\"contoso\",\"Weight\":1}");
    }

    @Test
    void statisticsAndNodesTellOfThisNode() throws Exception {
        server.enqueue("{\"messagename\":\"nobody\"}");
        JsonNode stats = server.call("Nightshift.Statistics()").body();
        assertThat(stats.path("Counts").toString()).contains("\"status\":\"Waiting For Resources\"");
        assertThat(stats.path("Node").path("Ready").asBoolean()).isTrue();
        JsonNode nodes = server.call("Nightshift.Nodes()").body();
        assertThat(nodes.path("value").get(0).path("Handlers").toString()).contains("message:http", "message:noop");
    }

    /** A change set is one transaction, which these cannot be a part of. */
    @Test
    void anActionOfTheServiceStandsInNoChangeSet() throws Exception {
        String batch = """
                --b
                Content-Type: multipart/mixed; boundary=c

                --c
                Content-Type: application/http
                Content-Transfer-Encoding: binary
                Content-ID: 1

                POST Nightshift.PlaceHold HTTP/1.1
                Content-Type: application/json

                {"MessageName":"within a change set"}
                --c--
                --b--
                """.replace("\n", "\r\n");
        Reply answered = server.send(server.request("/api/data/v9.2/$batch")
                .header("Content-Type", "multipart/mixed; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(batch)));
        assertThat(answered.raw().body()).contains("400", "cannot stand in a change set");
        assertThat(server.call("Nightshift.Holds()").raw().body()).doesNotContain("within a change set");
    }

    @Test
    void whatAQueryOrAViewShowsIsMoved() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.enqueue("{\"messagename\":\"nobody\",\"name\":\"shown " + i + "\"}");
        }
        String filter = "\"Filter\":\"startswith(name,'SHOWN') and statecode eq 0\"";
        JsonNode dry = server.act(
                        "Nightshift.MoveAll", "{\"Move\":\"postpone\",\"For\":\"PT2H\",\"DryRun\":true," + filter + "}")
                .body();
        assertThat(dry.path("Matching").asInt()).as(dry.toString()).isEqualTo(3);
        assertThat(dry.path("Sample")).hasSize(3);
        assertThat(moved("{\"Move\":\"postpone\",\"For\":\"PT2H\"," + filter + "}"))
                .isEqualTo("3 moved, 0 unchanged, 0 refused, 0 vanished.");

        String fetch =
                "\"FetchXml\":\"<fetch><entity name='asyncoperation'><attribute name='name'/><order attribute='name'/>"
                        + "<filter><condition attribute='name' operator='like' value='shown%'/></filter></entity></fetch>\"";
        assertThat(moved("{\"Move\":\"cancel\",\"Reason\":\"not wanted\"," + fetch + "}"))
                .isEqualTo("3 moved, 0 unchanged, 0 refused, 0 vanished.");
        JsonNode canceled =
                find("{\"name\":\"shown\",\"status\":\"canceled\"}").body().path("value");
        assertThat(canceled).hasSize(3);
        assertThat(server.call("asyncoperations("
                                + canceled.get(0).path("asyncoperationid").asString() + ")/Nightshift.Log()")
                        .raw()
                        .body())
                .contains("not wanted (bulk move ");
        assertThat(moved("{\"Move\":\"delete\"," + fetch + "}"))
                .isEqualTo("3 moved, 0 unchanged, 0 refused, 0 vanished.");
        assertThat(moved("{\"Move\":\"cancel\",\"Filter\":\"statecode ne 3 and startswith(name,'bulk')\"}"))
                .as("a move does not meet itself")
                .isEqualTo("0 moved, 0 unchanged, 0 refused, 0 vanished.");
        for (String bad : List.of(
                "\"Filter\":\"nothing eq 1\"",
                "\"Filter\":\"statecode eq 0\",\"Conditions\":{\"state\":\"ready\"}",
                "\"FetchXml\":\"<fetch><entity name='account'/></fetch>\"",
                "\"FetchXml\":\"<fetch\"")) {
            assertThat(server.act("Nightshift.MoveAll", "{\"Move\":\"cancel\"," + bad + "}")
                            .status())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    /** What the operation of a bulk move has come to. */
    private static String moved(String body) throws Exception {
        Reply asked = server.act("Nightshift.MoveAll", body);
        String id = asked.body().path("AsyncOperationId").asString();
        assertThat(id).as(asked.raw().body()).hasSize(36);
        await().until(() -> details(id).path("Operation").path("statecode").asInt() == 3);
        return details(id).path("Result").asString();
    }

    private static JsonNode details(String id) throws Exception {
        return server.call("asyncoperations(" + id + ")/Nightshift.Details()").body();
    }
}
