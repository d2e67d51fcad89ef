package io.nightshift.platform.operation;

import io.nightshift.operation.Move;
import io.nightshift.operation.Operation;
import io.nightshift.operation.ServiceFault;
import io.nightshift.platform.message.Message;
import io.nightshift.platform.message.StandaloneMessage;
import io.nightshift.platform.metadata.EntityMetadata;
import io.nightshift.platform.record.RecordReader;
import io.nightshift.platform.record.RequestContext;
import io.nightshift.platform.security.AccessRight;
import io.nightshift.queue.Author;
import io.nightshift.queue.OperationQueue;
import io.nightshift.sdk.AsyncOperation;
import io.nightshift.sdk.ConcurrencyBehavior;
import io.nightshift.sdk.Entity;
import io.nightshift.sdk.EntityCollection;
import io.nightshift.sdk.EntityReference;
import io.nightshift.sdk.FaultCode;
import io.nightshift.sdk.OptionSetValue;
import io.nightshift.sdk.OrganizationRequest;
import io.nightshift.sdk.OrganizationResponse;
import io.nightshift.sdk.OrganizationServiceFault;
import io.nightshift.sdk.messages.CreateMultipleResponse;
import io.nightshift.sdk.messages.CreateResponse;
import io.nightshift.sdk.query.ColumnSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** What the messages that write records are for operations: commands to the queue, in the transaction of the request. */
public final class OperationMessages {

    private static final List<String> NONE_OF_ITS = List.of("Upsert", "Assign", "Associate", "Disassociate", "Merge");

    private final OperationQueue queue;

    private OperationMessages(OperationQueue queue) {
        this.queue = queue;
    }

    /** The messages, each for the entity {@code asyncoperation} alone. */
    public static List<Message> of(OperationQueue queue) {
        OperationMessages messages = new OperationMessages(queue);
        List<Message> all = new ArrayList<>(List.of(
                new OfOperation("Create", messages::create),
                new OfOperation("CreateMultiple", messages::createMultiple),
                new OfOperation("Update", messages::update),
                new OfOperation("UpdateMultiple", messages::updateMultiple),
                new OfOperation("SetState", messages::setState),
                new OfOperation("Delete", messages::delete),
                new OfOperation("DeleteMultiple", messages::deleteMultiple)));
        NONE_OF_ITS.forEach(name -> all.add(new OfOperation(name, (request, context) -> {
            throw FaultCode.NOT_SUPPORTED.fault("The message " + name + " is not supported for operations.");
        })));
        return all;
    }

    /** The messages that have others carried out by operations: any of these that can be. */
    public static List<Message> carriers(OperationQueue queue, Callbacks callbacks, List<Message> others) {
        Map<String, Boolean> alone = new HashMap<>();
        others.forEach(
                message -> alone.merge(message.name(), message instanceof StandaloneMessage, Boolean::logicalOr));
        return List.of(
                new ExecuteAsyncMessage(queue, alone::containsKey),
                new BackgroundOperationMessage(queue, callbacks, name -> Boolean.FALSE.equals(alone.get(name))));
    }

    /** What a message does with the queue. */
    @FunctionalInterface
    private interface Work {
        OrganizationResponse on(OrganizationRequest request, RequestContext context) throws SQLException;
    }

    private record OfOperation(String name, Work work) implements Message {
        @Override
        public String entity() {
            return AsyncOperation.ENTITY;
        }

        @Override
        public OrganizationResponse execute(OrganizationRequest request, RequestContext context) {
            try {
                return work.on(request, context);
            } catch (ServiceFault refusal) {
                throw new OrganizationServiceFault(refusal.errorCode(), String.valueOf(refusal.getMessage()), refusal);
            } catch (SQLException e) {
                throw new DataAccessException("The queue did not answer.", e);
            }
        }
    }

    private OrganizationResponse create(OrganizationRequest request, RequestContext context) throws SQLException {
        return new CreateResponse(create(List.of(request.required("Target", Entity.class)), context)
                .getFirst());
    }

    private OrganizationResponse createMultiple(OrganizationRequest request, RequestContext context)
            throws SQLException {
        return new CreateMultipleResponse(create(targets(request), context));
    }

    private List<UUID> create(List<Entity> targets, RequestContext context) throws SQLException {
        List<Operation> operations = targets.stream()
                .map(target -> RequestedOperation.of(context, target))
                .toList();
        return queue.enqueue(context.connection(), operations);
    }

    private OrganizationResponse update(OrganizationRequest request, RequestContext context) throws SQLException {
        update(request, List.of(request.required("Target", Entity.class)), context);
        return new OrganizationResponse(request.requestName());
    }

    private OrganizationResponse updateMultiple(OrganizationRequest request, RequestContext context)
            throws SQLException {
        update(request, targets(request), context);
        return new OrganizationResponse(request.requestName());
    }

