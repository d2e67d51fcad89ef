package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.ServiceFault;
import io.nightshift.queue.Author;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.MoveResult;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The small API behind the command line, all of it in this class, because the Web API will replace it.
 *
 * <pre>
 * GET  /api/operations                 list, newest first (filters as in the query, "after" for the next page)
 * POST /api/operations                 enqueue
 * GET  /api/operations/{id}            one, with data, result, attempts and log
 * GET  /api/operations/{id}/explain    why it does not run, and when it will
 * GET  /api/operations/{id}/preview    the next dates of a series
 * POST /api/operations/move            cancel, pause, resume, postpone, delete, rerun or run-now a list of ids
 * POST /api/operations/move-all        cancel, pause, resume, postpone or delete all that match a search
 * POST /api/operations/recurrence      give a list of series another rule
 * GET  /api/recurrence                 the next dates of a rule
 * GET  /api/forecast                   what is ready, how fast it goes, and how long it will take
 * GET  /api/stats                      how many stand where, and how this node is
 * GET  /api/nodes                      the nodes on this database
 *      /api/holds                      see {@link HoldsApi}
 *      /api/limits                     see {@link LimitsApi}
 * </pre>
 */
final class OperationsApi {

    private static final Map<String, Move> MOVES = Map.of(
            "cancel", Move.CANCEL,
            "pause", Move.PAUSE,
            "resume", Move.RESUME,
            "postpone", Move.POSTPONE,
            "delete", Move.DELETE);
    private static final String RERUN = "rerun";
    private static final String RUN_NOW = "run-now";

    private final AsyncService service;
    private final SeriesApi series;
    private final ForecastApi forecasts;

    OperationsApi(AsyncService service) {
        this.service = service;
        this.series = new SeriesApi(service);
        this.forecasts = new ForecastApi(service);
    }

