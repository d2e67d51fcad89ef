package io.nightshift.queue;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.StatusCode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A move of all that match a search.
 *
 * @param search what to move; its page, order and limit do not matter
 * @param until for a postponement, else null
 */
public record BulkMove(Search search, Move move, @Nullable Instant until, Author author) {

    private static final Set<Move> MOVES = Set.of(Move.CANCEL, Move.PAUSE, Move.RESUME, Move.POSTPONE, Move.DELETE);

    public BulkMove {
        if (!MOVES.contains(move)) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + move.label()
                    + "' cannot be asked of all that match; use cancel, pause, resume, postpone or delete.");
        }
        if ((until != null) != (move == Move.POSTPONE)) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    move == Move.POSTPONE
                            ? "A postponement needs a time."
                            : "Only a postponement has a time; got " + until + ".");
        }
    }

    /** What the move can apply to at all: deletion to what has ended, all others to what has not. */
    Search targets() {
        return search.statuses(Arrays.stream(StatusCode.values())
                .filter(status -> status.isFinal() == (move == Move.DELETE))
                .collect(Collectors.toSet()));
    }

    /** The same, limited to what was enqueued no later. */
    BulkMove upTo(long sequence) {
        Search limited = search.where(SearchField.SEQUENCE_TO, List.of(Long.toString(sequence)));
        return new BulkMove(limited, move, until, author);
    }

    /** As the data of an operation: names and values as in the query of an address. */
    String text() {
        List<String> pairs = new ArrayList<>();
        pairs.add("move=" + move.name().toLowerCase(Locale.ROOT));
        add(pairs, "until", until == null ? null : until.toString());
        add(pairs, "author", author.name());
        add(pairs, "reason", author.reason());
        for (Search.Condition condition : search.conditions()) {
            condition.values().forEach(value -> add(pairs, condition.field().word(), value));
            // Two conditions on one field must both hold; several values of one condition need not.
            pairs.add("");
        }
        return String.join("&", pairs);
    }

    private static void add(List<String> pairs, String name, @Nullable String value) {
        if (value != null) {
            pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    /** Reads what {@link #text()} wrote, and nothing else. */
    static BulkMove parse(@Nullable String text, String organization) {
        Map<String, String> own = new LinkedHashMap<>();
        Search search = Search.all().in(organization);
        SearchField field = null;
        List<String> values = new ArrayList<>();
        for (String pair : ((text == null ? "" : text) + "&").split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            SearchField next = SearchField.of(name).orElse(null);
            if (field != null && next != field) {
                search = search.where(field, values);
                values = new ArrayList<>();
            }
            field = next;
            if (equals < 0) {
                if (!pair.isEmpty()) {
                    throw unreadable("'" + pair + "' has no value");
                }
            } else if (field != null) {
                values.add(decoded(pair.substring(equals + 1)));
            } else if (!Set.of("move", "until", "author", "reason").contains(name)
                    || own.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw unreadable("'" + name + "' is unknown or given twice");
            }
        }
        try {
            String move = own.getOrDefault("move", "");
            String until = own.get("until");
            return new BulkMove(
                    search,
                    Move.valueOf(move.toUpperCase(Locale.ROOT)),
                    until == null ? null : Instant.parse(until),
                    new Author(own.getOrDefault("author", ""), own.get("reason")));
        } catch (DateTimeParseException e) {
            throw unreadable("its time is none");
        } catch (IllegalArgumentException e) {
            throw unreadable("its move is none");
        }
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable("a value is not encoded as in an address");
        }
    }

    private static RuntimeException unreadable(String why) {
        return ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault("The data of the bulk move cannot be read: " + why + ".");
    }
}
