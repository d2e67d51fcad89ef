package io.nightshift.server.systemjobs;

import io.nightshift.operation.ErrorCode;
import io.nightshift.queue.Search;
import io.nightshift.queue.SearchField;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the grid shows, all of it in its address: view, conditions, order, columns, page. */
public final class GridQuery {

    static final int PAGE = 50;

    private static final List<String> LAYOUT =
            List.of("kind", "view", "order", "sort", "cols", "saved", "after", "from");
    /** What says where in the list one is, and not what the list is. */
    private static final List<String> PLACE = List.of("saved", "after", "from");

    private static final Set<SearchField> HIDDEN = Set.of(SearchField.SEQUENCE_TO);

    private final Parameters parameters;
    private final Visitor visitor;

    GridQuery(Parameters parameters, Visitor visitor) {
        List<String> known = new ArrayList<>(LAYOUT);
        fields().forEach(field -> known.add(field.word()));
        this.parameters = parameters.only(known);
        this.visitor = visitor;
    }

    private static List<SearchField> fields() {
        return Arrays.stream(SearchField.values())
                .filter(field -> !HIDDEN.contains(field))
                .toList();
    }

    public Parameters parameters() {
        return parameters;
    }

    /** What one looks at: all but maintenance, unless the address names another kind or a type. */
    public Kind kind() {
        return Kind.of(parameters.one("kind"), parameters.one("type") == null ? Kind.WORK : Kind.ALL);
    }

    /** The columns it is sorted by; none when it lies in one of the orders that are always there. */
    public List<SortKey> sort() {
        return SortKey.of(parameters.all("sort"));
    }

    /** What a personal view keeps of it. */
    Parameters kept() {
        return parameters.without(PLACE.toArray(String[]::new));
    }

    public View view() {
        return View.of(parameters.one("view"));
    }

    public List<Column> columns() {
        return Column.of(parameters.all("cols"));
    }

    public Search.Order order() {
        String word = parameters.one("order", "created");
        return Arrays.stream(Search.Order.values())
                .filter(order -> order.name().equalsIgnoreCase(word))
                .findFirst()
                .orElse(Search.Order.CREATED);
    }

    /** The address of the grid in another order. */
    public String orderedBy(Search.Order order) {
        return address(parameters
                .without("after", "from", "sort")
                .with("order", order.name().toLowerCase(Locale.ROOT)));
    }

    /** The address sorted by this column first: upwards, then downwards, then not any more. */
    public String sortedBy(@Nullable Column column) {
        List<SortKey> now = sort();
        Parameters other = parameters.without("after", "from", "sort");
        if (now.size() != 1 || !Objects.equals(now.getFirst().column(), column)) {
            return address(other.with("sort", new SortKey(column, false).word()));
        }
        return address(now.getFirst().descending() ? other : other.with("sort", new SortKey(column, true).word()));
    }

    /** The address sorted by this column after those it is sorted by. */
    public String alsoSortedBy(@Nullable Column column) {
        List<String> words = new ArrayList<>();
        boolean turned = false;
        for (SortKey key : sort()) {
            boolean same = Objects.equals(key.column(), column);
            turned |= same;
            words.add(same ? new SortKey(column, !key.descending()).word() : key.word());
        }
        if (!turned) {
            words.add(new SortKey(column, false).word());
        }
        return address(parameters.without("after", "from").withAll("sort", words));
    }

    /** Whether it is sorted by this column: {@code ascending}, {@code descending} or {@code none}. */
    public String sorted(@Nullable Column column) {
        for (SortKey key : sort()) {
            if (Objects.equals(key.column(), column)) {
                return key.descending() ? "descending" : "ascending";
            }
        }
        boolean isOrder = sort().isEmpty()
                && switch (order()) {
                    case CREATED -> column == Column.CREATED;
                    case COMPLETED -> column == Column.COMPLETED;
                    case POSTPONED -> column == Column.NEXT;
                };
        return isOrder ? column == Column.NEXT ? "ascending" : "descending" : "none";
    }

    /** The order that is always there and begins with this column. */
    public static Optional<Search.Order> orderOf(@Nullable Column column) {
        return Arrays.stream(Search.Order.values())
                .filter(order -> column
                        == switch (order) {
                            case CREATED -> Column.CREATED;
                            case COMPLETED -> Column.COMPLETED;
                            case POSTPONED -> Column.NEXT;
                        })
                .findFirst();
    }

    /** The address of another kind; the standing stays. */
    public String of(Kind kind) {
        return address(
                parameters.without("after", "from", "saved", "type", "owner").with("kind", kind.word()));
    }

    /** The address of another view: the conditions stay, the page does not. */
    public String in(View view) {
        return address(parameters
                .without("after", "from", "order", "sort", "status", "cause")
                .with("view", view.word()));
    }

    /** Whether it shows the beginning of the list. */
    public boolean isFirst() {
        return parameters.one("after") == null && parameters.one("from") == null;
    }

    /** The same order of those that come after the ones that were sorted. */
    public String nextBatch(String from) {
        return address(parameters.without("after").with("from", from));
    }

    public String nextPage(String after) {
        return address(parameters.with("after", after));
    }

    public String firstPage() {
        return address(parameters.without("after", "from"));
    }

    /** The same conditions as a file. */
    public String asCsv() {
        return parameters.without("after", "from").on("/jobs.csv");
    }

    /** Where the grid is refreshed from. */
    public String live() {
        return parameters.on("/jobs/live");
    }

    public String here() {
        return address(parameters);
    }

    /** Conditions and columns without the page, for the hidden fields of the form that searches. */
    public Parameters layout() {
        return parameters.only(List.of("kind", "view", "order", "sort", "cols", "saved"));
    }

    private static String address(Parameters parameters) {
        return parameters.on("/jobs");
    }

    /** A condition that is set, and the address without it. */
    public record Condition(String field, String value, String without) {}

    /** The conditions that the visitor has set. */
    public List<Condition> conditions() {
        List<Condition> set = new ArrayList<>();
        for (SearchField field : fields()) {
            for (String value : parameters.all(field.word())) {
                set.add(new Condition(
                        field.word(),
                        value,
                        address(parameters.without("after", "from").withoutValue(field.word(), value))));
            }
        }
        return set;
    }

    /** Whether anything narrows the view. */
    public boolean isFiltered() {
        return !conditions().isEmpty();
    }

    /** The conditions as the engine knows them, with those of the view. */
    Search conditions(String organization) {
        Search search = view().on(kind().on(Search.all().in(organization), visitor));
        for (SearchField field : fields()) {
            List<String> values = parameters.all(field.word());
            if (values.isEmpty()) {
                continue;
            }
            search = search.where(
                    field,
                    field.isTime()
                            ? List.of(time(values.getFirst(), visitor.zone()).toString())
                            : field.isSet() ? values : values.subList(0, 1));
        }
        return search;
    }

    /** The newest that match, whatever they are sorted by. */
    Search newest(String organization) {
        return conditions(organization).order(sort().isEmpty() ? order() : Search.Order.CREATED);
    }

    Search page(String organization) {
        return conditions(organization).order(order()).limit(PAGE).after(parameters.one("after"));
    }

    /** A time as a field of a form sends it, in the zone of the visitor, or with a zone of its own. */
    static Instant time(String text, ZoneId zone) {
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            return text.contains("T")
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : LocalDate.parse(text).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault(
                    "'" + text + "' is not a date and time; write one such as 2026-12-01T08:00.");
        }
    }
}
