package io.nightshift.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the ids a person types: whole, or the last characters, for those are what differs. */
final class OperationIds {

    private static final int WHOLE = 36;
    private static final Pattern TAIL = Pattern.compile("[0-9a-f-]{4,35}");
    private static final int LOOKED_AT = 1000;

    private OperationIds() {}

    static List<String> whole(Service service, @Nullable String organization, List<String> typed) {
        List<String> ids = new ArrayList<>();
        List<String> newest = List.of();
        for (String word : typed) {
            String lower = word.strip().toLowerCase(Locale.ROOT);
            if (lower.length() != WHOLE && TAIL.matcher(lower).matches()) {
                newest = newest.isEmpty() ? newest(service, organization) : newest;
                ids.add(only(lower, newest));
            } else {
                ids.add(lower);
            }
        }
        return ids;
    }

    private static List<String> newest(Service service, @Nullable String organization) {
        Map<String, List<String>> query = new HashMap<>(Map.of("limit", List.of(Integer.toString(LOOKED_AT))));
        if (organization != null) {
            query.put("organization", List.of(organization));
        }
        List<String> ids = new ArrayList<>();
        for (JsonNode operation : service.get("operations", query).path("value")) {
            ids.add(operation.path("asyncoperationid").asString());
        }
        return ids;
    }

    private static String only(String tail, List<String> newest) {
        List<String> found = newest.stream().filter(id -> id.endsWith(tail)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "None of the newest " + LOOKED_AT + " operations has an id that ends in " + tail
                            + "; give the whole id.");
        }
        if (found.size() > 1) {
            throw new CommandFailure(
                    ExitCode.USAGE, "More than one id ends in " + tail + ": " + String.join(", ", found) + ".");
        }
        return found.getFirst();
    }
}
