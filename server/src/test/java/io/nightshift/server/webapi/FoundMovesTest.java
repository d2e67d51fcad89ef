package io.nightshift.server.webapi;

import static io.nightshift.server.webapi.WebApiFixture.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import java.io.IOException;
import java.sql.Connection;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A move of all that a query finds, as its operation carries it out. */
class FoundMovesTest {

    private static final int JOBS = 1_100;
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    private final String name = "found " + UUID.randomUUID();

    private String body(String move) {
        return "{\"Move\":\"" + move + "\",\"Filter\":\"name eq '" + name + "'\"}";
    }

    private static JsonNode operation(String id) throws IOException, InterruptedException {
        return WebApiFixture.server().operation(id);
    }

    @Test
    void itGoesOnWhereItWasAndCountsNoneTwice() throws Exception {
        OperationQueue queue = WebApiFixture.server().service().queue();
        List<UUID> ids = queue.enqueue(
                Collections.nCopies(JOBS, Operation.named("nobody").name(name)));
        String move;
        try (Connection connection = WebApiFixture.database().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            // One of the second page is somebody else's for longer than the move waits.
            queue.move(connection, Move.POSTPONE, null, List.of(ids.get(JOBS - 700)), FAR, Author.of("somebody"));
            move = post("Nightshift.MoveAll", body("cancel"))
                    .body()
                    .path("AsyncOperationId")
                    .asString();
            await().until(() -> operation(move).path("retrycount").asInt() > 0);
            assertThat(operation(move).path("progresstext").asString())
                    .isEqualTo("500 moved, 0 unchanged, 0 refused, 0 vanished.");
            assertThat(operation(move).path("progress").asInt()).isEqualTo(45);
            connection.rollback();
        }
        await().until(() -> operation(move).path("statecode").asInt() == 3);
        assertThat(WebApiFixture.server().details(move).path("Result").asString())
                .isEqualTo("1,100 moved, 0 unchanged, 0 refused, 0 vanished.");
    }

    @Test
    void onBehalfOfAnotherOnlyWhatBothMayIsMoved() throws Exception {
        WebApiFixture.server().user("found", "Reader");
        WebApiFixture.server().enqueue("{\"messagename\":\"nobody\",\"name\":\"" + name + "\"}");
        String reader = WebApiFixture.get("systemusers?$filter=domainname eq 'found'")
                .body()
                .path("value")
                .get(0)
                .path("systemuserid")
                .asString();
        String move = post("Nightshift.MoveAll", body("cancel"), "MSCRMCallerID", reader)
                .body()
                .path("AsyncOperationId")
                .asString();
        await().until(() -> operation(move).path("statecode").asInt() == 3);
        assertThat(WebApiFixture.server().details(move).path("Result").asString())
                .isEqualTo("0 moved, 0 unchanged, 1 refused (0x80040220: 1), 0 vanished.");
    }
}
