package io.nightshift.platform.bulkdelete;

import io.nightshift.operation.Operation;
import io.nightshift.operation.OperationType;
import io.nightshift.operation.Recurrence;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.message.Lists;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.query.Queries;
import io.nightshift.platform.query.QueryContext;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.platform.security.Privilege;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.BulkDeleteRequest;
import io.nightshift.sdk.messages.BulkDeleteResponse;
import io.nightshift.sdk.query.AggregateType;
import io.nightshift.sdk.query.AttributeExpression;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.QueryBase;
import io.nightshift.sdk.query.QueryExpression;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a bulk delete (facts 10.1). Everything that can be wrong with it is found here, before anything is written; then
 * the operation and its record are made in the caller's transaction.
 */
public final class BulkDeleteMessage implements Message {

    /** More queries than this are refused. */
    static final int MOST_QUERIES = 100;

    private static final Duration LATE = Duration.ofHours(1);
    private static final Instant LATEST = Instant.parse("9999-12-30T00:00:00Z");

    private final OperationQueue queue;

    /** @param queue where the operations go */
    public BulkDeleteMessage(OperationQueue queue) {
        this.queue = queue;
    }

    @Override
    public String name() {
        return BulkDeleteRequest.NAME;
    }

    @Override
    public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
        context.access().require(Privilege.BULK_DELETE);
        if (request.get("Options", Map.class) instanceof Map<?, ?> options
                && Boolean.TRUE.equals(options.get("CanRecoverDeletedRecords"))) {
            throw FaultCode.NOT_SUPPORTED.fault(
                    "What a bulk delete deletes is gone; leave out CanRecoverDeletedRecords, or say false.");
        }
        String name = name(request);
        Instant start = start(request, context.now());
        boolean isAtOnce = !start.isAfter(context.now());
        Optional<Recurrence> recurrence =
                BulkDeleteRecurrence.of(request.get("RecurrencePattern", String.class), isAtOnce ? null : start);
        boolean notifies = Boolean.TRUE.equals(request.get("SendEmailNotification", Boolean.class));
        BulkDeleteJob job = new BulkDeleteJob(
                queries(request, context),
                notifies,
                recipients(request, context, "ToRecipients"),
                recipients(request, context, "CCRecipients"));
        Operation operation = Operation.of(OperationType.BULK_DELETE)
                .message(BulkDeleteRequest.NAME)
                .name(name)
                .organization(context.organization().name())
                .owner(context.userId())
                .correlation(context.origin().correlationId(), context.origin().depth())
                .recurrence(recurrence.orElse(null))
                .data(job.write());
        if (recurrence.isEmpty() && !isAtOnce) {
            operation = operation.postponeUntil(start);
        }
        UUID id = enqueue(context, operation);
        Instant nextRun = recurrence.isPresent() || !isAtOnce ? start : null;
        new BulkDeleteRecords(context).make(id, name, job, recurrence.isPresent(), nextRun);
        return new BulkDeleteResponse(id);
    }

    private UUID enqueue(RequestContext context, Operation operation) {
        try {
            return queue.enqueue(context.connection(), operation);
        } catch (ServiceFault e) {
            throw new OrganizationServiceFault(e.errorCode(), String.valueOf(e.getMessage()), e);
        } catch (SQLException e) {
            throw new DataAccessException("The operation cannot be enqueued.", e);
        }
    }

    private static String name(OrganizationRequest request) {
        String name = request.get("JobName", String.class);
        if (name == null || name.isBlank()) {
            throw FaultCode.JOB_NAME_IS_EMPTY_OR_NULL.fault("A bulk delete needs a JobName.");
        }
        if (name.length() > Operation.MAX_NAME_LENGTH || name.indexOf('\0') >= 0) {
            throw FaultCode.INVALID_ARGUMENT.fault(
                    "The JobName has at most " + Operation.MAX_NAME_LENGTH + " characters, none of them a null.");
        }
        return name;
    }

    /** A start that has just passed is what a caller means who says now; one long past is a mistake. */
    private static Instant start(OrganizationRequest request, Instant now) {
        Instant start = request.get("StartDateTime", Instant.class);
        if (start == null || Boolean.TRUE.equals(request.get("RunNow", Boolean.class))) {
            return now;
        }
        if (start.isBefore(now.minus(LATE)) || start.isAfter(LATEST)) {
            throw FaultCode.INVALID_ARGUMENT.fault("The StartDateTime " + start
                    + " lies in the past or too far ahead; leave it out to start at once.");
        }
        return start.isBefore(now) ? now : start;
    }

    private static List<String> queries(OrganizationRequest request, RequestContext context) {
        List<QueryBase> queries = Lists.of(request, "QuerySet", QueryBase.class);
        if (queries.isEmpty()) {
            throw FaultCode.NO_ENTITIES_FOR_BULK_DELETE.fault(
                    "The QuerySet is empty: give at least one query that says what is to be deleted.");
        }
        if (queries.size() > MOST_QUERIES) {
            throw FaultCode.INVALID_ARGUMENT.fault("A bulk delete has at most " + MOST_QUERIES + " queries; got "
                    + queries.size() + ". Ask for several bulk deletes.");
        }
        QueryContext asked = QueryContext.of(context.now(), QueryContext.Caller.of(context.access()));
        List<String> texts = new ArrayList<>();
        for (QueryBase query : queries) {
            QueryExpression expression = Queries.expression(query);
            new Queries(context.organization(), Queries.TIMEOUT).check(expression, asked);
            checkDeletes(expression);
            checkAllowed(context, context.entity(expression.entityName()));
            texts.add(Queries.fetchXml(expression));
        }
        return texts;
    }

    /** Which of the records the caller may see and delete is found out with each of them, when it is its turn. */
    private static void checkAllowed(RequestContext context, EntityMetadata entity) {
        context.access().require(AccessRight.READ, entity);
        context.access().require(AccessRight.DELETE, entity);
    }

    /** A query that answers groups or only some of what it finds does not say which records are meant. */
    private static void checkDeletes(QueryExpression query) {
        if (query.distinct()
                || query.topCount() != null
                || query.attributeExpressions().stream().anyMatch(BulkDeleteMessage::isComputed)) {
            throw FaultCode.INVALID_ARGUMENT.fault("The query over " + query.entityName()
                    + " aggregates, is distinct or takes only the first rows; a bulk delete deletes all that match.");
        }
    }

    private static boolean isComputed(AttributeExpression expression) {
        return expression.groupBy() || expression.aggregateType() != AggregateType.NONE;
    }

    private static List<UUID> recipients(OrganizationRequest request, RequestContext context, String parameter) {
        if (request.get(parameter) == null) {
            return List.of();
        }
        List<UUID> ids = Lists.of(request, parameter, Object.class).stream()
                .map(recipient -> id(parameter, recipient))
                .distinct()
                .toList();
        List<UUID> known = new RecordReader(context)
                .byIds("systemuser", ids, ColumnSet.of()).stream()
                        .map(Entity::id)
                        .toList();
        for (UUID id : ids) {
            if (!known.contains(id)) {
                throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                        "There is no user " + id + " to whom " + parameter + " could send the notice.");
            }
        }
        return ids;
    }

    /** A user, as an id, a reference, or an activity party as the Web API sends them. */
    private static UUID id(String parameter, Object recipient) {
        @Nullable
        UUID id = switch (recipient) {
            case UUID given -> given;
            case EntityReference reference -> reference.id();
            case Entity party when party.get("partyid") instanceof EntityReference reference -> reference.id();
            case Entity user -> user.id();
            default -> null;
        };
        if (id == null) {
            throw FaultCode.INVALID_ARGUMENT.fault("The parameter " + parameter + " is a list of users' ids.");
        }
        return id;
    }
}
