package io.nightshift.server.systemjobs;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.queue.Counters;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of operations, as a page and as a file. */
public final class JobsGrid {

    private static final int MOST_IN_FILE = 10_000;
    private static final List<String> NAMES = List.of(
            "asyncoperationid",
            "name",
            "state",
            "status",
            "cause",
            "type",
            "messagename",
            "dependencytoken",
            "retrycount",
            "createdon",
            "startedon",
            "completedon",
            "postponeuntil",
            "errorcode",
            "message");

    /** How long a page is looked for; then it shows what there is and looks on while it is read. */
    private static final Duration PATIENCE = Duration.ofMillis(120);
    /** A page looks on by itself so often. */
    private static final int MOST_LOOKS = 100;
    /** A list in an order that no index has is made of so many. */
    private static final int MOST_SORTED = 1_000;

    /**
     * A part of the list.
     *
     * @param batch what was sorted, when no index has the order; else null
     */
    public record Part(
            List<AsyncOperation> operations,
            @Nullable String next,
            @Nullable Instant searchedBackTo,
            @Nullable Batch batch,
            Names names) {}

    /**
     * What a list in an order that no index has is made of.
     *
     * @param before where the ones before it ended; null when they are the newest
     * @param backTo how far back they were looked for, when that took as long as somebody waits
     * @param further where the next ones begin; null when these are the last
     */
    public record Batch(
            int size,
            @Nullable String before,
            @Nullable Instant backTo,
            @Nullable String further) {

        /** Whether it is everything that matches. */
        public boolean isAll() {
            return before == null && further == null;
        }
    }

    /** What the visitor keeps. */
    public record Shelf(List<PersonalView> views, boolean mayKeep) {}

    /**
     * The list as the template shows it.
     *
     * @param looks how often the page has looked further by itself
     */
    public record Grid(GridQuery query, Part part, List<Counters.Count> counts, Shelf shelf, int looks) {

        public List<AsyncOperation> operations() {
            return part.operations();
        }

        public @Nullable String next() {
            return part.next();
        }

        /** How many are the visitor's own, as far as the page knows: what it shows, and whether there are more. */
        public String mine() {
            boolean isAll = query.isFirst() && next() == null && part.batch() == null;
            return isAll ? Integer.toString(operations().size()) : operations().size() + "+";
        }

        /** Whether nothing is shown and nothing can be found further back. */
        public boolean isEmpty() {
            Batch batch = part.batch();
            return operations().isEmpty() && next() == null && (batch == null || batch.further() == null);
        }

        public @Nullable Instant searchedBackTo() {
            return part.searchedBackTo();
        }

        /** How many a view has, of the kind that is looked at. */
        public long count(View view) {
            return view.count(query.kind().counts(counts));
        }

        /** How many a kind has, in the view that is looked at. */
        public long count(Kind kind) {
            return query.view().count(kind.counts(counts));
        }

        /** Whether the page looks on by itself. */
        public boolean looksOn() {
            return part.searchedBackTo() != null && looks < MOST_LOOKS;
        }

        /** Where it looks on. */
        public String further() {
            String next = part.next();
            return query.parameters()
                    .with("after", next)
                    .with("look", looks + 1)
                    .on("/jobs");
        }

        /** The view that was opened; null for none. */
        public @Nullable PersonalView opened() {
            return shelf.views().stream()
                    .filter(view -> query.parameters().has("saved", view.id().toString()))
                    .findFirst()
                    .orElse(null);
        }

        /** Types that can be asked for. */
        public List<OperationType> types() {
            return Arrays.asList(OperationType.values());
        }

        /** Whether a condition has this value. */
        public boolean has(String field, Object value) {
            return query.parameters().has(field, value.toString());
        }

        /** The value of a condition that has only one. */
        public String value(String field) {
            return query.parameters().one(field, "");
        }
    }

    private final Site site;
    private final Pages pages;
    private final PersonalViews views;

    JobsGrid(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
        this.views = new PersonalViews(site);
    }

    Reply page(PageCall call) throws SQLException {
        GridQuery query = query(call);
        Frame frame = pages.frame(call, "jobs", Texts.ENGLISH.of("jobs.title"));
        Part part = query.sort().isEmpty() ? page(query, call) : sorted(query, call);
        return pages.page(
                "jobs",
                frame,
                new Grid(
                        query,
                        part,
                        new Counters(site.service().store()).read(call.organization()),
                        new Shelf(views.list(call), views.mayKeep(call)),
                        number(call.query().one("look"))));
    }

    private Part page(GridQuery query, PageCall call) throws SQLException {
        SystemJobs.Page page = site.jobs().find(query.page(call.organization()), PATIENCE);
        return new Part(
                page.operations(), page.next(), page.searchedBackTo(), null, names(query, page.operations(), call));
    }

    private Names names(GridQuery query, List<AsyncOperation> operations, PageCall call) {
        return Names.areIn(query.columns()) ? Names.of(operations, call.visitor(), site) : Names.NONE;
    }

    /** An order that no index has: of the newest that match, or of those after them, as many as can be sorted in a moment. */
    private Part sorted(GridQuery query, PageCall call) throws SQLException {
        String before = query.parameters().one("from");
        SystemJobs.Page page = site.jobs()
                .find(query.newest(call.organization()).limit(MOST_SORTED).after(before), PATIENCE);
        List<AsyncOperation> all =
                page.operations().stream().sorted(SortKey.order(query.sort())).toList();
        int from = Math.min(number(query.parameters().one("after")), all.size());
        int to = Math.min(from + GridQuery.PAGE, all.size());
        List<AsyncOperation> shown = all.subList(from, to);
        return new Part(
                shown,
                to < all.size() ? Integer.toString(to) : null,
                null,
                new Batch(all.size(), before, page.searchedBackTo(), page.next()),
                names(query, shown, call));
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static GridQuery query(PageCall call) {
        return new GridQuery(call.query(), call.visitor());
    }

    /** All that match, as far as a table can hold them: the first ten thousand. */
    Reply file(PageCall call) throws SQLException {
        GridQuery query = query(call);
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().build(text)) {
            csv.writeRecord(NAMES);
            write(query, call.organization(), csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Reply.Download(
                "text/csv; charset=utf-8", "system-jobs.csv", text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void write(GridQuery query, String organization, CsvWriter csv) throws SQLException {
        Search search = query.newest(organization).limit(Search.MAX_LIMIT);
        int written = 0;
        SystemJobs.Page page;
        do {
            page = site.jobs().find(search);
            page.operations().forEach(operation -> csv.writeRecord(line(operation)));
            written += page.operations().size();
            search = search.after(page.next());
        } while (page.next() != null && written < MOST_IN_FILE);
    }

    private static List<String> line(AsyncOperation operation) {
        return List.of(
                operation.id().toString(),
                safe(operation.name()),
                operation.state().label(),
                operation.status().label(),
                operation.cause() == null ? "" : operation.cause().label(),
                operation.type().label(),
                safe(operation.messageName()),
                safe(operation.token()),
                Integer.toString(operation.retryCount()),
                text(operation.createdOn()),
                text(operation.startedOn()),
                text(operation.completedOn()),
                text(operation.postponeUntil()),
                operation.errorCode() == null ? "" : ErrorCode.hex(operation.errorCode()),
                safe(operation.message()));
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Programs for tables calculate what begins like a formula, whoever wrote it. */
    static String safe(@Nullable String value) {
        return value == null || value.isEmpty() || "=+-@\t\r".indexOf(value.charAt(0)) < 0 ? text(value) : "'" + value;
    }
}
