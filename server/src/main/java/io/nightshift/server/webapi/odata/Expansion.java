package io.nightshift.server.webapi.odata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A navigation property that is read with its records.
 *
 * @param queries what is read, for each entity that the property may lead to
 * @param referencesOnly whether only the addresses of the records are wanted
 * @param options the options in its parentheses
 */
public record Expansion(
        Navigation navigation, List<CollectionQuery> queries, boolean referencesOnly, Map<String, String> options) {

    public Expansion {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        queries = List.copyOf(queries);
    }
}
