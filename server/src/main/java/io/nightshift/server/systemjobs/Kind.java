package io.nightshift.server.systemjobs;

import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.platform.maintenance.MaintenanceHandler;
import io.nightshift.queue.Counters;
import io.nightshift.queue.Search;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The system views by what operations are there for; the standing divides each further. What the service plans for itself
 * stands apart, so that it does not crowd what people ask for.
 */
public enum Kind {
    WORK(others(MaintenanceHandler.TYPES)),
    MINE(EnumSet.noneOf(OperationType.class)),
    WORKFLOWS(EnumSet.of(OperationType.WORKFLOW)),
    STEPS(EnumSet.of(OperationType.SYSTEM_EVENT)),
    BULK_DELETIONS(EnumSet.of(OperationType.BULK_DELETE, OperationType.BULK_DELETE_SUBPROCESS)),
    MAINTENANCE(EnumSet.copyOf(MaintenanceHandler.TYPES)),
    ALL(EnumSet.noneOf(OperationType.class));

    private final Set<OperationType> types;

    /** @param types none for all */
    Kind(Set<OperationType> types) {
        this.types = types;
    }

    private static Set<OperationType> others(List<OperationType> maintenance) {
        return EnumSet.complementOf(EnumSet.copyOf(maintenance));
    }

    static Kind of(@Nullable String word, Kind otherwise) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElse(otherwise);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The key of its name. */
    public String key() {
        return "kind." + word();
    }

    /** Whether the counters know how many it has. Whose operations are is not counted. */
    public boolean isCounted() {
        return this != MINE;
    }

    boolean has(OperationType type) {
        return types.isEmpty() || types.contains(type);
    }

    /** How many stand where, of all that are of this kind. */
    Map<Standing, Long> counts(List<Counters.Count> all) {
        Map<Standing, Long> counts = new LinkedHashMap<>();
        all.stream()
                .filter(count -> has(count.type()))
                .forEach(count -> counts.merge(count.standing(), count.operations(), Long::sum));
        return counts;
    }

    /** The search with what makes this kind. */
    Search on(Search search, Visitor visitor) {
        return this == MINE ? search.owner(visitor.caller().userId()) : search.types(types);
    }
}
