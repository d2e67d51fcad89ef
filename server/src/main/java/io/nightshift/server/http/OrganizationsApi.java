package io.nightshift.server.http;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Organizations;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Organizations and their share of the nodes.
 *
 * <pre>
 * GET  /api/organizations              all, with their weights
 * POST /api/organizations/{name}       {"weight": 3}: three times the turns of one with the weight 1
 * </pre>
 */
final class OrganizationsApi {

    private final Organizations organizations;

    OrganizationsApi(Organizations organizations) {
        this.organizations = organizations;
    }

    ObjectNode answer(ApiCall call) throws SQLException {
        List<String> path = call.path();
        if (call.method().equals("GET") && path.size() == 1) {
            return list();
        }
        if (call.method().equals("POST") && path.size() == 2) {
            Integer weight = Json.number(call.object(), "weight");
            if (weight == null) {
                throw ErrorCode.INVALID_ARGUMENT.fault("Give the 'weight' of the organization, 1 to 1000.");
            }
            organizations.setWeight(path.get(1), weight);
            return list();
        }
        throw ErrorCode.OBJECT_DOES_NOT_EXIST.fault(
                "There is nothing to " + call.method() + " at /api/" + String.join("/", path) + ".");
    }

    private ObjectNode list() throws SQLException {
        ObjectNode answer = Json.object();
        ArrayNode value = answer.putArray("value");
        organizations
                .list()
                .forEach(organization -> value.addObject()
                        .put("name", organization.name())
                        .put("weight", organization.weight())
                        .put("createdon", organization.createdOn().toString()));
        return answer;
    }
}
