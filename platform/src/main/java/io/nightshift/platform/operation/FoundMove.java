package io.nightshift.platform.operation;

import io.nightshift.operation.ErrorCode;
import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.PriorityClass;
import io.nightshift.platform.json.ValueJson;
import io.nightshift.platform.query.Queries;
import io.nightshift.queue.Author;
import io.nightshift.sdk.query.ColumnSet;
import io.nightshift.sdk.query.ConditionExpression;
import io.nightshift.sdk.query.ConditionOperator;
import io.nightshift.sdk.query.FetchExpression;
import io.nightshift.sdk.query.FilterExpression;
import io.nightshift.sdk.query.LinkEntity;
import io.nightshift.sdk.query.OrderExpression;
import io.nightshift.sdk.query.OrderType;
import io.nightshift.sdk.query.PagingInfo;
import io.nightshift.sdk.query.QueryExpression;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A move of all system jobs that a query of records finds, in the background and in the rights of who asked for it: an
 * operation of the service's own, whose owner that is. The engine's bulk moves go by conditions, and take every right.
 *
 * @param query which jobs are meant; its columns, order and page do not matter
 * @param until for a postponement, else null
 * @param caller the user who acted on behalf of the owner, so that what both may do is done; null when it was the owner
 */
public record FoundMove(
        QueryExpression query,
        Move move,
        @Nullable Instant until,
        Author author,
        @Nullable UUID caller) {

    /** The message of such an operation. */
    static final String MESSAGE = "nightshift.MoveFound";

    private static final int COMPLETED = 3;

    /** The first page of the jobs that the move can apply to at all: deletion to what has ended, all others to what has not. */
    public QueryExpression page(int size) {
        return page(new PagingInfo(1, size, true, null));
    }

    /** The same, any page. */
    QueryExpression page(PagingInfo page) {
        ConditionOperator ended = move == Move.DELETE ? ConditionOperator.EQUAL : ConditionOperator.NOT_EQUAL;
        FilterExpression criteria = FilterExpression.and(new ConditionExpression("statecode", ended, COMPLETED))
                .filter(query.criteria());
        return new QueryExpression(
                query.entityName(),
                ColumnSet.of("asyncoperationid", "ownerid", "owningbusinessunit"),
                List.of(),
                criteria,
                query.linkEntities(),
                List.of(new OrderExpression("asyncoperationid", OrderType.DESCENDING)),
                page,
                null,
                false);
    }

    /** The same of those that were there when the operation was made, without it. */
    FoundMove before(UUID operation, Instant createdOn) {
        FilterExpression criteria = FilterExpression.and(
                        new ConditionExpression("asyncoperationid", ConditionOperator.NOT_EQUAL, operation),
                        new ConditionExpression("createdon", ConditionOperator.LESS_EQUAL, createdOn))
                .filter(query.criteria());
        QueryExpression limited = new QueryExpression(query.entityName()).criteria(criteria);
        for (LinkEntity link : query.linkEntities()) {
            limited = limited.link(link);
        }
        return new FoundMove(limited, move, until, author, caller);
    }

    /**
     * The operation that carries it out.
     *
     * @param owner the user in whose rights
     */
    public Operation operation(String organization, UUID owner, PriorityClass priorityClass) {
        return Operation.named(MESSAGE)
                .organization(organization)
                .owner(owner)
                .name("Bulk move: " + move.label())
                .priorityClass(priorityClass)
                .data(text());
    }

    private String text() {
        return ValueJson.text(ValueJson.object()
                .put("Move", move.name())
                .put("FetchXml", Queries.fetchXml(query))
                .put("Until", until == null ? null : until.toString())
                .put("Author", author.name())
                .put("Reason", author.reason())
                .put("Caller", caller == null ? null : caller.toString()));
    }

    /** Reads what {@link #text()} wrote. */
    static FoundMove read(@Nullable String data) {
        try {
            JsonNode read = ValueJson.parse(data == null ? "" : data);
            String until = read.path("Until").asString(null);
            String caller = read.path("Caller").asString(null);
            return new FoundMove(
                    Queries.expression(new FetchExpression(read.path("FetchXml").asString(""))),
                    Move.valueOf(read.path("Move").asString("").toUpperCase(Locale.ROOT)),
                    until == null ? null : Instant.parse(until),
                    new Author(
                            read.path("Author").asString(""),
                            read.path("Reason").asString(null)),
                    caller == null ? null : UUID.fromString(caller));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            throw ErrorCode.FAILED_TO_DESERIALIZE_DATA.fault(
                    "The data of the operation is no move that can be read; ask for the move again.");
        }
    }
}
