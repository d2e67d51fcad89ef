package io.nightshift.server.systemjobs;

import io.nightshift.operation.AsyncOperation;
import io.nightshift.operation.ErrorCode;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Search;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bulk deletes of an organization: what each has deleted and could not, and a new one with a look at what it would meet. */
public final class BulkDeletes {

    private static final String ENTITY = "bulkdeleteoperation";
    private static final String FAILURE = "bulkdeletefailure";
    private static final int PAGE = 50;
    private static final Duration PATIENCE = Duration.ofMillis(150);

    /** What the list shows. */
    public record Pile(EntityCollection found, int page, boolean mayDelete) {

        public String next() {
            return Parameters.NONE
                    .with("page", page + 1)
                    .with("cookie", found.pagingCookie())
                    .on("/bulk-deletes");
        }
    }

    /**
     * One bulk delete.
     *
     * @param job its operation; null when it has been deleted, or the visitor may not see it
     * @param occurrences what a series has made
     */
    public record One(
            Entity record, @Nullable AsyncOperation job, EntityCollection failures, List<AsyncOperation> occurrences) {}

    /** The form of a new one. */
    public record Draft(DeletionQuery query, @Nullable DeletionPreview preview) {}

    private final Site site;
    private final Pages pages;

    BulkDeletes(Site site, Pages pages) {
        this.site = site;
        this.pages = pages;
    }

    Reply list(PageCall call) throws SQLException {
        int page = Records.page(call.query().one("page", "1"));
        EntityCollection found = site.service(call)
                .retrieveMultiple(new QueryExpression(ENTITY)
                        .orderBy("createdon", OrderType.DESCENDING)
                        .page(new PagingInfo(page, PAGE, false, call.query().one("cookie")))
                        .columns(ColumnSet.all()));
        return pages.page(
                "bulkdeletes",
                pages.frame(call, "bulk-deletes", Texts.ENGLISH.of("bulk.title")),
                new Pile(found, page, site.may(call, AccessRight.CREATE, ENTITY)));
    }

    Reply one(PageCall call) throws SQLException {
        Entity record = site.service(call).retrieve(ENTITY, call.id(1), ColumnSet.all());
        EntityCollection failures = site.service(call)
                .retrieveMultiple(new QueryExpression(FAILURE)
                        .where("bulkdeleteoperationid", ConditionOperator.EQUAL, record.id())
                        .orderBy("createdon", OrderType.DESCENDING)
                        .page(new PagingInfo(1, PAGE))
                        .columns(ColumnSet.all()));
        EntityReference reference = record.get("asyncoperationid", EntityReference.class);
        AsyncOperation job = reference == null || !call.visit().watcher()
                ? null
                : site.jobs().get(call.organization(), reference.id()).orElse(null);
        List<AsyncOperation> occurrences = job == null || !job.series()
                ? List.of()
                : site.jobs()
                        .find(
                                Search.all()
                                        .in(call.organization())
                                        .parent(job.id())
                                        .limit(20),
                                PATIENCE)
                        .operations();
        String title = String.valueOf(record.get("name"));
        return pages.page(
                "bulkdelete", pages.frame(call, "bulk-deletes", title), new One(record, job, failures, occurrences));
    }

    Reply draft(PageCall call) throws SQLException {
        DeletionQuery query = DeletionQuery.of(
                call.query(), site.platform().organization(call.organization()).metadata());
        DeletionPreview preview =
                query.fetchXml().isEmpty() ? null : DeletionPreview.of(query.fetchXml(), site.service(call));
        return pages.page(
                "bulkdeletenew",
                pages.frame(call, "bulk-deletes", Texts.ENGLISH.of("bulk.new")),
                new Draft(query, preview));
    }

    Reply start(PageCall call) {
        Parameters form = call.form();
        JobActions.checkRetyped(form);
        BulkDeleteRequest request =
                new BulkDeleteRequest(form.one("name", ""), List.of(new FetchExpression(form.one("fetch", ""))));
        String start = form.one("start");
        if (start != null) {
            request = request.starting(GridQuery.time(start, call.visitor().zone()));
        }
        String days = form.one("days");
        if (days != null) {
            request = request.recurring("FREQ=DAILY;INTERVAL=" + whole(days) + ";");
        }
        if (form.has("notify", "yes")) {
            request = request.notifying(List.of(call.visitor().caller().userId()), List.of());
        }
        UUID job = ((BulkDeleteResponse) site.service(call).execute(request)).jobId();
        site.service().queue().hint();
        UUID record = site.service(call)
                .retrieveMultiple(new QueryExpression(ENTITY)
                        .where("asyncoperationid", ConditionOperator.EQUAL, job)
                        .columns(ColumnSet.of("name")))
                .entities()
                .getFirst()
                .id();
        return call.done(Notice.done(Texts.ENGLISH.of("bulk.started")), "/bulk-deletes/" + record);
    }

    /** What a record of one of these entities is called. */
    public static String title(Entity record, List<EntityMetadata> entities) {
        return entities.stream()
                .filter(entity -> entity.logicalName().equals(record.logicalName()))
                .findFirst()
                .map(entity -> Records.title(entity, record))
                .orElse(String.valueOf(record.id()));
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw ErrorCode.INVALID_ARGUMENT.fault("'" + text + "' is not a number of days; nothing was started.");
        }
    }
}
