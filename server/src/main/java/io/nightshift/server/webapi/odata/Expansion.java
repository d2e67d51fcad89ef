package io.nightshift.server.webapi.odata;

import java.util.List;

/**
 * A navigation property that is read with its records.
 *
 * @param queries what is read, for each entity that the property may lead to
 * @param referencesOnly whether only the addresses of the records are wanted
 */
public record Expansion(Navigation navigation, List<CollectionQuery> queries, boolean referencesOnly) {

    public Expansion {
        queries = List.copyOf(queries);
    }
}
