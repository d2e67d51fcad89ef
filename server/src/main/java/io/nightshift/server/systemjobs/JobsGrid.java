package io.nightshift.server.systemjobs;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Standing;
import io.nightshift.queue.Search;
import io.nightshift.queue.SystemJobs;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /** The list as the template shows it. */
    public record Grid(
            GridQuery query,
            List<AsyncOperation> operations,
            @Nullable String next,
            @Nullable Instant searchedBackTo,
            Map<Standing, Long> counts) {

        public long count(View view) {
            return view.count(counts);
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

    JobsGrid(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply page(PageCall call) throws SQLException {
        GridQuery query = query(call);
        Frame frame = pages.frame(call, "jobs", Texts.ENGLISH.of("jobs.title"));
        SystemJobs.Page page = site.jobs().find(query.page(call.organization()));
        return pages.page(
                "jobs",
                frame,
                new Grid(
                        query,
                        page.operations(),
                        page.next(),
                        page.searchedBackTo(),
                        site.jobs().counts(call.organization())));
    }

    static GridQuery query(PageCall call) {
        return new GridQuery(call.query(), call.visitor().zone());
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
        Search search = query.conditions(organization).order(query.order()).limit(Search.MAX_LIMIT);
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