    /** Carries a call out; a refusal is a {@link ServiceFault}. */
    ObjectNode answer(ApiCall call) throws SQLException {
        List<String> path = call.path();
        boolean get = call.method().equals("GET");
        boolean post = call.method().equals("POST");
        if (path.getFirst().equals("limits")) {
            return new LimitsApi(service).answer(call);
        }
        if (path.getFirst().equals("holds")) {
            return new HoldsApi(service).answer(call);
        }
        boolean operations = path.getFirst().equals("operations");
        if (get && path.equals(List.of("stats"))) {
            return stats(call);
        }
        if (path.getFirst().equals("nodes")) {
            return new NodesApi(service).answer(call);
        }
        if (get && path.equals(List.of("forecast"))) {
            return forecasts.answer(call);
        }
        if (get && path.equals(List.of("recurrence"))) {
            return series.preview(call);
        }
        if (path.getFirst().equals("organizations")) {
            return new OrganizationsApi(service.queue().organizations()).answer(call);
        }
        if (post && path.equals(List.of("operations", "move"))) {
            return move(call);
        }
        if (post && path.equals(List.of("operations", "move-all"))) {
            return new BulkMoveRequest(service).answer(call);
        }
        if (post && path.equals(List.of("operations", "recurrence"))) {
            return series.edit(call);
        }
        if (operations && path.size() == 1 && (get || post)) {
            return get ? list(call) : enqueue(call);
        }
        if (operations && get && path.size() == 2) {
            return show(call, ApiCall.id(path.get(1)));
        }
        if (operations && get && path.size() == 3 && path.get(2).equals("explain")) {
            return explain(call, ApiCall.id(path.get(1)));
        }
        if (operations && get && path.size() == 3 && path.get(2).equals("preview")) {
            return series.preview(call, ApiCall.id(path.get(1)));
        }
        throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                "There is nothing to " + call.method() + " at /api/" + String.join("/", path) + ".");
    }

    private ObjectNode list(ApiCall call) throws SQLException {
        Search search = SearchRequest.read(call).after(call.one("after"));
        String order = call.one("order");
        search = order == null ? search : search.order(OperationRequest.word("order", order, Search.Order.values()));
        String limit = call.one("limit");
        search = limit == null ? search : search.limit(number("limit", limit));
        SystemJobs.Page page = service.systemJobs().find(search);
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        page.operations().forEach(operation -> value.add(OperationJson.of(operation)));
        answer.put("next", page.next());
        answer.put("searchedbackto", OperationJson.text(page.searchedBackTo()));
        return answer;
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + name + "' must be a whole number; got '" + text + "'.");
        }
    }

    private ObjectNode show(ApiCall call, UUID id) throws SQLException {
        String organization = call.one("organization");
        SystemJobs jobs = service.systemJobs();
        ObjectNode answer = OperationJson.of(find(organization, id));
        answer.put("now", service.queue().clock().now().toString());
        answer.put("data", jobs.data(organization, id).orElse(null));
        answer.put("result", jobs.result(organization, id).orElse(null));
        ArrayNode attempts = answer.putArray("attempts");
        for (SystemJobs.Attempt attempt : jobs.attempts(organization, id)) {
            attempts.add(OperationJson.of(attempt));
        }
        ArrayNode log = answer.putArray("log");
        for (SystemJobs.LogLine line : jobs.log(organization, id, 0)) {
            log.add(OperationJson.of(line));
        }
        return answer;
    }

    private AsyncOperation find(@Nullable String organization, UUID id) throws SQLException {
        return service.systemJobs()
                .get(organization, id)
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no operation " + id + " in this organization."));
    }

    private ObjectNode explain(ApiCall call, UUID id) throws SQLException {
        String organization = call.one("organization");
        ObjectNode answer = OperationJson.of(find(organization, id));
        ArrayNode explanations = answer.putArray("explanations");
        for (Explanation explanation : service.systemJobs().explain(organization, id)) {
            explanations.add(OperationJson.of(explanation));
        }
        return answer;
    }

    private ObjectNode enqueue(ApiCall call) throws SQLException {
        UUID id = service.queue().enqueue(OperationRequest.read(call.object()));
        return Json.object().put("asyncoperationid", id.toString());
    }

    private ObjectNode move(ApiCall call) throws SQLException {
        ObjectNode body = call.object();
        Json.checkNames(body, List.of("move", "ids", "until", "for", "reason", "organization"));
        String name = Objects.requireNonNullElse(Json.text(body, "move"), "");
        List<UUID> ids = Json.ids(body, "ids");
        String organization = Json.text(body, "organization");
        Author author = new Author(call.user(), Json.text(body, "reason"));
        if (name.equals(RERUN)) {
            return rerun(organization, ids, author);
        }
        if (name.equals(RUN_NOW)) {
            return series.runNow(organization, ids, author);
        }
        Move move = move(name);
        Instant until = BulkMoveRequest.until(service, body, move);
        return results(
                service.queue().move(move, organization, ids, until, author).values());
    }

    static Move move(String name) {
        Move move = MOVES.get(name);
        if (move == null) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + name + "' is not a move; use cancel, pause, resume, postpone, delete, rerun or run-now.");
        }
        return move;
    }

    private ObjectNode rerun(@Nullable String organization, List<UUID> ids, Author author) throws SQLException {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        for (UUID id : ids) {
            ObjectNode result = results.addObject().put("asyncoperationid", id.toString());
            try {
                UUID again = service.rerun(organization, id, author);
                result.put("outcome", "enqueued").put("newasyncoperationid", again.toString());
            } catch (ServiceFault refusal) {
                OperationJson.refused(result, refusal);
            }
        }
        return answer;
    }

    private static ObjectNode results(Iterable<MoveResult> moved) {
        ObjectNode answer = Json.object();
        ArrayNode results = answer.putArray("results");
        moved.forEach(one -> results.add(OperationJson.of(one)));
        return answer;
    }

    private ObjectNode stats(ApiCall call) throws SQLException {
        String organization = call.one("organization");
        ObjectNode answer = Json.object();
        answer.put(
                "organization",
                organization == null ? service.queue().organizations().defaultName() : organization);
        answer.put("now", service.queue().clock().now().toString());
        ArrayNode counts = answer.putArray("counts");
        service.systemJobs()
                .counts(organization)
                .forEach((standing, operations) ->
                        OperationJson.standing(counts.addObject(), standing).put("operations", operations));
        AsyncService.Health health = service.health();
        answer.putObject("node")
                .put("name", service.nodeName())
                .put("ready", health.ready())
                .put("reason", health.reason())
                .put("running", health.running())
                .put("leakedslots", health.leakedSlots());
        return answer;
    }
}
