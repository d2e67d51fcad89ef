package io.nightshift.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Reads the ids a person types: whole, or the last characters, for those are what differs. */
final class OperationIds {

    private static final int WHOLE = 36;
    private static final Pattern WHOLE_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern TAIL = Pattern.compile("[0-9a-f-]{4,35}");
    private static final int LOOKED_AT = 1000;

    private OperationIds() {}

    static List<String> whole(Service service, List<String> typed) {
        List<String> ids = new ArrayList<>();
        List<String> newest = List.of();
        for (String word : typed) {
            String lower = word.strip().toLowerCase(Locale.ROOT);
            if (lower.length() != WHOLE && TAIL.matcher(lower).matches()) {
                newest = newest.isEmpty() ? newest(service) : newest;
                ids.add(only(lower, newest));
            } else {
                ids.add(checked(lower));
            }
        }
        return ids;
    }

    /** The whole id of one. */
    static String whole(Service service, String typed) {
        return whole(service, List.of(typed)).getFirst();
    }

    private static String checked(String id) {
        if (!WHOLE_ID.matcher(id).matches()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "'" + Printer.clean(id) + "' is not the id of an operation; ids look like"
                            + " 019aa8f0-7d3c-7c41-9b5e-2f6d1c0a9b11.");
        }
        return id;
    }

    private static List<String> newest(Service service) {
        List<String> ids = new ArrayList<>();
        for (JsonNode operation : service.ask("Find", Map.of("Most", LOOKED_AT)).path("value")) {
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
