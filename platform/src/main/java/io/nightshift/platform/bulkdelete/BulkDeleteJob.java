package io.nightshift.platform.bulkdelete;

import io.nightshift.operation.ErrorCode;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a bulk delete is to do, as its operation carries it.
 *
 * @param queries FetchXML, answered one after another
 * @param notifies whether somebody is told of the end
 * @param to the users who are told
 * @param cc the users who get a copy
 */
record BulkDeleteJob(List<String> queries, boolean notifies, List<UUID> to, List<UUID> cc) {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    BulkDeleteJob {
        queries = List.copyOf(queries);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
    }

    /** The queries as people and programs read them in the record. */
    String querySetXml() {
        return String.join("\n", queries);
    }

    String write() {
        ObjectNode object = MAPPER.createObjectNode();
        ArrayNode all = object.putArray("queries");
        queries.forEach(all::add);
        if (notifies) {
            put(object.putArray("to"), to);
            put(object.putArray("cc"), cc);
        }
        return MAPPER.writeValueAsString(object);
    }

    private static void put(ArrayNode array, List<UUID> ids) {
        ids.forEach(id -> array.add(id.toString()));
    }

    static BulkDeleteJob read(@Nullable String data) {
        try {
            JsonNode object = MAPPER.readTree(data == null ? "" : data);
            if (object.path("queries").isEmpty()) {
                throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault(
                        "The data of a bulk delete has no queries; make it with the message BulkDelete.");
            }
            return new BulkDeleteJob(
                    texts(object.path("queries")).toList(), object.has("to"), ids(object, "to"), ids(object, "cc"));
        } catch (JacksonException | IllegalArgumentException e) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault(
                    "The data of a bulk delete cannot be read; make it with the message BulkDelete.");
        }
    }

    private static List<UUID> ids(JsonNode object, String name) {
        return texts(object.path(name)).map(UUID::fromString).toList();
    }

    private static Stream<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString);
    }
}
