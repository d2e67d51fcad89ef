package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.PriorityClass;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.operation.FoundMove;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.BulkMove;
import io.nightshift.queue.BulkMoves;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.OperationQueue;
import io.nightshift.queue.Search;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Moves of several system jobs by their ids, each answered for itself, and of all that match. */
final class MoveAdditions {

    private static final Map<String, Move> MOVES = Map.of(
            "cancel", Move.CANCEL,
            "pause", Move.PAUSE,
            "resume", Move.RESUME,
            "postpone", Move.POSTPONE,
            "delete", Move.DELETE);

    private static final int SAMPLE = 20;

    private final AsyncService service;

    private MoveAdditions(AsyncService service) {
        this.service = service;
    }

    static Map<String, Addition> of(AsyncService service) {
        MoveAdditions moves = new MoveAdditions(service);
        return Map.of("Move", moves::move, "MoveAll", moves::moveAll);
    }

    private static Move wanted(Asked asked) {
        Move move = MOVES.get(asked.required("Move"));
        if (move == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + asked.required("Move") + "' is not a move; use cancel, pause, resume, postpone or delete.");
        }
        return move;
    }

    private static AccessRight right(Move move) {
        return move == Move.DELETE ? AccessRight.DELETE : AccessRight.WRITE;
    }

    private ObjectNode move(Asked asked) throws SQLException {
        Move move = wanted(asked);
        Instant until = until(asked, move);
        List<UUID> ids = asked.ids("Ids");
        if (ids.size() > OperationQueue.MAX_IDS) {
            throw ErrorCode.INVALID_ARGUMENT.fault("At most " + OperationQueue.MAX_IDS
                    + " operations are moved by their ids at once; got " + ids.size() + ".");
        }
        Map<UUID, ServiceFault> refused = refused(asked, right(move), ids);
        List<UUID> open = ids.stream().filter(id -> !refused.containsKey(id)).toList();
        Map<UUID, MoveResult> moved = open.isEmpty()
                ? Map.of()
                : service.queue().move(move, asked.organization(), open, until, asked.author());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (UUID id : ids) {
            ServiceFault refusal = refused.get(id);
            MoveResult result = moved.get(id);
            if (refusal != null) {
                OperationJson.refused(value.addObject().put("asyncoperationid", id.toString()), refusal);
            } else if (result != null) {
                value.add(OperationJson.of(result));
            }
        }
        return answer;
    }

    /** Those that the caller may not move, or cannot see. */
    private static Map<UUID, ServiceFault> refused(Asked asked, AccessRight right, List<UUID> ids) {
        Map<UUID, ServiceFault> refused = new LinkedHashMap<>();
        for (UUID id : ids) {
            try {
                asked.asker().require(right, id);
            } catch (OrganizationServiceFault fault) {
                refused.put(id, new ServiceFault(fault.errorCode(), String.valueOf(fault.getMessage())));
            }
        }
        return refused;
    }

    private ObjectNode moveAll(Asked asked) throws SQLException {
        Move move = wanted(asked);
        QueryExpression query = JobQuery.of(asked);
        if (query != null) {
            return moveFound(asked, move, query);
        }
        // While it works it holds the lane, the message or the type that it is about, whoever owns what is in it.
        asked.asker().requireAll(right(move));
        Search search = Conditions.read(asked.object("Conditions"), Search.all().in(asked.organization()));
        boolean everything = asked.flag("Everything");
        if (search.conditions().isEmpty() && !everything) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "A bulk move without a condition moves everything of the organization;"
                            + " give a condition, or say that everything is meant.");
        }
        BulkMove bulk = new BulkMove(search, move, until(asked, move), asked.author());
        if (asked.flag("DryRun")) {
            return found(service.bulkMoves().dryRun(bulk, everything));
        }
        UUID id = service.bulkMoves().start(bulk, everything);
        service.queue().hint();
        return JobAdditions.id(id);
    }

    /** What a query of records finds, in the rights of who asks; the first of it is looked at here, so that a bad query is told. */
    private ObjectNode moveFound(Asked asked, Move move, QueryExpression query) throws SQLException {
        if (!asked.object("Conditions").isEmpty() || asked.flag("Everything")) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A 'Filter' or 'FetchXml' says all; leave out the conditions.");
        }
        Asker asker = asked.asker();
        UUID other = asker.onBehalfOf();
        UUID caller = asker.caller().userId();
        FoundMove found = new FoundMove(query, move, until(asked, move), asked.author(), other == null ? null : caller);
        boolean dry = asked.flag("DryRun");
        EntityCollection first = asker.service().retrieveMultiple(found.page(dry ? SAMPLE : 1));
        if (dry) {
            return found(asked, first);
        }
        return JobAdditions.id(service.queue()
                .enqueue(found.operation(
                        asked.organization(),
                        other == null ? caller : other,
                        asker.mayAll(right(move)) ? PriorityClass.PRIORITY : PriorityClass.REGULAR)));
    }

    private ObjectNode found(Asked asked, EntityCollection first) throws SQLException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Matching", first.totalRecordCount()).put("IsMore", first.totalRecordCountLimitExceeded());
        ArrayNode sample = answer.putArray("Sample");
        for (UUID id : first.entities().stream()
                .map(job -> job.toEntityReference().id())
                .distinct()
                .toList()) {
            service.systemJobs()
                    .get(asked.organization(), id)
                    .ifPresent(operation -> sample.add(OperationJson.of(operation)));
        }
        return answer;
    }

    private static ObjectNode found(BulkMoves.DryRun found) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Matching", found.matching()).put("IsMore", found.isMore());
        ArrayNode sample = answer.putArray("Sample");
        found.sample().forEach(operation -> sample.add(OperationJson.of(operation)));
        return answer;
    }

    /** A length of time is added here, because the clock of the caller may be wrong. */
    private @Nullable Instant until(Asked asked, Move move) {
        Instant until = asked.time("Until");
        String length = asked.text("For");
        if (move != Move.POSTPONE) {
            if (until != null || length != null) {
                throw ErrorCode.INVALID_ARGUMENT.fault("Only a postponement has an 'Until' or a 'For'.");
            }
            return null;
        }
        if ((until == null) == (length == null)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("A postponement needs either 'Until' or 'For'.");
        }
        try {
            return until != null ? until : service.queue().clock().now().plus(Duration.parse(length));
        } catch (DateTimeParseException | ArithmeticException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'For' must be a length of time such as PT2H; got '" + length + "'.");
        }
    }
}
