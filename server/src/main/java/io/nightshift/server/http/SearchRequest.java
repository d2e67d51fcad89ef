package io.nightshift.server.http;

import io.nightshift.operation.StateCode;
import io.nightshift.queue.Search;
import io.nightshift.queue.SearchField;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the conditions of a search from a query: the words of {@link SearchField}, and {@code state} for its statuses. */
final class SearchRequest {

    private SearchRequest() {}

    static Search read(ApiCall call) {
        Set<StateCode> states = call.all("state").stream()
                .map(name -> OperationRequest.word("state", name, StateCode.values()))
                .collect(Collectors.toSet());
        Search search = Search.all().in(call.one("organization")).states(states);
        for (SearchField field : SearchField.values()) {
            search = search.where(field, values(call, field));
        }
        return search;
    }

    private static List<String> values(ApiCall call, SearchField field) {
        String word = field.word();
        if (field.isSet()) {
            return call.all(word);
        }
        String value = call.one(word);
        if (value == null) {
            return List.of();
        }
        if (field.isTime()) {
            Instant time = Json.time(word, value);
            return time == null ? List.of() : List.of(time.toString());
        }
        return List.of(value);
    }
}
