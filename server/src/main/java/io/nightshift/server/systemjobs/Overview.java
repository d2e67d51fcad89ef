package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.operation.StateCode;
import io.nightshift.operation.StatusCode;
import io.nightshift.platform.maintenance.MaintenanceHandler;
import io.nightshift.queue.Counters;
import io.nightshift.queue.Forecast;
import io.nightshift.queue.Hold;
import io.nightshift.queue.Nodes;
import io.nightshift.queue.Search;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where everything stands at a glance; every number leads to the operations it counts. */
public final class Overview {

    private static final int LOOKED_AT = 200;
    /** As long as a part of the page is looked for. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private static final int MOST_LISTED = 8;
    private static final int MOST_TYPES = 6;
    private static final OperationType MAINTENANCE = MaintenanceHandler.TYPES.getFirst();

    /** What the page shows. */
    public record Night(
            Map<Standing, Long> counts,
            List<TypeRow> types,
            List<Forecast> forecasts,
            List<Failing> failing,
            List<AsyncOperation> next,
            EndedChart ended,
            Waits waits,
            Staff staff) {

        public long count(View view) {
            return view.count(counts);
        }

        /** The longest wait of anything that is ready. */
        public @Nullable Instant oldest() {
            return forecasts.stream()
                    .map(Forecast::oldest)
                    .filter(Objects::nonNull)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        }

        public double perMinute() {
            return forecasts.stream().mapToDouble(Forecast::perMinute).sum();
        }

        /** The most that any bucket has ready, for the length of the bars. */
        public int mostReady() {
            return Math.max(
                    1, forecasts.stream().mapToInt(Forecast::ready).max().orElse(1));
        }
    }

    /** Who works and what is held. */
    public record Staff(List<Nodes.Node> nodes, List<Hold> holds) {

        public List<Nodes.Node> alive() {
            return nodes.stream().filter(Nodes.Node::alive).toList();
        }
    }

    /** A part of a bar: so much of the whole, in this tone. */
    public record Part(String tone, String key, long operations, double from, double width) {}

    /** How the operations of a type stand; that of maintenance stands for all types of it. */
    public record TypeRow(OperationType type, boolean maintenance, long operations, List<Part> parts) {

        /** The jobs it counts. */
        public String address() {
            return maintenance ? "/jobs?kind=" + Kind.MAINTENANCE.word() : "/jobs?type=" + type.code();
        }
    }

    /** Messages of which operations failed of late. */
    public record Failing(String name, @Nullable String messageName, int times, AsyncOperation last) {}

    private final Site site;
    private final Pages pages;

    Overview(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        String organization = call.organization();
        Search soonest = Search.all().in(organization).order(Search.Order.POSTPONED);
        Window window = Window.of(call.query().one("window"));
        Counters counters = new Counters(site.service().store());
        List<Counters.Count> counts = counters.read(organization);
        Night night = new Night(
                site.jobs().counts(organization),
                types(counts),
                site.jobs().forecast(organization).stream().limit(MOST_LISTED).toList(),
                failing(organization),
                site.jobs().find(soonest.limit(MOST_LISTED), PATIENCE).operations(),
                new EndedChart(window, site.now(), counters.endedByDay(organization, window.from(site.now())), counts),
                waits(organization),
                new Staff(site.service().nodes().nodes(), site.service().holds().list()));
        return pages.page("overview", pages.frame(call, "overview", Texts.ENGLISH.of("overview.title")), night);
    }

    private Waits waits(String organization) throws SQLException {
        return Waits.of(site.jobs()
                .find(
                        Search.all()
                                .in(organization)
                                .order(Search.Order.COMPLETED)
                                .limit(LOOKED_AT),
                        PATIENCE)
                .operations());
    }

    /** What failed last, by message, the most frequent first; of so many as can be looked at in a moment. */
    private List<Failing> failing(String organization) throws SQLException {
        Map<String, List<AsyncOperation>> byMessage = new LinkedHashMap<>();
        site.jobs()
                .find(
                        Search.all()
                                .in(organization)
                                .statuses(Set.of(StatusCode.FAILED))
                                .order(Search.Order.COMPLETED)
                                .limit(LOOKED_AT),
                        PATIENCE)
                .operations()
                .forEach(operation -> byMessage
                        .computeIfAbsent(
                                Objects.requireNonNullElse(
                                        operation.messageName(),
                                        operation.type().label()),
                                name -> new ArrayList<>())
                        .add(operation));
        return byMessage.entrySet().stream()
                .map(entry -> new Failing(
                        entry.getKey(),
                        entry.getValue().getFirst().messageName(),
                        entry.getValue().size(),
                        entry.getValue().getFirst()))
                .sorted(Comparator.comparingInt(Failing::times).reversed())
                .limit(MOST_LISTED)
                .toList();
    }

    private static List<TypeRow> types(List<Counters.Count> counts) {
        Map<OperationType, List<Counters.Count>> byType = new LinkedHashMap<>();
        counts.forEach(count -> byType.computeIfAbsent(
                        Kind.MAINTENANCE.has(count.type()) ? MAINTENANCE : count.type(), type -> new ArrayList<>())
                .add(count));
        return byType.entrySet().stream()
                .map(entry -> row(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(TypeRow::maintenance)
                        .thenComparing(
                                Comparator.comparingLong(TypeRow::operations).reversed()))
                .limit(MOST_TYPES)
                .toList();
    }

    private static TypeRow row(OperationType type, List<Counters.Count> counts) {
        long all = counts.stream().mapToLong(Counters.Count::operations).sum();
        List<Part> parts = new ArrayList<>();
        double from = 0;
        for (Slice slice : Slice.values()) {
            long some = counts.stream()
                    .filter(count -> Slice.of(count.standing()) == slice)
                    .mapToLong(Counters.Count::operations)
                    .sum();
            if (some > 0) {
                double width = 100d * some / all;
                parts.add(new Part(slice.tone, slice.key, some, from, width));
                from += width;
            }
        }
        return new TypeRow(type, type == MAINTENANCE, all, parts);
    }

    /** The slices of a bar, in its order. */
    private enum Slice {
        RUN("run", "view.locked"),
        READY("calm", "view.ready"),
        SUSPENDED("hold", "view.suspended"),
        FAILED("bad", "view.failed"),
        CANCELED("gone", "view.canceled"),
        SUCCEEDED("good", "view.succeeded");

        private final String tone;
        private final String key;

        Slice(String tone, String key) {
            this.tone = tone;
            this.key = key;
        }

        static Slice of(Standing standing) {
            StateCode state = standing.state();
            return switch (state) {
                case READY -> READY;
                case LOCKED -> RUN;
                case SUSPENDED -> SUSPENDED;
                case COMPLETED ->
                    standing.equals(Standing.FAILED)
                            ? FAILED
                            : standing.equals(Standing.CANCELED) ? CANCELED : SUCCEEDED;
            };
        }
    }
}