    private void update(OrganizationRequest request, List<Entity> targets, RequestContext context) throws SQLException {
        if (request.get("ConcurrencyBehavior") == ConcurrencyBehavior.IF_ROW_VERSION_MATCHES) {
            throw FaultCode.CONCURRENCY_VERSION_NOT_PROVIDED.fault(
                    "Operations have no row versions; a move is refused by itself when the state does not allow it.");
        }
        List<RequestedMove> moves = targets.stream().map(RequestedMove::of).toList();
        for (int i = 0; i < moves.size(); i++) {
            move(
                    context,
                    moves.get(i).move(),
                    List.of(id(targets.get(i))),
                    moves.get(i).until());
        }
    }

    private OrganizationResponse setState(OrganizationRequest request, RequestContext context) throws SQLException {
        EntityReference target = request.required("EntityMoniker", EntityReference.class);
        OptionSetValue status = request.required("Status", OptionSetValue.class);
        Entity change = new Entity(target.logicalName(), target.id())
                .set("statecode", request.required("State", OptionSetValue.class))
                .set("statuscode", status.value() == -1 ? null : status);
        move(context, RequestedMove.of(change).move(), List.of(target.id()), null);
        return new OrganizationResponse(request.requestName());
    }

    private OrganizationResponse delete(OrganizationRequest request, RequestContext context) throws SQLException {
        move(
                context,
                Move.DELETE,
                List.of(request.required("Target", EntityReference.class).id()),
                null);
        return new OrganizationResponse(request.requestName());
    }

    private OrganizationResponse deleteMultiple(OrganizationRequest request, RequestContext context)
            throws SQLException {
        List<UUID> ids = new ArrayList<>();
        for (Object target : request.required("Targets", List.class)) {
            if (!(target instanceof EntityReference reference)
                    || !reference.logicalName().equals(AsyncOperation.ENTITY)) {
                throw FaultCode.INVALID_ARGUMENT.fault("All targets of one request are of one entity.");
            }
            ids.add(reference.id());
        }
        move(context, Move.DELETE, ids, null);
        return new OrganizationResponse(request.requestName());
    }

    /** All of them or, by the fault, none. What the caller may not see it cannot move: to it there is none. */
    private void move(RequestContext context, Move move, List<UUID> ids, @Nullable Instant until) throws SQLException {
        EntityMetadata entity = context.entity(AsyncOperation.ENTITY);
        AccessRight right = move == Move.DELETE ? AccessRight.DELETE : AccessRight.WRITE;
        Map<UUID, Entity> seen = new HashMap<>();
        new RecordReader(context)
                .byIds(AsyncOperation.ENTITY, ids, ColumnSet.of("ownerid", "owningbusinessunit"))
                .forEach(operation -> seen.put(operation.toEntityReference().id(), operation));
        for (UUID id : ids) {
            Entity operation = seen.get(id);
            if (operation == null) {
                throw FaultCode.OBJECT_DOES_NOT_EXIST.fault(
                        "The asyncoperation with the id " + id + " does not exist.");
            }
            context.access()
                    .require(right, entity, id, named(operation, "ownerid"), named(operation, "owningbusinessunit"));
        }
        var results =
                queue.move(context.connection(), move, context.organization().name(), ids, until, author(context));
        results.values().forEach(result -> result.orThrow());
    }

    private static @Nullable UUID named(Entity operation, String attribute) {
        EntityReference reference = operation.get(attribute, EntityReference.class);
        return reference == null ? null : reference.id();
    }

    /** Who did it is kept in the operation's log, by a name that people know. */
    private static Author author(RequestContext context) {
        String name = new RecordReader(context)
                .byIds("systemuser", List.of(context.userId()), ColumnSet.of("fullname")).stream()
                        .map(user -> user.get("fullname", String.class))
                        .filter(known -> known != null)
                        .findFirst()
                        .orElse(null);
        return Author.of(name == null ? context.userId().toString() : name);
    }

    private static List<Entity> targets(OrganizationRequest request) {
        EntityCollection targets = request.required("Targets", EntityCollection.class);
        if (targets.entities().stream().anyMatch(each -> !each.logicalName().equals(AsyncOperation.ENTITY))) {
            throw FaultCode.INVALID_ARGUMENT.fault("All targets of one request are of one entity.");
        }
        return targets.entities();
    }

    private static UUID id(Entity target) {
        UUID id = target.id();
        if (id == null && target.get("asyncoperationid") instanceof UUID carried) {
            id = carried;
        }
        if (id == null) {
            throw new OrganizationServiceFault(
                    io.nightshift.operation.ErrorCode.MISSING_ID.code(), "The update of an operation needs its id.");
        }
        return id;
    }
}
