package io.nightshift.platform.message;

import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.organization.ChangeTracking;
import io.nightshift.platform.organization.OrganizationDatabase;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Reach;
import io.nightshift.sdk.BusinessEntityChanges;
import io.nightshift.sdk.BusinessEntityChanges.Change;
import io.nightshift.sdk.BusinessEntityChanges.NewOrUpdatedItem;
import io.nightshift.sdk.BusinessEntityChanges.RemovedOrDeletedItem;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.RetrieveEntityChangesRequest;
import io.nightshift.sdk.messages.RetrieveEntityChangesResponse;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells which records of an entity have changed. The cookie of a page begins with the moment at which the first page was
 * asked for: the version that the last page gives is this one, so that what changes between two pages comes next time.
 *
 * @param database where the triggers are made, in a transaction of their own
 */
public record RetrieveEntityChangesMessage(OrganizationDatabase database) implements Message {

    private static final int LARGEST_PAGE = 5000;

    @Override
    public String name() {
        return RetrieveEntityChangesRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        EntityMetadata entity = context.entity(request.required("EntityName", String.class));
        ColumnSet columns = request.required("Columns", ColumnSet.class);
        String since = request.get("DataVersion", String.class);
        PagingInfo asked = request.get("PageInfo", PagingInfo.class);
        PagingInfo page = asked == null ? PagingInfo.FIRST : asked;
        if (entity.virtual()) {
            throw FaultCode.NOT_SUPPORTED.fault("The changes of " + entity.logicalName() + " are not tracked.");
        }
        if (page.count() < 0 || page.count() > LARGEST_PAGE) {
            throw FaultCode.INVALID_ARGUMENT.fault("A page has 1 to " + LARGEST_PAGE + " records.");
        }
        if (!(context.access().reach(AccessRight.READ, entity) instanceof Reach.All)) {
            throw FaultCode.PRIVILEGE_DENIED.fault("Who asks for the changes of " + entity.logicalName()
                    + " may read all its records; an administrator can give a role whose privilege to read them reaches the"
                    + " whole organization.");
        }
        Cookie cookie = Cookie.of(page.pagingCookie());
        String until = cookie != null ? cookie.until() : now(context, entity);
        String inner = cookie == null ? "" : cookie.inner();
        return new RetrieveEntityChangesResponse(
                since == null
                        ? all(context, entity, columns, page, until, inner)
                        : changed(context, entity, columns, page, since, until, inner));
    }

    /** Where a page begins, within all that was asked for at one moment. */
    private record Cookie(String until, String inner) {

        static @Nullable Cookie of(@Nullable String text) {
            if (text == null || text.isEmpty()) {
                return null;
            }
            int space = text.indexOf(' ');
            if (space < 0) {
                throw FaultCode.INVALID_ARGUMENT.fault("The paging cookie is none that an answer gave.");
            }
            return new Cookie(text.substring(0, space), text.substring(space + 1));
        }

        String text() {
            return until + " " + inner;
        }
    }

    private String now(RequestContext context, EntityMetadata entity) {
        try {
            return new ChangeTracking(context.organization()).now(context.connection(), entity, database);
        } catch (SQLException e) {
            throw new OrganizationServiceFault(
                    FaultCode.UNEXPECTED.code(),
                    "PostgreSQL refused to track the changes of " + entity.logicalName() + " with the state "
                            + e.getSQLState() + ".",
                    e);
        }
    }

    private static BusinessEntityChanges all(
            RequestContext context,
            EntityMetadata entity,
            ColumnSet columns,
            PagingInfo page,
            String until,
            String inner) {
        EntityCollection found = new RecordQueries(context)
                .retrieveMultiple(new QueryExpression(entity.logicalName())
                        .columns(columns)
                        .page(new PagingInfo(page.pageNumber(), page.count(), false, inner.isEmpty() ? null : inner)));
        List<Change> changes =
                found.entities().stream().<Change>map(NewOrUpdatedItem::new).toList();
        return answer(entity, changes, found.moreRecords() ? found.pagingCookie() : null, until);
    }

    private static BusinessEntityChanges changed(
            RequestContext context,
            EntityMetadata entity,
            ColumnSet columns,
            PagingInfo page,
            String since,
            String until,
            String inner) {
        int size = page.count() == 0 ? LARGEST_PAGE : page.count();
        ChangeTracking.Page found = new ChangeTracking(context.organization())
                .changed(context.connection(), entity, since, until, inner, size);
        Map<UUID, Entity> records = records(context, entity, columns, found.ids());
        List<Change> changes = new ArrayList<>();
        for (UUID id : found.ids()) {
            Entity record = records.get(id);
            changes.add(
                    record == null
                            ? new RemovedOrDeletedItem(new EntityReference(entity.logicalName(), id))
                            : new NewOrUpdatedItem(record));
        }
        return answer(entity, changes, found.last(), until);
    }

    private static Map<UUID, Entity> records(
            RequestContext context, EntityMetadata entity, ColumnSet columns, List<UUID> ids) {
        Map<UUID, Entity> records = new HashMap<>();
        if (!ids.isEmpty()) {
            for (Entity record : new RecordQueries(context)
                    .retrieveMultiple(new QueryExpression(entity.logicalName())
                            .columns(columns)
                            .where(entity.primaryIdAttribute(), ConditionOperator.IN, ids))
                    .entities()) {
                UUID id = record.id();
                if (id != null) {
                    records.put(id, record);
                }
            }
        }
        return records;
    }

    private static BusinessEntityChanges answer(
            EntityMetadata entity, List<Change> changes, @Nullable String next, String until) {
        return new BusinessEntityChanges(
                entity.logicalName(),
                changes,
                next != null,
                next == null ? null : new Cookie(until, next).text(),
                next == null ? until : null);
    }
}
