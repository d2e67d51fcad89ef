package io.nightshift.server.webapi.additions;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Explanation;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the service tells of a system job beyond its attributes, jobs like another, and all that match conditions. */
final class JobAdditions {

    private static final int PAGE = 50;

    private final AsyncService service;

    private JobAdditions(AsyncService service) {
        this.service = service;
    }

    static Map<String, Addition> of(AsyncService service) {
        JobAdditions jobs = new JobAdditions(service);
        Map<String, Addition> all = new LinkedHashMap<>();
        all.put("Explain", jobs::explain);
        all.put("Attempts", jobs::attempts);
        all.put("Log", jobs::log);
        all.put("Details", jobs::details);
        all.put("Rerun", jobs::rerun);
        all.put("Find", jobs::find);
        all.put("Enqueue", jobs::enqueue);
        return all;
    }

    private AsyncOperation read(Asked asked) throws SQLException {
        asked.asker().require(AccessRight.READ, asked.id());
        return service.systemJobs()
                .get(asked.organization(), asked.id())
                .orElseThrow(() -> ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no operation " + asked.id() + " in this organization."));
    }

    private ObjectNode explain(Asked asked) throws SQLException {
        read(asked);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (Explanation reason : service.systemJobs().explain(asked.organization(), asked.id())) {
            JsonNode facts = JsonMapper.shared().valueToTree(reason.facts());
            value.addObject()
                    .put("Kind", reason.kind().name())
                    .put("Sentence", reason.sentence())
                    .set("Facts", facts);
        }
        return answer;
    }

    private ObjectNode attempts(Asked asked) throws SQLException {
        read(asked);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (SystemJobs.Attempt attempt : service.systemJobs().attempts(asked.organization(), asked.id())) {
            Integer error = attempt.errorCode();
            value.addObject()
                    .put("Attempt", attempt.attempt())
                    .put("HostId", attempt.host())
                    .put("StartedOn", text(attempt.startedOn()))
                    .put("EndedOn", text(attempt.endedOn()))
                    .put("Move", attempt.move())
                    .put("ErrorCode", error == null ? null : ErrorCode.hex(error))
                    .put("Message", attempt.message());
        }
        return answer;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return OperationJson.text(time);
    }

    private ObjectNode log(Asked asked) throws SQLException {
        read(asked);
        Long after = asked.request().get("AfterLine", Long.class);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        for (SystemJobs.LogLine line :
                service.systemJobs().log(asked.organization(), asked.id(), after == null ? 0 : after)) {
            value.addObject()
                    .put("Line", line.line())
                    .put("At", text(line.at()))
                    .put("Author", line.author())
                    .put("Message", line.message());
        }
        return answer;
    }

    /** The job with what no attribute of it says: why it is suspended, its progress, its lane, what it came to. */
    private ObjectNode details(Asked asked) throws SQLException {
        AsyncOperation operation = read(asked);
        SystemJobs jobs = service.systemJobs();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("Now", text(service.queue().clock().now()));
        answer.set("Operation", OperationJson.of(operation));
        answer.put("Data", jobs.data(asked.organization(), asked.id()).orElse(null));
        answer.put("Result", jobs.result(asked.organization(), asked.id()).orElse(null));
        return answer;
    }

    /** A job like another that has ended runs as the owner of that one, so that who asks must be allowed to move that one. */
    private ObjectNode rerun(Asked asked) throws SQLException {
        asked.asker().require(AccessRight.WRITE, asked.id());
        UUID again = service.rerun(asked.organization(), asked.id(), asked.author());
        return id(again);
    }

    static ObjectNode id(UUID id) {
        return JsonNodeFactory.instance.objectNode().put("AsyncOperationId", id.toString());
    }

    /** The engine's own search: quick on any number, and it says how far back it has looked. */
    private ObjectNode find(Asked asked) throws SQLException {
        Search search = Conditions.read(asked.object("Conditions"), Search.all().in(asked.organization()));
        Search.Order order = asked.word("Order", Search.Order.values());
        search = search.order(order == null ? Search.Order.CREATED : order)
                .limit(asked.whole("Most", PAGE))
                .after(asked.text("After"));
        SystemJobs.Page page = service.systemJobs().find(asked.asker().seen(search));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode value = answer.putArray("value");
        page.operations().forEach(operation -> value.add(OperationJson.of(operation)));
        answer.put("Next", page.next());
        answer.put("SearchedBackTo", text(page.searchedBackTo()));
        return answer;
    }

    /** Any operation, for another owner too; who may only make records of them creates those. */
    private ObjectNode enqueue(Asked asked) throws SQLException {
        asked.asker().requireOperator();
        ObjectNode operation = asked.object("Operation");
        if (operation.has("organization")) {
            throw ErrorCode.INVALID_ARGUMENT.fault("An operation belongs to the organization of who asks; the header '"
                    + Additions.ORGANIZATION + "' names another.");
        }
        return id(service.queue().enqueue(OperationRequest.read(operation).organization(asked.organization())));
    }
}
