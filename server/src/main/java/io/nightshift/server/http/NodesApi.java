package io.nightshift.server.http;

import io.nightshift.execution.AsyncService;
import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Author;
import io.nightshift.queue.Nodes;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The nodes, and orders to them.
 *
 * <pre>
 * GET  /api/nodes                list: those that are alive, then those that ended last
 * POST /api/nodes/{name}/drain   the node takes nothing more and hands on what it has
 * POST /api/nodes/{name}/resume  it takes work again
 * </pre>
 */
final class NodesApi {

    private final AsyncService service;

    NodesApi(AsyncService service) {
        this.service = service;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        List<String> path = call.path();
        if (path.size() == 1 && call.method().equals("GET")) {
            return json(service.nodes().nodes());
        }
        if (path.size() == 3 && call.method().equals("POST")) {
            ObjectNode body = call.object();
            Json.checkNames(body, List.of("reason"));
            if (path.get(2).equals("drain")) {
                return json(service.nodes().drain(path.get(1), new Author(call.user(), Json.text(body, "reason"))));
            }
            if (path.get(2).equals("resume")) {
                return json(service.nodes().takeBack(path.get(1)));
            }
        }
        throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                "There is nothing to " + call.method() + " at /api/" + String.join("/", path) + ".");
    }

    private ObjectNode json(List<Nodes.Node> nodes) {
        ObjectNode answer = Json.object();
        answer.put("now", service.queue().clock().now().toString());
        ArrayNode value = answer.putArray("value");
        nodes.forEach(node -> value.add(OperationJson.of(node)));
        return answer;
    }
}
