package io.nightshift.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which system jobs are meant: all conditions hold, each with one of its values. Immutable.
 *
 * <pre>{@code
 * JobSearch.where("state", "suspended").and("error", "0x80045017")
 * }</pre>
 *
 * @param conditions the values by {@code state}, {@code status}, {@code cause}, {@code type}, {@code message}, {@code name},
 *     {@code token}, {@code parent}, {@code correlation}, {@code owner}, {@code regarding}, {@code error}, {@code series},
 *     and times by {@code created-from}, {@code created-before} and the same for {@code started}, {@code completed} and
 *     {@code postponed}; the server refuses others
 */
public record JobSearch(Map<String, List<String>> conditions) {

    /** Every system job of the organization. */
    public static final JobSearch EVERYTHING = new JobSearch(Map.of());

    /** Keeps a copy. */
    public JobSearch {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        conditions.forEach((field, values) -> copy.put(field, List.copyOf(values)));
        conditions = Map.copyOf(copy);
    }

    /** Those that have one of the values. */
    public static JobSearch where(String field, String... values) {
        return EVERYTHING.and(field, values);
    }

    /** Those of them that have one of these values, too. */
    public JobSearch and(String field, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(conditions);
        more.put(field, List.of(values));
        return new JobSearch(more);
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        conditions.forEach((field, values) -> values.forEach(json.withArray("/" + field)::add));
        return json;
    }
}
