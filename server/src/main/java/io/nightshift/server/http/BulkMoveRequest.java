package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.queue.Author;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.BulkMoves;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A move of all that match. What matches stands in the query, as in a list; the move stands in the body. Without a condition
 * the body must say {@code "everything": true}; with {@code "dryrun": true} nothing is moved.
 */
final class BulkMoveRequest {

    private final AsyncService service;

    BulkMoveRequest(AsyncService service) {
        this.service = service;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("move", "until", "for", "reason", "dryrun", "everything"));
        Move move = OperationsApi.move(Objects.requireNonNullElse(Json.text(body, "move"), ""));
        BulkMove bulk = new BulkMove(
                SearchRequest.read(call),
                move,
                until(service, body, move),
                new Author(call.user(), Json.text(body, "reason")));
        boolean everything = flag(body, "everything");
        if (flag(body, "dryrun")) {
            return dryRun(service.bulkMoves().dryRun(bulk, everything));
        }
        String id = service.bulkMoves().start(bulk, everything).toString();
        service.queue().hint();
        return Json.object().put("asyncoperationid", id);
    }

    private static ObjectNode dryRun(BulkMoves.DryRun found) {
        ObjectNode answer = Json.object().put("matching", found.matching()).put("ismore", found.isMore());
        ArrayNode sample = answer.putArray("sample");
        for (AsyncOperation operation : found.sample()) {
            sample.add(OperationJson.of(operation));
        }
        return answer;
    }

    private static boolean flag(ObjectNode body, String name) {
        if (!body.has(name)) {
            return false;
        }
        if (!body.path(name).isBoolean()) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be true or false.");
        }
        return body.path(name).asBoolean();
    }

    /** A length of time is added here, because the clock of the caller may be wrong. */
    static @Nullable Instant until(AsyncService service, ObjectNode body, Move move) {
        Instant until = Json.time(body, "until");
        String length = Json.text(body, "for");
        if (move != Move.POSTPONE) {
            if (until != null || length != null) {
                throw ErrorCode.INVALID_ARGUMENT.fault("Only a postponement has an 'until' or a 'for'.");
            }
            return null;
        }
        if ((until == null) == (length == null)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A postponement needs either 'until' or 'for'.");
        }
        try {
            return until != null ? until : service.queue().clock().now().plus(Duration.parse(length));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'for' must be a length of time such as PT2H; got '" + length + "'.");
        }
    }
}
